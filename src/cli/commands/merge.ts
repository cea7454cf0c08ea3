import { Command } from "commander";
import { runsFolder } from "../../core/measurement/runs/run-folder";
import { MeasurementFolder } from "../../core/workspace/run-files/measurement-folder";
import { asUsage } from "../evaluate/as-usage";
import { defaultConfiguration, openPlaces } from "../evaluate/places";
import { printJson, printRun, runExitCode } from "../evaluate/run-text";

export function mergeCommand(): Command {
  return new Command("merge")
    .description("put the shards of one evaluation together")
    .argument("<dir...>", "folders that `evaluate --shard` has written")
    .option("--out <dir>", "write the whole run into this folder instead of .ml-engineer/runs/")
    .option("--config <file>", "configuration of the evaluation", defaultConfiguration)
    .option("--json", "print one JSON object; rates are fractions")
    .action(async (names: readonly string[], options: { out?: string; config: string; json?: boolean }) => {
      try {
        const { configuration, home } = await openPlaces(options.config);
        const folders: MeasurementFolder[] = [];
        for (const name of names) folders.push(await MeasurementFolder.named(name, { make: false }));
        const { mergeRuns } = await import("../../core/measurement/runs/merge");
        const { reportMerged } = await import("../../core/measurement/runs/finish-run");
        const out =
          options.out === undefined
            ? (id: string) => runsFolder(home).below(id)
            : await MeasurementFolder.named(options.out);
        const run = await mergeRuns(folders, out, new Date());
        const finished = await reportMerged(run, { configuration, home, now: new Date() });
        await printRun(finished, { json: options.json ?? false });
        if (options.json) printJson([finished]);
        process.exitCode = runExitCode(finished);
      } catch (error) {
        throw asUsage(error);
      }
    });
}
