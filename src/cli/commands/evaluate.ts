import { Command } from "commander";
import manifest from "../../../package.json";
import type { Shard } from "../../core/measurement/runs/clip-order";
import type { RunRequest } from "../../core/measurement/runs/evaluate";
import type { RunEvent } from "../../core/measurement/runs/events";
import { openNamedFolders } from "../../core/workspace/named-folders";
import { MeasurementFolder } from "../../core/workspace/run-files/measurement-folder";
import { visible, visibleContent } from "../../core/workspace/visible-text";
import { assetsFolder } from "../environment";
import { WorkFailed, WrongUsage } from "../errors";
import { asUsage } from "../evaluate/as-usage";
import { askToGoOn } from "../evaluate/ask-to-go-on";
import { evaluateChanges } from "../evaluate/change-runs";
import { FirstFailures } from "../evaluate/first-failures";
import { defaultConfiguration, lastOpenRun, openPlaces, openRun, type Places } from "../evaluate/places";
import { datasetText, estimateText } from "../evaluate/plan-text";
import { ProgressLine } from "../evaluate/progress";
import { type Finished, printJson, printRun, runExitCode } from "../evaluate/run-text";
import { interrupted, folders as several } from "../options";

interface EvaluateOptions {
  readonly engine?: readonly string[];
  readonly dataset?: readonly string[];
  readonly out?: string;
  readonly resume?: string | true;
  readonly shard?: Shard;
  readonly seed?: number;
  readonly audioRoot?: readonly string[];
  readonly speed: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly change?: boolean;
  readonly base?: string;
}

export function evaluateCommand(): Command {
  return new Command("evaluate")
    .description(
      "run speech engines on test sets and report accuracy, speed, memory and cost; it starts the commands that the configuration names",
    )
    .argument("[config]", "configuration", defaultConfiguration)
    .option("--engine <name>", "only this one; may be given several times", several)
    .option("--dataset <name>", "only this test set; may be given several times", several)
    .option("--out <dir>", "write the run into this folder instead of .ml-engineer/runs/")
    .option("--resume [run]", "go on with a run that ended early: its id or folder, else --out, else the last one")
    .option("--shard <i/n>", "only the i-th of n parts; `ml-engineer merge` puts them together", shard)
    .option("--seed <number>", "order of the clips and all resampling (default: of the configuration)", wholeNumber)
    .option(
      "--audio-root <dir>",
      "a folder outside of the workspace that audio lies in; may be given several times",
      several,
    )
    .option("--no-speed", "do not let engines take turns to compare their speed")
    .option("--yes", "agree to what costs money or sends audio away")
    .option("--json", "print one JSON object; rates are fractions")
    .option(
      "--change",
      "measure what the change of the working tree does: each engine before it, in a worktree of its base, against the same engine after it",
    )
    .option(
      "--base <rev>",
      "what the change starts from (default: where the branch left the default branch, else HEAD)",
    )
    .addHelpText("after", exitCodesHelp)
    .action(async (config: string, options: EvaluateOptions) => {
      const places = await openPlaces(config);
      const [line, failures] = [new ProgressLine(), new FirstFailures()];
      try {
        const { evaluate } = await import("../../core/measurement/runs/evaluate");
        const roots = options.audioRoot ?? [];
        const namedFolders = roots.length > 0 ? await openNamedFolders(roots) : undefined;
        const ports = {
          workspace: places.workspace,
          home: places.home,
          assetsFolder,
          ...(namedFolders && { namedFolders }),
          confirm: () => askToGoOn(options.yes === true),
          now: () => new Date(),
          environment: process.env,
          product: `ml-engineer ${manifest.version}`,
        };
        const request = await requestOf(options, places, namedFolders?.folders ?? []);
        const signal = interrupted();
        const finished: Finished[] = [];
        for await (const event of options.change
          ? evaluateChanges(request, { ...options, places }, ports, signal)
          : evaluate(request, ports, signal)) {
          await show(event, { line, failures, ...options });
          if (event.type === "finished") finished.push(event);
        }
        if (options.json) printJson(finished);
        process.exitCode = Math.max(...finished.map(runExitCode));
      } catch (error) {
        throw asUsage(error);
      } finally {
        line.end();
      }
    });
}

