import { dirname, posix } from "node:path";
import type { EvaluationConfiguration } from "../../../core/measurement/configuration";
import { readEntry } from "../../../core/measurement/datasets/manifest-entry";
import { openAudio } from "../../../core/measurement/datasets/open-audio";
import { textLines } from "../../../core/measurement/datasets/text-lines";
import { PathError } from "../../../core/workspace/path-error";
import type { Workspace } from "../../../core/workspace/workspace";

/** Where the audio of an utterance should be, as its manifest says. */
interface Named {
  readonly audio: string;
  /** Workspace path of the manifest's folder. */
  readonly manifestFolder: string;
  readonly window?: { readonly start: number; readonly end?: number };
}

export type FoundAudio =
  | { readonly realPath: string; readonly start?: number; readonly end?: number }
  | { readonly reason: "unknown" | "missing" | "outside" };

/** Folders that a view may be let into; a set with more of them is played as far as these go. */
const mostFolders = 2_000;

/** Where the clips of a run lie, by the manifests that the configuration names now. */
export class RunAudio {
  readonly #workspace: Workspace;
  readonly #named: ReadonlyMap<string, Named>;
  readonly #folders: ReadonlySet<string>;

  private constructor(workspace: Workspace, named: ReadonlyMap<string, Named>, folders: ReadonlySet<string>) {
    this.#workspace = workspace;
    this.#named = named;
    this.#folders = folders;
  }

  static async read(
    workspace: Workspace,
    configuration: EvaluationConfiguration | undefined,
    datasets: readonly { readonly name: string }[],
  ): Promise<RunAudio> {
    const named = new Map<string, Named>();
    for (const dataset of configuration?.datasets ?? []) {
      if (!datasets.some(({ name }) => name === dataset.name)) continue;
      try {
        for await (const [id, entry] of readManifest(workspace, dataset.manifest))
          named.set(keyOf(dataset.name, id), entry);
      } catch (error) {
        // Without its manifest a set has no audio; everything else of the run is there.
        if (!(error instanceof PathError)) throw error;
      }
    }
    return new RunAudio(workspace, named, await foldersOf(workspace, named.values()));
  }

  /** Absolute paths, links resolved, each inside of a root: what a view that plays clips has to be let into, and no more. */
  get folders(): readonly string[] {
    return [...this.#folders];
  }

  async find(dataset: string, utterance: string): Promise<FoundAudio> {
    const entry = this.#named.get(keyOf(dataset, utterance));
    if (!entry) return { reason: "unknown" };
    const { workspace, manifestFolder } = { workspace: this.#workspace, manifestFolder: entry.manifestFolder };
    const file = await openAudio(entry.audio, { workspace, manifestFolder, audioRoots: [] });
    if ("message" in file) return { reason: /outside/.test(file.message) ? "outside" : "missing" };
    const { realPath } = file.location;
    await file.close();
    // A link to another folder of the workspace leads out of what the view was let into.
    if (!this.#folders.has(dirname(realPath))) return { reason: "outside" };
    return { realPath, ...entry.window };
  }
}

async function* readManifest(workspace: Workspace, manifest: string): AsyncGenerator<readonly [string, Named]> {
  const file = await workspace.open(manifest);
  try {
    const manifestFolder = posix.dirname(file.location.path);
    for await (const { text } of textLines(file, new AbortController().signal)) {
      if (text === undefined || text.trim() === "") continue;
      const { entry } = readEntry(text);
      if (!entry) continue;
      yield [entry.id, { audio: entry.audio, manifestFolder, ...(entry.window && { window: entry.window }) }];
    }
  } finally {
    await file.close();
  }
}

async function foldersOf(workspace: Workspace, entries: Iterable<Named>): Promise<ReadonlySet<string>> {
  const wanted = new Set<string>();
  for (const { audio, manifestFolder } of entries) {
    const folder = posix.dirname(audio);
    wanted.add(posix.isAbsolute(audio) ? folder : posix.join(manifestFolder, folder));
    if (wanted.size >= mostFolders) break;
  }
  const roots = new Set(workspace.roots.map(({ path }) => path));
  const found = new Set<string>();
  for (const folder of wanted) {
    try {
      const { kind, realPath } = await workspace.locate(folder);
      // A whole root would let the view into everything that is in it.
      if (kind === "directory" && !roots.has(realPath)) found.add(realPath);
    } catch (error) {
      if (!(error instanceof PathError)) throw error;
    }
  }
  return found;
}

function keyOf(dataset: string, utterance: string): string {
  return JSON.stringify([dataset, utterance]);
}
