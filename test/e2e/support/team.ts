import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { answer } from "../../support/messages-server";
import type { Chat } from "./chat";
import type { Driver } from "./driver";
import { poll } from "./poll";

const program = join(import.meta.dirname, "..", "..", "..", "dist", "cli.js");
const run = promisify(execFile);

interface Requested {
  readonly agent: string;
  readonly task: string;
  readonly context?: string;
  readonly needBack?: string;
  readonly blocks?: string;
}

let calls = 0;

/** A turn of the model that asks specialists by the tool. */
export function hands(...requests: readonly Requested[]) {
  return answer(
    requests.map((input) => ({ type: "tool_use", id: `toolu_team_${calls++}`, name: "RequestHandoff", input })),
  );
}

export const says = (text: string) => answer([{ type: "text", text }]);

/** Answers from now on come from Claude behind the scripted server, with the key of the environment. */
export async function useClaude(chat: Chat, driver: Driver, url: string): Promise<void> {
  await driver.updateConfiguration("mlEngineer.anthropic.baseUrl", url);
  await chat.frame.getByRole("button", { name: "Use Claude with the key in ANTHROPIC_API_KEY" }).click();
  await chat.frame.getByRole("button", { name: /^claude-opus/ }).waitFor();
}

/** Waits for a text in the answer, and until nothing runs any more. */
export async function ended(chat: Chat, text: string): Promise<void> {
  await chat.frame.locator(".answer", { hasText: text }).last().waitFor();
  await poll(`the end of the answer "${text}"`, 20, async () =>
    (await chat.frame.locator(".composer .stop").count()) === 0 ? true : undefined,
  );
}

export interface RecordJson {
  readonly id: string;
  readonly to: string;
  readonly state: string;
  readonly result: string | null;
  readonly partial: string | null;
  readonly continuation: string | null;
}

/** The records of a repository as the command line reads them. */
export async function recordsOf(workspace: string): Promise<readonly RecordJson[]> {
  const { stdout } = await run(process.execPath, [program, "handoffs", "list", "--json", "--workspace", workspace]);
  return JSON.parse(stdout).handoffs;
}

/** The files below a folder of the team, or none. */
export function teamFiles(workspace: string, kind: "handoffs" | "memory"): string[] {
  const folder = join(workspace, ".claude", `agents-${kind}`);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .sort();
}
