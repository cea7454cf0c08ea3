import { MeasurementFolder } from "../../workspace/run-files/measurement-folder";
import type { Workspace } from "../../workspace/workspace";
import { configurationSchema, type WrittenConfiguration } from "../configuration/schema";
import type { EngineConfiguration } from "../engine";
import { type DryRun, dryRun } from "./dry-run";
import type { EngineFunction } from "./engine-function";
import { type EngineProgram, engineProgram } from "./engine-program";
import { findInterpreter } from "./interpreter";
import { type RemedyContext, remedyFor } from "./remedies";
import { commandLineWays, type RemedyWays } from "./remedy-ways";
import { routeParts } from "./route-parts";
import { SetupError } from "./setup-error";
import { moduleName, projectFolderOf, relativePath, sourceRootOf } from "./source-root";

/** What the person said; the rest is found. */
export interface SetupChoices {
  /** Replaces what the project suggests, as `["python3.12"]`. */
  readonly interpreter?: readonly string[];
  readonly sourceRoot?: string;
  readonly workingDirectory?: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Workspace path of a manifest. */
  readonly dataset?: string;
  /** Absolute path of a clip. */
  readonly clip?: string;
  readonly language: string;
  /** Writes over files that are there. */
  readonly force: boolean;
  /** How remedies are said; default: for the command line. */
  readonly ways?: RemedyWays;
}

export interface Setup {
  readonly engine: Pick<EngineConfiguration, "name" | "command" | "workingDirectory" | "environment" | "loadTimeout">;
  readonly program: EngineProgram;
  readonly interpreterReason: string;
}

export interface Tried {
  readonly run: DryRun;
  /** What to do, when it did not answer. */
  readonly remedy: string | undefined;
}

/** A set-up with the two files of `.ml-engineer/` that it takes. */
export interface PlannedSetup extends Setup {
  readonly files: readonly { readonly name: string; readonly content: string }[];
}

/** What would be written for a function; nothing is. @throws SetupError, TeamFileError */
export async function planSetup(
  candidate: EngineFunction,
  choices: SetupChoices,
  workspace: Workspace,
): Promise<PlannedSetup> {
  const folder = folderOf(workspace);
  if (!choices.force) {
    for (const name of [configurationName, programName]) {
      if ((await folder.read(name)) !== undefined) {
        throw new SetupError(
          `There is a ${folder.path}/${name} already.`,
          "Keep it and try it with --check, or write over it with --force.",
        );
      }
    }
  }
  const paths = new Set((await workspace.files({})).paths);
  const source = await workspace.readText(candidate.path);
  const found = sourceRootOf(candidate.path, source, paths);
  const sourceRoot = choices.sourceRoot ?? found.folder;
  const workingDirectory = choices.workingDirectory ?? projectFolderOf(candidate.path, paths);
  const interpreter = choices.interpreter
    ? { command: choices.interpreter, reason: "you chose it" }
    : await findInterpreter(workingDirectory, paths, workspace);
  const program: EngineProgram = {
    candidate,
    sourceRoot: relativePath(".ml-engineer", sourceRoot),
    module: moduleName(candidate.path, sourceRoot),
    text: "result",
    ...(candidate.route && (await routeParts(candidate, source, sourceRoot, workspace))),
  };
  const engine = {
    name: "current",
    command: [...interpreter.command, relativePath(workingDirectory, `.ml-engineer/${programName}`)],
    workingDirectory,
    environment: choices.environment,
    loadTimeout: 300,
  };
  const configuration = withEngine(engine, candidate, choices, await folder.read(configurationName));
  const files = [
    { name: configurationName, content: `${JSON.stringify(configuration, null, 2)}\n` },
    { name: programName, content: engineProgram(program) },
  ];
  return { engine, program, interpreterReason: interpreter.reason, files };
}

/** @throws SetupError, TeamFileError */
export async function writeSetup({ files }: PlannedSetup, workspace: Workspace): Promise<void> {
  const folder = folderOf(workspace);
  for (const { name, content } of files) await folder.write(name, content);
}

