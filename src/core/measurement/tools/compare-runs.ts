import * as z from "zod/mini";
import { defineTool, success, ToolError } from "../../tools/tool";
import { visibleContent } from "../../workspace/visible-text";
import { verdictText } from "../report/metrics";
import type { RunSummary } from "../report/summary";
import { homesOf, readHomeConfiguration, runNamed, runsOf } from "./homes";
import { withRemedies } from "./remedies";
import { boundedReport } from "./run-text";

/** @param now for the log of comparisons, in which each look at a test set counts */
export function createCompareRunsTool(now: () => Date) {
  return defineTool({
    name: "CompareRuns",
    description:
      "Compares two recorded runs of the same test sets, `before` and `after`, clip by clip: paired differences of WER and CER with 95 % intervals and a verdict. `beforeRow` and `afterRow` choose an engine of a run with several, as ReadRun names it. Speed and memory of different runs are not compared. Every comparison on a test set is counted.",
    input: z.object({
      before: z.string(),
      after: z.string(),
      beforeRow: z.optional(z.string()),
      afterRow: z.optional(z.string()),
    }),
    access: "read",
    title: ({ before, after }) => `${before} → ${after}`,
    timeLimit: 5 * 60_000,
    async run({ before, after, beforeRow, afterRow }, { workspace }) {
      if (!workspace.trusted) throw new ToolError("The folder is not trusted.", "Read the two runs with ReadRun.");
      return await withRemedies(async () => {
        const { compareRuns } = await import("../runs/compare-runs");
        const { renderReport } = await import("../report/render");
        const runs = await runsOf(homesOf(workspace));
        const [one, other] = [runNamed(runs, before), runNamed(runs, after)];
        const facts = {
          configuration: await readHomeConfiguration(other.home),
          home: other.home.folder,
          now: now(),
        };
        const { summary, counts } = await compareRuns([one, beforeRow], [other, afterRow], facts);
        const head = [
          `Compared \`${one.folder.path}\` (before) with \`${other.folder.path}\` (after). Cite both.`,
          ...counts.map(({ dataset, count }) => `This is comparison number ${count} on ${dataset}.`),
        ];
        return success(
          visibleContent([...head, "", boundedReport(renderReport(summary))].join("\n")),
          verdict(summary),
        );
      });
    },
  });
}

function verdict({ comparisons }: RunSummary): string {
  const rates = comparisons.flatMap(({ rates }) => rates.filter(({ metric }) => metric === "wer"));
  return rates.map((rate) => `WER (${rate.language}): ${verdictText(rate)}`).join("; ") || "not measured";
}
