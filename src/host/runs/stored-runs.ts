import type { FoundRun, Home } from "../../core/measurement/tools/homes";

/** A folder among the runs that holds none that can be read. */
export interface RunProblem {
  readonly home: Home;
  /** Of the folder, which is the id that the run had. */
  readonly name: string;
  /** Workspace path of its record. */
  readonly path: string;
  readonly message: string;
}

export interface StoredRuns {
  /** Newest first. */
  readonly runs: readonly FoundRun[];
  readonly problems: readonly RunProblem[];
  /** Id of the run that others are compared with, by the name of the root. */
  readonly baselines: ReadonlyMap<string, string>;
}

/** Folders that are read at the same time. */
const atOnce = 8;

/** What lies in `.ml-engineer/runs/` of these homes. A run that was read once is read again only when it is forgotten. */
export class RunReader {
  /** By the path of the run's folder. */
  readonly #known = new Map<string, FoundRun | RunProblem>();

  /** The run changed on the disk. @param name of its folder */
  forget(name: string): void {
    for (const path of this.#known.keys()) if (path.endsWith(`/${name}`)) this.#known.delete(path);
  }

  forgetUnfinished(): void {
    for (const [path, found] of this.#known) {
      if (!("record" in found) || found.record.state !== "complete") this.#known.delete(path);
    }
  }

  forgetAll(): void {
    this.#known.clear();
  }

  async read(homes: readonly Home[]): Promise<StoredRuns> {
    const { runsFolder } = await import("../../core/measurement/runs/run-folder");
    const { readBaseline } = await import("../../core/measurement/runs/baseline");
    const [found, baselines] = [[] as (FoundRun | RunProblem)[], new Map<string, string>()];
    for (const home of homes) {
      const folder = runsFolder(home.folder);
      const names = [...(await folder.folders())];
      const read = async () => {
        for (let name = names.pop(); name !== undefined; name = names.pop())
          found.push(await this.#readOne(home, name));
      };
      await Promise.all(Array.from({ length: atOnce }, read));
      const baseline = await readBaseline(home.folder);
      if (baseline !== undefined) baselines.set(home.root.name, baseline);
    }
    const runs = found.filter((one): one is FoundRun => "record" in one);
    const problems = found.filter((one): one is RunProblem => !("record" in one));
    return {
      runs: runs.sort((one, other) => newestFirst(one.record.created, other.record.created)),
      problems: problems.sort((one, other) => newestFirst(one.name, other.name)),
      baselines,
    };
  }

  async #readOne(home: Home, name: string): Promise<FoundRun | RunProblem> {
    const { readRun, recordFile, runsFolder } = await import("../../core/measurement/runs/run-folder");
    const folder = runsFolder(home.folder).below(name);
    const known = this.#known.get(folder.path);
    if (known) return known;
    let found: FoundRun | RunProblem;
    try {
      found = { home, folder, record: await readRun(folder) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      found = { home, name, path: `${folder.path}/${recordFile}`, message };
    }
    this.#known.set(folder.path, found);
    return found;
  }
}

function newestFirst(one: string, other: string): number {
  return one === other ? 0 : one < other ? 1 : -1;
}
