import * as z from "zod/mini";
import { defineProposingTool, success, type Tool, ToolError, type ToolResult } from "../../tools/tool";
import type { MeasurementFolder } from "../../workspace/run-files/measurement-folder";
import { visible } from "../../workspace/visible-text";
import type { Root, Workspace } from "../../workspace/workspace";
import { reasonText } from "../report/reason";
import type { Progress, RunEvent } from "../runs/events";
import { configuredHome, type Home, homesOf, readHomeConfiguration, runNamed, runsOf } from "./homes";
import { type PreparedRun, prepareRun, proposalText } from "./proposal";
import { withRemedies } from "./remedies";
import { runText } from "./run-text";

export interface MeasurementPorts {
  /** The folder as a workspace of its own: the paths of a configuration begin in it. */
  open(root: Root): Promise<Workspace>;
  now(): Date;
  /** Values for `$NAME` in the configuration. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder of the built product, for the engines that come with it. */
  readonly assetsFolder: string;
  /** Name and version of this product. */
  readonly product: string;
  /**
   * Waits until nothing else measures here, since two runs would measure each other, and keeps others out while the run goes.
   * Its signal aborts when the person stops the run elsewhere. Default: runs of the agent wait for one another.
   */
  alone?<Result>(root: Root, run: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
  /** How far a run is that the agent started; undefined when it has ended. */
  progress?(progress: Progress | undefined): void;
}

/** Milliseconds: a run takes as long as its clips. The person can stop it, and what was measured stays. */
const longest = 24 * 60 * 60_000;
const mostNotes = 10;

export function createEvaluateTool(ports: MeasurementPorts): Tool<"Evaluate"> {
  const alone = ports.alone ?? oneAfterTheOther();
  return defineProposingTool({
    name: "Evaluate",
    description:
      "Runs speech engines of `.ml-engineer/evaluation.json` on its test sets and records WER, speed, memory and cost with intervals. It starts programs and may cost money, so the person is asked each time with the commands; read existing runs with ReadRun first. `engines` and `datasets` narrow it by name; `resume` goes on with a run that ended early; `compareSpeed: false` skips the interleaved repeats; `root` names the folder, only where several are open.",
    input: z.object({
      engines: z.optional(z.array(z.string()).check(z.minLength(1))),
      datasets: z.optional(z.array(z.string()).check(z.minLength(1))),
      resume: z.optional(z.string()),
      compareSpeed: z.optional(z.boolean()),
      root: z.optional(z.string()),
    }),
    title: ({ engines, datasets }) => [...(engines ?? ["all engines"]), ...(datasets ?? [])].join(", ").slice(0, 100),
    timeLimit: longest,
    async propose({ engines, datasets, resume, compareSpeed = true, root }, { workspace, signal }) {
      if (!workspace.trusted) {
        throw new ToolError(
          "The folder is not trusted, so none of its programs is run.",
          "Ask the person to trust it.",
        );
      }
      return await withRemedies(async () => {
        const home = await configuredHome(homesOf(workspace), root);
        const configuration = await readHomeConfiguration(home);
        const request = {
          configuration,
          ...(engines && { engines }),
          ...(datasets && { datasets }),
          ...(resume !== undefined && { resume: await runToResume(home, resume) }),
          comparesSpeed: compareSpeed,
          command: commandOf(engines, datasets, compareSpeed),
        };
        const { evaluate } = await import("../runs/evaluate");
        // The signal of the proposal ends with it; the run has its own.
        const running = new AbortController();
        const stop = () => running.abort();
        signal.addEventListener("abort", stop, { once: true });
        const runPorts = {
          ...ports,
          workspace: await ports.open(home.root),
          home: home.folder,
          confirm: async () => true,
        };
        const prepared = await prepareRun(evaluate(request, runPorts, running.signal), configuration, engines);
        signal.removeEventListener("abort", stop);
        return {
          text: proposalText(prepared),
          async run(context) {
            const stopRunning = () => running.abort();
            context.signal.addEventListener("abort", stopRunning, { once: true });
            if (context.signal.aborted) running.abort();
            try {
              return await alone(home.root, (stopped) => {
                stopped.addEventListener("abort", stopRunning, { once: true });
                return withRemedies(() => follow(prepared, ports));
              });
            } finally {
              context.signal.removeEventListener("abort", stopRunning);
              ports.progress?.(undefined);
            }
          },
          async withdraw() {
            await prepared.events.return(undefined);
          },
        };
      });
    },
  });
}

function oneAfterTheOther(): NonNullable<MeasurementPorts["alone"]> {
  let last: Promise<unknown> = Promise.resolve();
  const { signal } = new AbortController();
  return (_, run) => {
    const next = last.then(() => run(signal));
    last = next.catch(() => undefined);
    return next;
  };
}

async function follow({ events }: PreparedRun, ports: MeasurementPorts): Promise<ToolResult> {
  const notes: string[] = [];
  const failures = new Set<string>();
  let finished: Extract<RunEvent, { type: "finished" }> | undefined;
  for await (const event of events) {
    if (event.type === "clip") {
      ports.progress?.(event.progress);
      const { failure } = event.record;
      const kind = `${event.progress.row} ${failure?.kind}`;
      // The first of each kind tells why; the report counts them.
      if (failure && !failures.has(kind)) {
        failures.add(kind);
        notes.push(`${event.progress.row}, clip ${event.record.utterance}: ${failure.kind}: ${failure.message}`);
      }
    }
    if (event.type === "notice") notes.push(event.message);
    else if (event.type === "engine" && event.failure !== undefined) {
      notes.push(`${event.row} did not start: ${event.failure}`);
    } else if (event.type === "finished") finished = event;
  }
  if (!finished) throw new ToolError("The run ended without a record.", "Ask the person to look at the log.");
  const { run } = finished;
  const listed = notes.slice(0, mostNotes).map((note) => `- ${visible(reasonText(note))}`);
  const text = [await runText(run), ...(listed.length > 0 ? ["", "## While it ran", "", ...listed] : [])].join("\n");
  return success(text, `${run.record.id}, ${run.record.state}`);
}

async function runToResume(home: Home, name: string): Promise<MeasurementFolder> {
  const { record, folder } = runNamed(await runsOf([home]), name);
  if (record.state !== "complete") return folder;
  throw new ToolError(`The run ${record.id} is complete.`, "Leave out `resume` to start a new one.");
}

/** Arguments of `ml-engineer` that do the same again. */
function commandOf(
  engines: readonly string[] = [],
  datasets: readonly string[] = [],
  compareSpeed: boolean,
): readonly string[] {
  return [
    "evaluate",
    ".ml-engineer/evaluation.json",
    ...engines.flatMap((name) => ["--engine", name]),
    ...datasets.flatMap((name) => ["--dataset", name]),
    ...(compareSpeed ? [] : ["--no-speed"]),
  ];
}
