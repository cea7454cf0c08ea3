import { visibleContent } from "../../core/workspace/visible-text";
import { WrongUsage } from "../errors";
import { asUsage } from "./as-usage";
import { openPlaces, openRun } from "./places";

interface Options {
  readonly config: string;
  /** One for both runs, or one for each. */
  readonly engine?: readonly string[];
  readonly json: boolean;
}

/** The report of two runs as text for standard output. @throws WrongUsage */
export async function comparedRuns(names: readonly string[], { config, engine = [], json }: Options): Promise<string> {
  const [before, after, ...rest] = names;
  if (before === undefined || after === undefined || rest.length > 0 || engine.length > 2) {
    throw new WrongUsage("Name two runs: the one before and the one after.");
  }
  const { configuration, home } = await openPlaces(config);
  try {
    const [a, b] = [await openRun(before, home), await openRun(after, home)];
    const { compareRuns } = await import("../../core/measurement/runs/compare-runs");
    const { renderReport } = await import("../../core/measurement/report/render");
    const facts = { configuration, home, now: new Date() };
    const { summary, counts } = await compareRuns([a, engine[0]], [b, engine[1] ?? engine[0]], facts);
    if (json) return `${JSON.stringify({ summary, comparisons: counts }, null, 2)}\n`;
    return visibleContent(renderReport(summary));
  } catch (error) {
    throw asUsage(error);
  }
}
