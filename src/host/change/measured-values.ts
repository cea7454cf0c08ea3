import type { Figure, RunSummary } from "../../core/measurement/report/summary";
import type { FoundRun } from "../../core/measurement/tools/homes";
import { plainName } from "./engine-parameters";

/** What an engine did with one value of a parameter. */
export interface MeasuredValue {
  readonly value: string;
  readonly engine: string;
  readonly run: FoundRun;
  readonly languages: readonly { readonly language: string; readonly wer: Figure }[];
  readonly rtf: Figure | undefined;
}

/** Runs that are looked at: older ones say little of the code as it is. */
const mostRuns = 3;

/**
 * What the last runs measured with a parameter, the newest first, each run's values in its order.
 * @param runs newest first
 */
export async function measuredValues(
  parameter: string,
  runs: readonly FoundRun[],
  summary: (run: FoundRun) => Promise<RunSummary | undefined>,
): Promise<readonly MeasuredValue[]> {
  const name = plainName(parameter);
  const valueIn = (parameters: Readonly<Record<string, string>>) =>
    Object.entries(parameters).find(([written]) => plainName(written) === name)?.[1];
  const fitting = runs
    .filter(
      ({ record }) =>
        record.state === "complete" && record.engines.some((row) => valueIn(row.parameters) !== undefined),
    )
    .slice(0, mostRuns);
  const found: MeasuredValue[] = [];
  for (const run of fitting) {
    for (const { engine, parameters, languages, times } of (await summary(run))?.rows ?? []) {
      const value = valueIn(parameters);
      if (value === undefined) continue;
      const rates = languages.flatMap(({ language, wer }) => (wer ? [{ language, wer }] : []));
      found.push({ value, engine, run, languages: rates, rtf: times.wallP50 });
    }
  }
  return found;
}
