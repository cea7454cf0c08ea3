import type * as vscode from "vscode";
import type { PipelineMap } from "../../core/pipeline/map";
import type { Root, Workspace } from "../../core/workspace/workspace";
import { namesEngine } from "../diagnostics/speech-files";
import { workspacePath } from "../diagnostics/workspace-places";
import type { Workspaces } from "../workspaces";
import type { ChangeService } from "./change-service";
import { changeSettings } from "./change-settings";

/** An open file that holds engine code, or may. */
export interface EngineFile {
  readonly root: Root;
  /** The root as a workspace; paths begin in it. */
  readonly workspace: Workspace;
  readonly path: string;
  readonly map: PipelineMap;
}

export interface EngineFilesPorts {
  readonly workspaces: Pick<Workspaces, "state" | "current">;
  readonly changes: Pick<ChangeService, "workspaceOf" | "pipeline">;
}

/**
 * Words that code around speech has, and hardly any other: audio is prepared in files that name no engine. They only decide
 * whether the map is asked.
 */
const speechWords =
  /ffmpeg|ffprobe|librosa|soundfile|torchaudio|pydub|audioread|webrtcvad|silero|resampl|transcri|recogni[sz]|\bspeech|\bstt\b|\basr\b|\bvad\b|\bwav\b|\.wav\b|pcm/i;

/** Finds out which open files are engine code. For others nothing is read: their own text is all that is looked at. */
export class EngineFiles {
  readonly #ports: EngineFilesPorts;
  /** Files that the last maps name, by the path of the root. */
  readonly #mapped = new Map<string, ReadonlySet<string>>();

  constructor(ports: EngineFilesPorts) {
    this.#ports = ports;
  }

  async find(document: vscode.TextDocument): Promise<EngineFile | undefined> {
    const { workspaces, changes } = this.#ports;
    if (workspaces.state !== "ready" || document.uri.scheme !== "file") return undefined;
    const text = document.getText();
    const isLikely = text.length <= longestText && (speechWords.test(text) || namesEngine(text));
    if (!isLikely && this.#mapped.size === 0 && changeSettings({ path: document.uri.fsPath }).globs.length === 0) {
      return undefined;
    }
    const all = await workspaces.current();
    const root = await rootOf(document.uri, all);
    if (!root) return undefined;
    const workspace = await changes.workspaceOf(root);
    const path = await workspacePath(document.uri, workspace);
    if (path === undefined) return undefined;
    const isKnown = this.#mapped.get(root.path)?.has(path) ?? false;
    if (!isLikely && !isKnown && !(await isChosen(path, root, workspace))) return undefined;
    const map = await changes.pipeline(root);
    this.#mapped.set(root.path, filesOf(map));
    return { root, workspace, path, map };
  }
}

const longestText = 1024 * 1024;

async function rootOf(uri: vscode.Uri, workspace: Workspace): Promise<Root | undefined> {
  const { PathError } = await import("../../core/workspace/path-error");
  try {
    return (await workspace.locate(uri.fsPath)).root;
  } catch (error) {
    if (error instanceof PathError) return undefined;
    throw error;
  }
}

/** Whether the person's patterns name the file. */
async function isChosen(path: string, root: Root, workspace: Workspace): Promise<boolean> {
  const { globs } = changeSettings(root);
  if (globs.length === 0) return false;
  const { chooser } = await import("../../core/change/change-facts");
  return chooser(globs, root, workspace)(path);
}

/** Files with functions around engines, and those that decide values. */
function filesOf({ functions, engines, steps, engineCode }: PipelineMap): ReadonlySet<string> {
  const links = engines.flatMap(({ parameters }) => parameters.flatMap(({ value }) => value.chain));
  const placed = [...functions, ...engines, ...steps, ...links].map(({ place }) => place.path);
  return new Set([...placed, ...engineCode.map(({ path }) => path)]);
}
