import { appendFileSync, cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Workbench } from "./workbench";

const folder = process.env.ML_ENGINEER_SCREENSHOTS ?? join(import.meta.dirname, "..", "..", "..", ".vitest", "e2e");

/** Saves what a person would see as `<name>.png`, in `ML_ENGINEER_SCREENSHOTS` or `.vitest/e2e`, and returns its path. */
export async function screenshot(page: Page, name: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, animations: "disabled" });
  return path;
}

/** Notes measured milliseconds as a line of `figures.jsonl`, beside the pictures. */
export function figure(name: string, ...milliseconds: readonly number[]): void {
  mkdirSync(folder, { recursive: true });
  appendFileSync(
    join(folder, "figures.jsonl"),
    `${JSON.stringify({ name, milliseconds: milliseconds.map(Math.round) })}\n`,
  );
}

/** Everything that explains a failure, in a folder named after the test: picture, consoles, server and extension host logs. */
export async function failureArtefacts(workbench: Workbench, name: string): Promise<string> {
  const target = join(folder, "failed", name.replace(/[^\w-]+/g, "-"));
  mkdirSync(target, { recursive: true });
  await workbench.page.screenshot({ path: join(target, "window.png"), timeout: 5000 }).catch(() => undefined);
  writeFileSync(join(target, "console.log"), workbench.console.join("\n"));
  writeFileSync(join(target, "server.log"), workbench.server.logs());
  const logs = join(workbench.userDataDir, "logs");
  if (existsSync(logs)) cpSync(logs, join(target, "logs"), { recursive: true });
  return target;
}
