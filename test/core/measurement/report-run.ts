import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type EvaluationConfiguration, readConfiguration } from "../../../src/core/measurement/configuration";
import type { ClipRecord, EngineRun, RunRecord } from "../../../src/core/measurement/run";
import { root } from "../../support/sources";

/**
 * Runs over what PocketSphinx really made of 62 Russian and 71 English clips (the decodes of the scoring tests). The
 * times are made up, since times of another day prove nothing: every clip lasts 5 s and takes what `factor` says.
 */

export interface MadeRow {
  readonly name: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Folder of the decodes by language. */
  readonly settings: Readonly<Partial<Record<"ru" | "en", string>>>;
  readonly factor?: number;
  readonly peaks?: readonly number[];
  readonly engine?: Partial<EngineRun>;
  readonly change?: (clip: ClipRecord, index: number) => ClipRecord;
}

export interface MadeRun {
  readonly run: RunRecord;
  readonly clips: readonly ClipRecord[];
  readonly configuration: EvaluationConfiguration;
}

export function madeRun(rows: readonly MadeRow[], fields: object = {}, run: Partial<RunRecord> = {}): MadeRun {
  const names = [...new Set(rows.map(({ name }) => name))];
  const written = {
    schema: 1,
    datasets: [{ name: "sphinx", manifest: "sphinx.jsonl" }],
    engines: names.map((name) => ({ name, command: ["decode", name] })),
    ...fields,
  };
  const { configuration, problems } = readConfiguration(JSON.stringify(written), "evaluation.json");
  if (!configuration) throw new Error(JSON.stringify(problems));
  const clips = rows.flatMap(clipsOf);
  const requested = new Set(clips.map(({ utterance }) => utterance)).size;
  return {
    configuration,
    clips,
    run: {
      schema: 1,
      id: "20261122-101500-ab12",
      created: "2026-11-22T10:15:00.000Z",
      finished: "2026-11-22T10:16:00.000Z",
      state: "complete",
      seed: configuration.seed,
      provenance: {
        commit: "0123456789abcdef0123456789abcdef01234567",
        configurationHash: "c0ffee",
        normalizers: {},
        machine: { cpu: "Test CPU @ 2.0GHz", cores: 2, memory: 4096, system: "Linux 6.1", node: "v20.20.2" },
        product: "ml-engineer 0.1.0",
      },
      datasets: [{ name: "sphinx", hash: "0123456789abcdef", requested, evaluated: requested, problems: 0 }],
      engines: rows.map(engineOf),
      ...run,
    },
  };
}

function engineOf({ name, parameters = {}, peaks = [20, 21, 20], engine = {} }: MadeRow): EngineRun {
  return {
    name,
    parameters,
    version: `${name} 1.0`,
    command: ["decode", name],
    sources: [{ path: `${name}.py`, hash: name }],
    loads: [1.5, 1.25, 2],
    peakMemory: peaks,
    contention: { loadBefore: 0.1, loadAfter: 1, isContended: false },
    ...engine,
  };
}

function clipsOf({ name, parameters = {}, settings, factor = 0.02, change }: MadeRow): readonly ClipRecord[] {
  const clips = (["ru", "en"] as const).flatMap((language) => {
    const setting = settings[language];
    if (setting === undefined) return [];
    const [ids, references, hypotheses] = ["ids", "reference", setting].map((file) => linesOf(language, file));
    return (ids ?? []).map(
      (id, index): ClipRecord => ({
        utterance: `${language}-${id}`,
        engine: name,
        parameters,
        dataset: "sphinx",
        language,
        referenceSource: { kind: "human" },
        ...(language === "ru" && { speaker: "ns" }),
        conditions: ["read"],
        reference: references?.[index] ?? "",
        duration: 5,
        hypothesis: hypotheses?.[index] ?? "",
        times: { wall: factor * 5 * (1 + (index % 10) / 10), cpu: factor * 5 },
      }),
    );
  });
  return change ? clips.map(change) : clips;
}

function linesOf(language: string, file: string): readonly string[] {
  const path = join(root, "test/core/scoring/decodes", language, `${file}.txt`);
  return readFileSync(path, "utf8").replace(/\n$/, "").split("\n");
}
