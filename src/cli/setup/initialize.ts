import { relative, resolve } from "node:path";
import { engineFunctions } from "../../core/change/engine-functions";
import { problemText, readConfiguration } from "../../core/measurement/configuration";
import { resolveEnvironment } from "../../core/measurement/configuration/environment";
import { argumentsOf } from "../../core/measurement/setup/call-arguments";
import { rankFunctions } from "../../core/measurement/setup/choose";
import type { EngineFunction } from "../../core/measurement/setup/engine-function";
import {
  planSetup,
  type SetupChoices,
  type Tried,
  tryEngine,
  trySetup,
  writeSetup,
} from "../../core/measurement/setup/set-up";
import { firstClip, measureClip } from "../../core/measurement/setup/trial-clip";
import { visible } from "../../core/workspace/visible-text";
import type { Workspace } from "../../core/workspace/workspace";
import { assetsFolder, openWorkspace, pipelineMapper } from "../environment";
import { WorkFailed, WrongUsage } from "../errors";
import { interrupted } from "../options";

export interface InitOptions {
  readonly function?: string;
  readonly list?: boolean;
  readonly python?: string;
  readonly sourceRoot?: string;
  readonly cwd?: string;
  readonly env?: readonly string[];
  readonly dataset?: string;
  readonly clip?: string;
  readonly language: string;
  readonly check?: boolean;
  readonly run: boolean;
  readonly force?: boolean;
}

export async function initialize(folder: string, options: InitOptions): Promise<void> {
  const workspace = await openWorkspace([folder], { trusted: true });
  const signal = interrupted();
  const choices = await choicesOf(folder, options, workspace, signal);
  if (options.check) return await check(choices, workspace, signal);

  const candidates = rankFunctions(engineFunctions(await pipelineMapper()(workspace, signal)));
  const chosen = choose(candidates, options.function);
  say(
    candidates.length === 1 ? "One function can be measured:" : "Functions that can be measured, the likeliest first:",
  );
  for (const one of candidates.slice(0, mostShown)) say(`${one === chosen ? "*" : " "} ${described(one)}`);
  if (candidates.length > mostShown) say(`  and ${candidates.length - mostShown} more`);
  if (options.list) return;

  const setup = await planSetup(chosen, choices, workspace);
  await writeSetup(setup, workspace);
  say(`Wrote .ml-engineer/evaluation.json and .ml-engineer/engine.py round ${chosen.id}.`);
  say(`Interpreter: ${setup.engine.command.slice(0, -1).join(" ")} (${setup.interpreterReason}).`);
  const { text, guessed } = argumentsOf(chosen);
  if (chosen.route === undefined) say(`It is called with (${text}): look whether that is what production does.`);
  if (guessed.length > 0)
    say(`Nothing in the project says what ${guessed.join(", ")} should be: it is None until you edit engine.py.`);
  if (!options.run) return;
  say("Loading it and trying one clip …");
  const ready = { ...setup, engine: resolved(setup.engine) };
  await report(await trySetup(ready, choices, workspace, signal), choices, workspace, signal);
}

const mostShown = 8;

async function check(choices: SetupChoices, workspace: Workspace, signal: AbortSignal): Promise<void> {
  const engine = await configuredEngine(workspace);
  const environment = { ...engine.environment, ...choices.environment };
  await report(
    await tryEngine(resolved({ ...engine, environment }), "the runner", choices, workspace, signal),
    choices,
    workspace,
    signal,
  );
}

