import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { readConfiguration } from "../../src/core/measurement/configuration";
import { withoutTimes } from "../../src/core/measurement/report/without-times";
import type { ClipRecord, RunRecord } from "../../src/core/measurement/run";
import { evaluate, type RunPorts, type RunRequest } from "../../src/core/measurement/runs/evaluate";
import type { RunEvent } from "../../src/core/measurement/runs/events";
import { MeasurementFolder } from "../../src/core/workspace/run-files/measurement-folder";
import { type TemporaryWorkspace, temporaryWorkspace } from "./temporary-workspace";

const hostile = resolve("test/support/engines/hostile.py");
const moody = resolve("test/support/engines/moody.py");
export const wellBehaved = resolve("test/support/engines/well-behaved.mjs");

/** The engine that behaves as the file `mood` says. */
export const moodyEngine = { name: "moody", command: ["python3", moody, hostile], clipTimeout: 2, loadTimeout: 10 };

export interface EvaluationFixture extends TemporaryWorkspace {
  readonly home: MeasurementFolder;
  setMood(mood: string): Promise<void>;
  /** Runs to the end. @returns all events */
  run(request?: Partial<RunRequest>, ports?: Partial<RunPorts>, signal?: AbortSignal): Promise<readonly RunEvent[]>;
  events(request?: Partial<RunRequest>, ports?: Partial<RunPorts>, signal?: AbortSignal): AsyncGenerator<RunEvent>;
  /** What stands in the files of a run, without what a second run of the same has otherwise. */
  stored(folder: string): Promise<{ readonly record: RunRecord; readonly clips: readonly ClipRecord[] }>;
  configure(changes: object): Promise<void>;
}

/** A workspace with a test set of short tones, whose texts are what the test engines hear. */
export async function evaluationFixture({
  clips = 8,
  ...configuration
}: {
  clips?: number;
  readonly [field: string]: unknown;
} = {}): Promise<EvaluationFixture> {
  const names = Array.from({ length: clips }, (_, index) => `clip-${String(index + 1).padStart(2, "0")}`);
  const line = (id: string) =>
    JSON.stringify({ id, audio: `audio/${id}.wav`, text: `heard ${id}`, language: "en", referenceSource: "human" });
  const base = { schema: 1, datasets: [{ name: "tones", manifest: "tones.jsonl" }], engines: [moodyEngine] };
  const written = JSON.stringify({ ...base, ...configuration });
  const fixture = await temporaryWorkspace({
    ".ml-engineer/evaluation.json": written,
    "tones.jsonl": names.map((id) => `${line(id)}\n`).join(""),
    mood: "well",
    ...Object.fromEntries(names.map((id, index) => [`audio/${id}.wav`, tone(1 + index / 10)])),
  });
  const { path, workspace } = fixture;
  const [root] = workspace.roots;
  if (!root) throw new Error("There is no root.");
  const home = MeasurementFolder.of(root, false);
  const usualPorts: RunPorts = {
    workspace,
    home,
    confirm: async () => true,
    now: () => new Date(),
    environment: {},
    product: "test",
  };
  async function* events(
    request: Partial<RunRequest> = {},
    ports: Partial<RunPorts> = {},
    signal = new AbortController().signal,
  ) {
    const text = await readFile(join(path, ".ml-engineer/evaluation.json"), "utf8");
    const { configuration, problems } = readConfiguration(text, "evaluation.json");
    if (!configuration) throw new Error(JSON.stringify(problems));
    const whole = { configuration, comparesSpeed: false, command: ["evaluate"], ...request };
    yield* evaluate(whole, { ...usualPorts, ...ports }, signal);
  }
  return {
    ...fixture,
    home,
    events,
    setMood: (mood) => writeFile(join(path, "mood"), mood),
    async run(...parameters) {
      const all: RunEvent[] = [];
      for await (const event of events(...parameters)) all.push(event);
      return all;
    },
    stored: (folder) => stored(join(path, folder)),
    async configure(changes) {
      await writeFile(
        join(path, ".ml-engineer/evaluation.json"),
        JSON.stringify({ ...JSON.parse(written), ...changes }),
      );
    },
  };
}

/** The records of a run without times. @param folder absolute */
export async function stored(folder: string) {
  const record = withoutTimes(JSON.parse(await readFile(join(folder, "run.json"), "utf8")) as RunRecord);
  const lines = (await readFile(join(folder, "utterances.jsonl"), "utf8")).split("\n");
  if (lines.pop() !== "") throw new Error("The last line has no end.");
  return { record, clips: lines.map((text) => withoutTimes(JSON.parse(text) as ClipRecord)) };
}

export function finished(events: readonly RunEvent[]) {
  const last = events.at(-1);
  if (last?.type !== "finished") throw new Error(`The last event is ${last?.type}.`);
  return last;
}

/** A WAV file of a quiet tone, 8 kHz. */
export function tone(seconds: number): Uint8Array {
  const samples = Math.round(8000 * seconds);
  const file = Buffer.alloc(44 + 2 * samples);
  file.write("RIFF", 0);
  file.writeUInt32LE(36 + 2 * samples, 4);
  file.write("WAVEfmt ", 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(8000, 24);
  file.writeUInt32LE(16000, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36);
  file.writeUInt32LE(2 * samples, 40);
  for (let index = 0; index < samples; index++) {
    file.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * (200 + seconds) * index) / 8000)), 44 + 2 * index);
  }
  return file;
}
