import * as z from "zod/mini";
import { defineTool, success } from "../../tools/tool";
import { homesOf, runNamed, runsOf } from "./homes";
import { withRemedies } from "./remedies";
import { runLine, runText } from "./run-text";

const mostListed = 20;

/** Reads what was measured: figures that an answer may state stand in here. */
export const readRun = defineTool({
  name: "ReadRun",
  description:
    "Reads a recorded evaluation (`.ml-engineer/runs/<id>`): WER, CER, speed, memory and cost with 95 % intervals, verdicts, limits and provenance. Without `run` it reads the newest complete one and lists the others. Read it before you state a figure or ask for a new run, and cite the run.",
  input: z.object({ run: z.optional(z.string()) }),
  access: "read",
  title: ({ run }) => run ?? "newest run",
  async run({ run: name }, { workspace }) {
    return await withRemedies(async () => {
      const runs = await runsOf(homesOf(workspace));
      if (name !== undefined) {
        const run = runNamed(runs, name);
        return success(await runText(run), run.record.state);
      }
      const newest = runs.find(({ record }) => record.state === "complete" && !record.shard) ?? runs[0];
      if (!newest) {
        return success(
          "No run is recorded here: no figure for WER, speed, memory or cost can be given. With a `.ml-engineer/evaluation.json`, `ml-engineer evaluate` measures; `ml-engineer init` writes one.",
          "no run",
        );
      }
      const others = runs.filter((run) => run !== newest);
      const lines = others.slice(0, mostListed).map((run) => `- ${runLine(run)}`);
      const more = others.length > mostListed ? [`- … and ${others.length - mostListed} older ones`] : [];
      const list = others.length > 0 ? ["", "## Other runs", "", ...lines, ...more] : [];
      return success(
        [await runText(newest), ...list].join("\n"),
        `${newest.record.id}, ${runs.length} ${runs.length === 1 ? "run" : "runs"}`,
      );
    });
  },
});
