import { PathError } from "../../workspace/path-error";
import { observeLoadedCode } from "../../workspace/processes/loaded-code";
import type { Workspace } from "../../workspace/workspace";
import type { EngineHello } from "../engine";
import type { EngineRun } from "../run";
import type { SourceTree } from "../source-tree";
import { hashSources } from "./provenance";
import type { Item, Row } from "./row";
import { openSession } from "./row-decoder";
import type { RunState } from "./run-state";
import type { LoadedFiles, ObservedSide } from "./what-ran";

/** What a start of an engine told that served nothing but looking. */
export interface CodeProbe extends ObservedSide {
  /** Absent for protocols in which engines say nothing of themselves. */
  readonly version?: string;
  readonly sources: EngineRun["sources"];
  /** MiB; undefined where it was not measured. */
  readonly peakMemory: number | undefined;
}

/**
 * Starts an engine in its tree, asks it about one clip and looks which files it loads. Nothing else of it counts.
 * @param storage a private folder of ours
 */
export async function probeCode(
  state: RunState,
  row: Row & { readonly tree: SourceTree },
  other: SourceTree,
  clip: Item,
  storage: string,
): Promise<CodeProbe> {
  const { tree } = row;
  const spending = state.spending(row);
  const observed: { files: readonly string[]; notes: readonly string[] } = { files: [], notes: [] };
  const started = { command: row.engine.command, workingFolder: await workingFolder(row) };
  const observing = await observeLoadedCode(storage, row.engine.environment, started);
  try {
    // Python compiles everything anew while it is watched.
    const { loadTimeout, clipTimeout } = row.engine;
    const patient = { environment: observing.environment, loadTimeout: loadTimeout * 3, clipTimeout: clipTimeout * 3 };
    const session = openSession(state, { ...row, engine: { ...row.engine, ...patient } }, state.signal);
    spending.open();
    let failure: string | undefined;
    try {
      failure = (await session.start())?.message;
      spending.ask(clip.utterance.duration);
      const answer = failure === undefined ? await session.warmUp(clip.utterance) : undefined;
      if (answer?.kind === "not-started") failure = answer.message;
    } finally {
      await session.close();
      spending.close();
    }
    const [own, others] = [rootOf(tree), rootOf(other)];
    observed.files = await observing.seen([own, others]);
    observed.notes = observing.notes();
    const hello = session.hello();
    const loaded = await sortOut([...observed.files, ...namedFiles(hello, row)], tree, other);
    return {
      tree,
      loaded: { ...loaded, notes: observed.notes },
      ...(failure !== undefined && { failure }),
      ...(hello && { version: hello.version }),
      sources: hello ? await hashSources(hello, row.engine, tree.workspace) : [],
      peakMemory: session.use().peakMemory.at(-1),
    };
  } finally {
    await observing.end();
  }
}

/** Absolute. Where there is none, the engine does not start, and says so. */
async function workingFolder({ tree, engine }: Row & { readonly tree: SourceTree }): Promise<string> {
  try {
    return (await tree.workspace.locate(engine.workingDirectory)).realPath;
  } catch (error) {
    if (error instanceof PathError) return rootOf(tree);
    throw error;
  }
}

function rootOf({ workspace }: SourceTree): string {
  const [root] = workspace.roots;
  if (!root) throw new Error("a tree has no root");
  return root.path;
}

/** What the engine itself says that it loaded, as one can look for it in a tree. */
function namedFiles(hello: EngineHello | undefined, { engine }: Row): readonly string[] {
  const { workingDirectory } = engine;
  const isWhole = (path: string) => /^(?:[/\\]|[A-Za-z]:)/.test(path);
  return (hello?.sources ?? []).map((path) =>
    isWhole(path) || workingDirectory === "." ? path : `${workingDirectory}/${path}`,
  );
}

async function sortOut(
  paths: readonly string[],
  tree: SourceTree,
  other: SourceTree,
): Promise<Pick<LoadedFiles, "own" | "ofOther">> {
  const [own, ofOther] = [new Set<string>(), new Set<string>()];
  for (const path of new Set(paths)) {
    const here = await pathIn(tree.workspace, path);
    const there = here === undefined ? await pathIn(other.workspace, path) : undefined;
    if (here !== undefined) own.add(here);
    if (there === undefined) continue;
    // What git ignores is linked from one tree into the other, so that both load it from one place.
    if (other.changed.includes(there) || (await pathIn(tree.workspace, there)) === there) ofOther.add(there);
  }
  return { own, ofOther };
}

/** Workspace path with links resolved; undefined when it lies elsewhere. */
async function pathIn(workspace: Workspace, path: string): Promise<string | undefined> {
  try {
    return (await workspace.locate(path)).path;
  } catch (error) {
    if (error instanceof PathError) return undefined;
    throw error;
  }
}
