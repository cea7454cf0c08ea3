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
  const remove = () => rmSync(temporary, { recursive: true, force: true });
  try {
    project.provide("chromium", installChromium());
    project.provide("extensionsDir", await installExtensions(temporary));
  } catch (error) {
    remove();
    throw error;
  }
  return remove;
}

async function installExtensions(temporary: string): Promise<string> {
  await installServer();
  const vsix = [
    await createVsix(join(folder, "driver"), join(temporary, "driver.vsix")),
    await createVsix(join(folder, "support", "sample-extension"), join(temporary, "sample.vsix")),
  ];
  if (isExtension()) vsix.push(await packageExtension({ output: join(temporary, "ml-engineer.vsix") }));
  const extensionsDir = join(temporary, "extensions");
  await installExtension(vsix, { userDataDir: join(temporary, "user"), extensionsDir });
  return extensionsDir;
}

/** The manifest makes the package an extension; before that, the tests check the workbench alone. */
function isExtension(): boolean {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8")).main !== undefined;
}
