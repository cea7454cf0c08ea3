import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { installChromium } from "../../../scripts/chromium.mjs";
import { createVsix, packageExtension } from "../../../scripts/package.mjs";
import { installExtension, installServer } from "../../../scripts/vscode-server.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** Holds every extension of these tests, installed from VSIX files. Read only: windows share it. */
    extensionsDir: string;
    chromium: string;
  }
}

const folder = join(import.meta.dirname, "..");
const root = join(folder, "..", "..");

/** Runs once before the workbench tests: what they need is installed here, outside of their time limits. */
export default async function setup(project: TestProject): Promise<() => void> {
  const temporary = mkdtempSync(join(tmpdir(), "ml-engineer-e2e-setup-"));
  const extensionsDir = join(temporary, "extensions");
  await installServer();
  const vsix = [
    await createVsix(join(folder, "driver"), join(temporary, "driver.vsix")),
    await createVsix(join(folder, "support", "sample-extension"), join(temporary, "sample.vsix")),
  ];
  if (isExtension()) vsix.push(await packageExtension({ output: join(temporary, "ml-engineer.vsix") }));
  await installExtension(vsix, { userDataDir: join(temporary, "user"), extensionsDir });
  project.provide("extensionsDir", extensionsDir);
  project.provide("chromium", installChromium());
  return () => rmSync(temporary, { recursive: true, force: true });
}

function isExtension(): boolean {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8")).main !== undefined;
}