/** After the trial, one clip is measured as a run would do it. */
async function report(
  { run, remedy }: Tried,
  choices: SetupChoices,
  workspace: Workspace,
  signal: AbortSignal,
): Promise<void> {
  if (remedy !== undefined)
    throw new WorkFailed(`${remedy}\nBoth files stay: --check tries them again, --force writes them anew.`);
  const text = run.stage === "done" ? run.text : "";
  say(
    choices.clip === undefined
      ? "A second of silence was answered."
      : `Heard: ${visible(text.trim().replaceAll(/\s+/g, " "))}`,
  );
  if (choices.clip === undefined) return say("Next: give it a clip of speech with --check --clip FILE.");
  const clip = { audioPath: choices.clip, language: choices.language };
  const { load, wall } = await measureClip(
    resolved(await configuredEngine(workspace)),
    clip,
    { workspace, assetsFolder },
    signal,
  );
  say(`Measured: ${load.toFixed(1)} s to load, ${wall.toFixed(2)} s for the clip.`);
  say(
    "Next: write a test set (ml-engineer dataset --help), name it in .ml-engineer/evaluation.json, then ml-engineer evaluate.",
  );
}

async function configuredEngine(workspace: Workspace) {
  const path = ".ml-engineer/evaluation.json";
  const { configuration, problems } = readConfiguration(await workspace.readText(path), path);
  const [engine] = configuration?.engines ?? [];
  if (engine === undefined) throw new WorkFailed(problems.map(problemText).join("\n"));
  return engine;
}

function resolved<Engine extends { readonly environment: Readonly<Record<string, string>> }>(engine: Engine): Engine {
  const { variables, missing } = resolveEnvironment(engine.environment, process.env);
  if (missing.length > 0) throw new WorkFailed(`Set ${missing.join(", ")}: the engine takes it from your environment.`);
  return { ...engine, environment: variables };
}

function choose(candidates: readonly EngineFunction[], asked: string | undefined): EngineFunction {
  const [likeliest] = candidates;
  if (likeliest === undefined) {
    throw new WorkFailed(
      "No Python function was found that takes a recording and reaches a known speech engine. Write .ml-engineer/evaluation.json with a command of your own: it answers one JSON line a clip.",
    );
  }
  if (asked === undefined) return likeliest;
  const matching = candidates.filter(({ id }) => id === asked || id.endsWith(`.${asked}`) || id.endsWith(`:${asked}`));
  if (matching.length === 1 && matching[0]) return matching[0];
  const list = (matching.length === 0 ? candidates : matching).map(({ id }) => id).join(", ");
  throw new WrongUsage(
    `${matching.length === 0 ? "There is no" : "More than one is called"} ${asked}. Choose one of: ${list}.`,
  );
}

function described({ id, path, line, engine, route, isAsync, hosting }: EngineFunction): string {
  const kind = route ? `upload to ${route.address}` : isAsync ? "async function" : "function";
  return visible(`${id}  (${path}:${line}; ${kind}; ${engine}${hosting === "cloud" ? ", cloud: costs money" : ""})`);
}

async function choicesOf(
  folder: string,
  { python, sourceRoot, cwd, env = [], dataset, clip, language, force = false }: InitOptions,
  workspace: Workspace,
  signal: AbortSignal,
): Promise<SetupChoices> {
  const environment = Object.fromEntries(env.map((entry) => pair(entry)));
  const first = clip === undefined && dataset !== undefined ? await firstClip(dataset, workspace, signal) : undefined;
  return {
    ...(python !== undefined && { interpreter: [python] }),
    ...(sourceRoot !== undefined && { sourceRoot: inside(folder, sourceRoot) }),
    ...(cwd !== undefined && { workingDirectory: inside(folder, cwd) }),
    environment,
    ...(dataset !== undefined && { dataset }),
    ...(clip !== undefined ? { clip: resolve(clip) } : first !== undefined && { clip: first.audioPath }),
    language: first?.language ?? language,
    force,
  };
}

function pair(entry: string): readonly [string, string] {
  const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(entry);
  if (match?.[1] === undefined) throw new WrongUsage(`Write --env NAME=VALUE instead of ${JSON.stringify(entry)}.`);
  return [match[1], match[2] ?? ""];
}

/** A folder as the person named it, relative to the project. */
function inside(folder: string, named: string): string {
  const path = relative(resolve(folder), resolve(folder, named)).replaceAll("\\", "/");
  if (path.startsWith("../") || path === "..") throw new WrongUsage(`${named} is not a folder of the project.`);
  return path || ".";
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
