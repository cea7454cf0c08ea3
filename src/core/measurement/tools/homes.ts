import { ToolError } from "../../tools/tool";
import { MeasurementFolder } from "../../workspace/run-files/measurement-folder";
import { visibleContent, visibleShort } from "../../workspace/visible-text";
import type { Root, Workspace } from "../../workspace/workspace";
import { type EvaluationConfiguration, problemText, readConfiguration } from "../configuration";
import { listRuns, runsFolder, type StoredRun } from "../runs/run-folder";

const configurationFile = "evaluation.json";

/** Where measurements of a folder live. */
export interface Home {
  readonly root: Root;
  /** Its `.ml-engineer/`. */
  readonly folder: MeasurementFolder;
}

export function homesOf({ roots }: Pick<Workspace, "roots">): readonly Home[] {
  return roots.map((root) => ({ root, folder: MeasurementFolder.of(root, roots.length > 1) }));
}

/** The home with a configuration: the named one, or the only one. @throws ToolError */
export async function configuredHome(homes: readonly Home[], named: string | undefined): Promise<Home> {
  const names = homes.map(({ root }) => root.name).join(", ");
  const [only, ...others] = await configuredHomes(homes, named);
  if (only && others.length === 0) return only;
  if (only) throw new ToolError("Several folders have an evaluation.", `Name one of them as \`root\`: ${names}.`);
  if (named !== undefined && !homes.some(({ root }) => root.name === named)) {
    throw new ToolError(`There is no folder ${JSON.stringify(visibleShort(named))}.`, `There are: ${names}.`);
  }
  throw new ToolError(
    `There is no \`.ml-engineer/${configurationFile}\`, so no test set and no engine is known.`,
    "`ml-engineer init` in the folder writes one; a person has to name the test set with its references.",
  );
}

/** Those with a configuration. */
export async function configuredHomes(homes: readonly Home[], named?: string): Promise<readonly Home[]> {
  const found: Home[] = [];
  for (const home of homes) {
    if (named !== undefined && home.root.name !== named) continue;
    if ((await home.folder.read(configurationFile)) !== undefined) found.push(home);
  }
  return found;
}

/** @throws ToolError with each problem, its line and remedy */
export async function readHomeConfiguration({ folder }: Home): Promise<EvaluationConfiguration> {
  const path = `${folder.path}/${configurationFile}`;
  const text = await folder.read(configurationFile);
  if (text === undefined) throw new ToolError(`There is no \`${path}\`.`, "`ml-engineer init` writes one.");
  const { configuration, problems } = readConfiguration(text, path);
  if (configuration) return configuration;
  throw new ToolError(visibleContent(problems.slice(0, 10).map(problemText).join("\n")));
}

export interface FoundRun extends StoredRun {
  readonly home: Home;
}

/** The runs of all homes, newest first. */
export async function runsOf(homes: readonly Home[]): Promise<readonly FoundRun[]> {
  const found: FoundRun[] = [];
  for (const home of homes) {
    const { runs } = await listRuns(runsFolder(home.folder));
    found.push(...runs.map((run) => ({ ...run, home })));
  }
  return found.sort((one, other) => (one.record.created < other.record.created ? 1 : -1));
}

/** A run by its id, or by its folder, whose last part is the id. @throws ToolError */
export function runNamed(runs: readonly FoundRun[], name: string): FoundRun {
  const id = name.replace(/\/+$/, "").split("/").at(-1);
  const run = runs.find(({ record, folder }) => record.id === id || folder.path.endsWith(`/${id}`));
  if (run) return run;
  const ids = runs.slice(0, 10).map(({ record }) => visibleShort(record.id, 60));
  throw new ToolError(
    `There is no run ${JSON.stringify(visibleShort(name))} that can be read.`,
    ids.length > 0 ? `There are: ${ids.join(", ")}.` : "Nothing was measured here yet: evaluate first.",
  );
}