/** Gives the runner one clip. When the shape of the answer is learned, the runner is written again with it. */
export async function trySetup(
  setup: Setup,
  choices: SetupChoices,
  workspace: Workspace,
  signal: AbortSignal,
): Promise<Tried> {
  const tried = await tryEngine(setup.engine, setup.program.candidate.id, choices, workspace, signal);
  if (tried.run.stage === "done") {
    await folderOf(workspace).write(programName, engineProgram({ ...setup.program, text: tried.run.expression }));
  }
  return tried;
}

/** Gives a runner that is there one clip, and leaves it as it is. */
export async function tryEngine(
  engine: Setup["engine"],
  called: string,
  { clip, language, ways = commandLineWays }: Pick<SetupChoices, "clip" | "language" | "ways">,
  workspace: Workspace,
  signal: AbortSignal,
): Promise<Tried> {
  const run = await dryRun({ engine, clip, language }, workspace, signal);
  const { paths } = await workspace.files({ globs: ["**/*.py"] });
  const context: RemedyContext = {
    interpreter: engine.command.slice(0, -1),
    workingDirectory: engine.workingDirectory,
    called,
    placesOf: (module) => placesOf(module, paths),
    openSettings: await openSettings(engine.environment, workspace, signal),
    ways,
  };
  return { run, remedy: remedyFor(run, context) };
}

const configurationName = "evaluation.json";
const programName = "engine.py";

function folderOf(workspace: Workspace): MeasurementFolder {
  const [root, ...others] = workspace.roots;
  if (root === undefined || others.length > 0) {
    throw new SetupError("A set-up is made for one folder.", "Open the folder of the project alone.");
  }
  return MeasurementFolder.of(root, false);
}

/** The configuration that is there with this engine in it, when it is a sound one; else a new one. */
function withEngine(
  { name, command, workingDirectory, environment }: Setup["engine"],
  { hosting }: EngineFunction,
  { dataset }: SetupChoices,
  existing: string | undefined,
): unknown {
  const engine = {
    name,
    command,
    ...(workingDirectory !== "." && { workingDirectory }),
    ...(Object.keys(environment).length > 0 && { environment }),
    ...(hosting === "cloud" && { hosting }),
  };
  const value = existing === undefined ? undefined : parse(existing);
  // As the people wrote it, without the defaults that reading fills in.
  const kept = configurationSchema.safeParse(value).success ? (value as WrittenConfiguration) : undefined;
  const datasets = [{ name: "test", manifest: dataset ?? ".ml-engineer/test.jsonl" }];
  if (kept === undefined) return { schema: 1, datasets, engines: [engine] };
  return {
    ...kept,
    ...(dataset !== undefined && { datasets }),
    engines: [engine, ...kept.engines.filter((other) => other.name !== name)],
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `os.environ["NAME"]` raises where the variable is not set. */
async function openSettings(
  given: Readonly<Record<string, string>>,
  workspace: Workspace,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const query = { pattern: "os\\.environ\\[", glob: "*.py", output: "lines", limit: 200, timeout: 10_000 } as const;
  const { files } = await workspace.search(query, signal);
  const lines = files.flatMap((file) => file.lines.map(({ text }) => text));
  const read = lines.flatMap((text) =>
    [...text.matchAll(/os\.environ\[["'](\w+)["']\](?!\s*=[^=])/g)].map((match) => match[1] ?? ""),
  );
  return [...new Set(read)].filter((name) => !Object.hasOwn(given, name));
}

/** Folders and files that a module of this name could be, the outermost first. */
function placesOf(module: string, paths: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const path of paths) {
    const segments = path.split("/");
    const index = segments.indexOf(module);
    if (index >= 0 && index < segments.length - 1) found.add(segments.slice(0, index + 1).join("/"));
    else if (segments.at(-1) === `${module}.py`) found.add(path);
  }
  return [...found].sort((one, other) => one.split("/").length - other.split("/").length);
}
