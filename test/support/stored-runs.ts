import type { RunRecord } from "../../src/core/measurement/run";
import { runRecordText } from "../../src/core/measurement/runs/run-record";
import { type MadeRow, madeRun } from "../core/measurement/report-run";

/** Real decodes of 62 Russian clips. */
export const narrow: MadeRow = { name: "tiny", settings: { ru: "narrow-beams" } };
export const wide: MadeRow = { name: "tiny", settings: { ru: "wide-beams-lw8" }, engine: { version: "tiny 2.0" } };

export interface StoredRunOptions {
  readonly rows?: readonly MadeRow[];
  /** Minutes before now. */
  readonly age: number;
  readonly record?: Partial<RunRecord>;
  /** Default: they are there. */
  readonly hasTranscripts?: boolean;
}

export const engines = [{ name: "tiny", command: ["decode"] }];

/** `.ml-engineer/evaluation.json`, one budget a line, from line 5 on. */
export function configurationText(budgets: readonly object[] = [], fields: object = {}): string {
  const set = [{ name: "sphinx", manifest: "sphinx.jsonl" }];
  const head = Object.entries({ schema: 1, datasets: set, engines, ...fields });
  const lines = head.slice(0, 3).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},`);
  const rest = head.slice(3).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},`);
  const written = budgets.map((budget) => `    ${JSON.stringify(budget)}`).join(",\n");
  return [
    "{",
    ...lines.slice(0, 2),
    ...lines.slice(2),
    ...rest,
    `  "budgets": [`,
    ...(written === "" ? [] : [written]),
    "  ]",
    "}",
    "",
  ].join("\n");
}

/** Files of a run. */
export function runFiles(id: string, options: StoredRunOptions): Readonly<Record<string, string>> {
  const { rows = [narrow], age, record = {}, hasTranscripts = true } = options;
  const created = new Date(Date.now() - age * 60_000).toISOString();
  const { run, clips } = madeRun(rows, {}, { id, created, finished: created, ...record });
  return {
    [`.ml-engineer/runs/${id}/run.json`]: runRecordText(run),
    ...(hasTranscripts && {
      [`.ml-engineer/runs/${id}/utterances.jsonl`]: clips.map((clip) => `${JSON.stringify(clip)}\n`).join(""),
    }),
  };
}

/** The record of a change against `main`, whose rows are its two sides. */
export function changeRun(after: MadeRow, options: Omit<StoredRunOptions, "rows">): StoredRunOptions {
  const base = { commit: "0123456789abcdef0123456789abcdef01234567", revision: "main", subject: "first" };
  const change = { base, branch: "beams", engine: "tiny", files: [], functions: [], codeHash: "one", dataHash: "two" };
  return {
    ...options,
    rows: [
      { ...narrow, name: "tiny before" },
      { ...after, name: "tiny after" },
    ],
    record: { change: { ...change, reused: { before: 0, after: 0 } }, ...options.record },
  };
}
