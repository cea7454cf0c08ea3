import { onTestFinished } from "vitest";
import type { Dataset, DatasetProblem } from "../../../src/core/measurement/dataset";
import {
  type DatasetPorts,
  type DatasetSource,
  readDataset,
} from "../../../src/core/measurement/datasets/read-dataset";
import { temporaryWorkspace } from "../../support/temporary-workspace";
import { wav } from "../../support/wav";

const signal = new AbortController().signal;
/** The audio of `set/a.wav`. */
export const second = wav({ sampleRate: 8000 });

export type Line = Record<string, unknown> | string;

/** A line with what every line needs. */
export function line(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return { audio: "a.wav", text: "one two", language: "en", referenceSource: "human", ...fields };
}

export function written(lines: readonly Line[]): string {
  return lines.map((one) => `${typeof one === "string" ? one : JSON.stringify(one)}\n`).join("");
}

export async function open(
  lines: readonly Line[] | Uint8Array,
  files: Readonly<Record<string, string | Uint8Array>> = {},
) {
  const manifest = lines instanceof Uint8Array ? lines : written(lines);
  const temporary = await temporaryWorkspace({ "set/test.jsonl": manifest, "set/a.wav": second, ...files });
  onTestFinished(temporary.dispose);
  const read = (source: Partial<DatasetSource> = {}, ports: Partial<DatasetPorts> = {}) =>
    readDataset(
      { name: "test", manifest: "set/test.jsonl", ...source },
      { workspace: temporary.workspace, ...ports },
      signal,
    );
  return { ...temporary, read };
}

export async function read(...args: Parameters<typeof open>): Promise<Dataset> {
  const { read } = await open(...args);
  return await read();
}

export function shown(problems: readonly DatasetProblem[]): readonly string[] {
  return problems.map((problem) => `${problem.line}${problem.fatal ? "!" : ""} ${problem.message}`);
}

export async function problemsOf(...args: Parameters<typeof open>) {
  return shown((await read(...args)).problems);
}