const exitCodesHelp = `
With --change the ".ml-engineer/" of the working tree serves both sides; several engines are measured one after the other.
A second time transcripts of the same code are used again; times are measured anew.

Exit codes: 0 measured; 1 a run that did not end, clips without an answer, a change that was not measured (nothing differs,
both sides ran the same code, or it was changed meanwhile); 2 wrong call or configuration; 3 a missed budget. A worse WER alone is no missed budget:
write a budget with "noRegressionAgainst". Of several engines the highest code counts.
`;

async function requestOf(options: EvaluateOptions, places: Places, audioRoots: readonly string[]): Promise<RunRequest> {
  const { engine: engines, dataset: datasets, shard, seed, out } = options;
  const resume = await resumed(options, places);
  if (options.base !== undefined && !options.change) throw new WrongUsage("--base is of --change.");
  if (options.change && shard) throw new WrongUsage("A change is measured as a whole: leave out --shard.");
  return {
    configuration: places.configuration,
    ...(engines && { engines }),
    ...(datasets && { datasets }),
    ...(seed !== undefined && { seed }),
    ...(shard && { shard }),
    ...(resume ? { resume } : out !== undefined && { folder: await MeasurementFolder.named(out) }),
    comparesSpeed: options.speed,
    ...(audioRoots.length > 0 && { audioRoots }),
    // Without what is only of this call: where it was written to, and which part of the whole it was.
    command: [
      "evaluate",
      places.configurationPath,
      ...(engines ?? []).flatMap((name) => ["--engine", name]),
      ...(datasets ?? []).flatMap((name) => ["--dataset", name]),
      ...(seed === undefined ? [] : ["--seed", String(seed)]),
      ...audioRoots.flatMap((folder) => ["--audio-root", folder]),
    ],
  };
}

async function resumed({ resume, out }: EvaluateOptions, { home }: Places): Promise<MeasurementFolder | undefined> {
  if (resume === undefined) return undefined;
  if (typeof resume === "string") return (await openRun(resume, home)).folder;
  return out === undefined ? await lastOpenRun(home) : await MeasurementFolder.named(out, { make: false });
}

interface Shown {
  readonly line: ProgressLine;
  readonly failures: FirstFailures;
  readonly json?: boolean;
}

async function show(event: RunEvent, { line, failures, json = false }: Shown): Promise<void> {
  switch (event.type) {
    case "dataset":
      return line.say(datasetText(event.dataset));
    case "estimate":
      return line.say(estimateText(event.estimate));
    case "started":
      return line.say(
        `Run ${event.id} in ${visible(event.path)}${event.kept > 0 ? `, ${event.kept} clips are there already` : ""}.\n`,
      );
    case "notice":
      return line.say(`${visible(event.message)}\n`);
    case "engine": {
      const load = event.load === undefined ? "" : ` loaded in ${event.load.toFixed(1)} s`;
      const problem = event.failure === undefined ? "" : ` did not start: ${event.failure}`;
      return load + problem === "" ? undefined : line.say(visibleContent(`${event.row}${load}${problem}\n`));
    }
    case "clip": {
      const failure = failures.textOf(event);
      if (failure !== "") line.say(failure);
      return line.show(event.progress);
    }
    case "step":
      return line.say(`${visible(event.message)}\n`);
    case "turns":
      return undefined;
    case "declined":
      throw new WorkFailed("Nothing was started.");
    case "finished":
      line.end();
      await printRun(event, { json });
      return undefined;
  }
}

function shard(value: string): Shard {
  const [, index, count] = /^(\d{1,4})\/(\d{1,4})$/.exec(value) ?? [];
  if (!(Number(index) >= 1 && Number(index) <= Number(count))) {
    throw new WrongUsage(`--shard is a part of a whole, as 1/3, not ${visible(value)}.`);
  }
  return { index: Number(index), count: Number(count) };
}

function wholeNumber(value: string): number {
  const number = value.trim() === "" ? Number.NaN : Number(value);
  if (!Number.isSafeInteger(number)) throw new WrongUsage(`--seed is a whole number, not ${visible(value)}.`);
  return number;
}
