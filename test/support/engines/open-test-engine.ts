import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { EngineConfiguration } from "../../../src/core/measurement/engine";
import { type EnginePorts, openEngine } from "../../../src/core/measurement/engines/open-engine";
import type { ClipRequest, EngineSession } from "../../../src/core/measurement/engines/session";
import { type TemporaryWorkspace, temporaryWorkspace } from "../temporary-workspace";

export const hostile = resolve("test/support/engines/hostile.py");
export const wellBehaved = resolve("test/support/engines/well-behaved.mjs");

export interface TestEngine {
  readonly session: EngineSession;
  readonly fixture: TemporaryWorkspace;
  readonly cancel: AbortController;
  dispose(): Promise<void>;
}

/** An engine in a workspace of its own. Time-outs are short where a test waits for them. */
export async function openTestEngine(
  changes: Partial<EngineConfiguration> & Pick<EngineConfiguration, "command">,
  files: Readonly<Record<string, string>> = {},
  ports: Pick<EnginePorts, "assetsFolder"> = {},
): Promise<TestEngine> {
  const fixture = await temporaryWorkspace(files);
  const cancel = new AbortController();
  const session = openEngine(configured(changes), { ...ports, workspace: fixture.workspace, signal: cancel.signal });
  return {
    session,
    fixture,
    cancel,
    async dispose() {
      await session.close();
      await fixture.dispose();
    },
  };
}

function configured(changes: Partial<EngineConfiguration> & Pick<EngineConfiguration, "command">): EngineConfiguration {
  return {
    name: "test",
    protocol: "lines",
    output: "text",
    workingDirectory: ".",
    environment: {},
    use: "preview",
    hosting: "self",
    clipTimeout: 10,
    loadTimeout: 10,
    parameters: {},
    ...changes,
  };
}

export function clip(id: string): ClipRequest {
  return { id, audioPath: `/audio/${id}.wav`, language: "ru" };
}

/** Processes of this machine whose environment holds a word: what a test has left behind. */
export function processesWith(word: string): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
        const isDead = /\) [ZX] /.test(stat);
        return !isDead && readFileSync(`/proc/${pid}/environ`, "latin1").includes(word);
      } catch {
        return false;
      }
    });
}
