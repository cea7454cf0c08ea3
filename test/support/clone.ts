import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { cli } from "./run-cli";

export interface ListedHandoff {
  readonly id: string;
  readonly to: string;
  readonly state: string;
  readonly shared: boolean;
  readonly result: string | null;
  readonly continuation: string | null;
}

/** A repository on this machine as one person sees it: its own folder, and its own private state. */
export class Clone {
  readonly path = mkdtempSync(join(tmpdir(), "ml-engineer-clone-"));
  readonly #state = mkdtempSync(join(tmpdir(), "ml-engineer-state-"));

  constructor(origin?: Clone) {
    onTestFinished(async () => {
      for (const folder of [this.path, this.#state]) await rm(folder, { recursive: true, force: true });
    });
    this.git(...(origin ? ["clone", "-q", origin.path, "."] : ["init", "-q"]));
  }

  git(...args: readonly string[]): string {
    const name = ["-c", "user.name=Test", "-c", "user.email=test@example.org"];
    return execFileSync("git", [...name, ...args], { cwd: this.path, encoding: "utf8" });
  }

  run(...args: readonly string[]) {
    return cli([...args], { cwd: this.path, env: { XDG_STATE_HOME: this.#state } });
  }

  async list(): Promise<readonly ListedHandoff[]> {
    const { stdout } = await this.run("handoffs", "--json");
    return (JSON.parse(stdout) as { handoffs: ListedHandoff[] }).handoffs;
  }

  /** As if it was typed. */
  answer(id: string, result: string) {
    const file = join(this.#state, "result.md");
    writeFileSync(file, result);
    return this.run("handoffs", "answer", id, "--file", file);
  }

  /** The files of the stored conversations. */
  conversationFiles(): readonly string[] {
    const names = readdirSync(this.#state, { recursive: true, encoding: "utf8" });
    return names.filter((name) => name.endsWith(".jsonl")).map((name) => join(this.#state, name));
  }

  /** The stored conversations, as text. */
  conversations(): readonly string[] {
    return this.conversationFiles().map((file) => readFileSync(file, "utf8"));
  }

  async id(to: string): Promise<string> {
    return (await this.list()).find((handoff) => handoff.to === to)?.id ?? "none";
  }
}
