import { readFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { type EvaluationConfiguration, problemText, readConfiguration } from "../../core/measurement/configuration";
import { MeasurementError } from "../../core/measurement/runs/measurement-error";
import { listRuns, readRun, runsFolder, type StoredRun } from "../../core/measurement/runs/run-folder";
import { MeasurementFolder } from "../../core/workspace/run-files/measurement-folder";
import { visible, visibleContent } from "../../core/workspace/visible-text";
import type { Workspace } from "../../core/workspace/workspace";
import { openWorkspace } from "../environment";
import { messageOf, WrongUsage } from "../errors";

/** Where measurements of a configuration live. */
export interface Places {
  readonly workspace: Workspace;
  readonly home: MeasurementFolder;
  readonly configuration: EvaluationConfiguration;
  /** Workspace path of the configuration. */
  readonly configurationPath: string;
}

export const defaultConfiguration = ".ml-engineer/evaluation.json";

/** Opens what the person named and, by calling the command, trusts. @throws WrongUsage with file, line and remedy */
export async function openPlaces(name: string): Promise<Places> {
  const path = resolve(name);
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    const hint = "`ml-engineer init` writes one.";
    throw new WrongUsage(`There is no configuration ${visible(name)} (${messageOf(error)}). ${hint}`);
  });
  const read = readConfiguration(text, visible(name));
  if (!read.configuration) {
    throw new WrongUsage(visibleContent(read.problems.map(problemText).join("\n")));
  }
  const folder = basename(dirname(path)) === ".ml-engineer" ? dirname(dirname(path)) : process.cwd();
  const workspace = await openWorkspace([folder], { trusted: true });
  const [root] = workspace.roots;
  if (!root) throw new WrongUsage(`There is no folder ${visible(folder)}.`);
  const home = MeasurementFolder.of(root, false);
  const below = relative(folder, path).split(sep).join("/");
  const configurationPath = below.startsWith("..") || isAbsolute(below) ? path : below;
  return { workspace, home, configuration: read.configuration, configurationPath };
}

/** A run by its id or its folder. @throws WrongUsage, MeasurementError */
export async function openRun(name: string, home: MeasurementFolder): Promise<StoredRun> {
  const folder =
    /^[\w.-]+$/.test(name) && (await runsFolder(home).folders()).includes(name)
      ? runsFolder(home).below(name)
      : await MeasurementFolder.named(name, { make: false });
  return { folder, record: await readRun(folder) };
}

/** The newest run that did not end. @throws MeasurementError */
export async function lastOpenRun(home: MeasurementFolder): Promise<MeasurementFolder> {
  const { runs } = await listRuns(runsFolder(home));
  const open = runs.filter(({ record }) => record.state !== "complete").at(-1);
  if (open) return open.folder;
  throw new MeasurementError(
    "Every run has ended.",
    "Leave out --resume to start a new one, or name a folder with it.",
  );
}
