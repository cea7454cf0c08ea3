import * as vscode from "vscode";
import type { ChangeFacts } from "../../core/change/change-facts";
import type { PipelineMap } from "../../core/pipeline/map";
import type { PipelineMapper } from "../../core/pipeline/mapper";
import type { Root, Workspace } from "../../core/workspace/workspace";
import type { Workspaces } from "../workspaces";
import { affectsChange, type ChangeSettings, changeSettings } from "./change-settings";
import { watchGit } from "./git-changes";

/** `findChangeFacts` of core. */
type FindChangeFacts = (
  root: Root,
  ports: { readonly workspace: Workspace; readonly mapPipeline: PipelineMapper },
  options: ChangeSettings,
  signal: AbortSignal,
) => Promise<ChangeFacts>;

export interface ChangeServicePorts {
  readonly workspaces: Workspaces;
  readonly find: FindChangeFacts;
  /** Milliseconds in which changes are told together. */
  readonly delay?: number;
}

/** Milliseconds after which looking for a change is given up. */
const longest = 60_000;

/**
 * How the working tree of each open folder differs from its base. Looked for when somebody asks, kept until git or a file
 * changes. Nothing is read or watched before somebody asks, and nothing at all in folders that are not trusted.
 */
export class ChangeService implements vscode.Disposable {
  readonly #ports: ChangeServicePorts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  /** By the path of the root. */
  readonly #found = new Map<string, Promise<ChangeFacts>>();
  readonly #maps = new Map<string, Promise<PipelineMap>>();
  readonly #alone = new Map<string, Promise<Workspace>>();
  #watchers: vscode.Disposable | undefined;
  #stop = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ports: ChangeServicePorts) {
    this.#ports = ports;
    this.#subscription = ports.workspaces.onDidChange(() => this.#restart());
  }

  /** A change may be another one now. Told once somebody has asked for one. */
  readonly onDidChange: vscode.Event<void> = (listener, thisArguments, disposables) =>
    this.#changed.event(listener, thisArguments, disposables);

  /**
   * How this folder differs from its base, if it does; paths begin in it.
   * @throws ChangeError where nothing can be compared
   */
  async facts(root: Root): Promise<ChangeFacts> {
    if (this.#ports.workspaces.state !== "ready") throw new Error("A change is looked for in trusted folders only.");
    this.#watch();
    const known = this.#found.get(root.path);
    if (known !== undefined) return known;
    const finding = this.#find(root);
    this.#found.set(root.path, finding);
    finding.catch((error: unknown) => {
      // What failed otherwise is tried again by the next who asks.
      if (!isAnswer(error) && this.#found.get(root.path) === finding) this.#found.delete(root.path);
    });
    return finding;
  }

  /** Where the speech code of this folder is; kept as long as the change. */
  pipeline(root: Root): Promise<PipelineMap> {
    this.#watch();
    const known = this.#maps.get(root.path);
    if (known !== undefined) return known;
    const mapping = this.#map(root);
    this.#maps.set(root.path, mapping);
    mapping.catch(() => this.#maps.get(root.path) === mapping && this.#maps.delete(root.path));
    return mapping;
  }

  /** One of the open folders as a workspace whose paths begin in it: the same one each time, so that files are parsed once. */
  async workspaceOf(root: Root): Promise<Workspace> {
    const { workspaces } = this.#ports;
    const all = await workspaces.current();
    if (all.roots.length === 1) return all;
    const known = this.#alone.get(root.path) ?? workspaces.alone(root);
    this.#alone.set(root.path, known);
    return known;
  }

  dispose(): void {
    this.#stop.abort();
    clearTimeout(this.#timer);
    for (const disposable of [this.#changed, this.#subscription, this.#watchers]) disposable?.dispose();
  }

  /** Who looks for the change has made the map; without a repository it is made all the same. */
  async #map(root: Root): Promise<PipelineMap> {
    try {
      return (await this.facts(root)).map;
    } catch (error) {
      if (!isAnswer(error)) throw error;
      const workspace = await this.workspaceOf(root);
      const options = { also: changeSettings(root).globs };
      return await this.#ports.workspaces.mapPipeline(workspace, this.#signal(), options);
    }
  }

  async #find(root: Root): Promise<ChangeFacts> {
    const workspace = await this.workspaceOf(root);
    const { mapPipeline } = this.#ports.workspaces;
    return await this.#ports.find(root, { workspace, mapPipeline }, changeSettings(root), this.#signal());
  }

  #signal(): AbortSignal {
    return AbortSignal.any([this.#stop.signal, AbortSignal.timeout(longest)]);
  }

  #restart(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#alone.clear();
    if (this.#watchers) this.#forget();
  }

  #watch(): void {
    if (this.#watchers) return;
    const forget = () => this.#forget();
    this.#watchers = vscode.Disposable.from(
      watchGit(forget),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => uri.scheme === "file" && forget()),
      // Another program may have changed the code while the person was there.
      vscode.window.onDidChangeWindowState(({ focused }) => focused && forget()),
      vscode.workspace.onDidChangeConfiguration((change) => affectsChange(change) && forget()),
    );
  }

  #forget(): void {
    this.#clear();
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#clear();
      this.#changed.fire();
    }, this.#ports.delay ?? 300);
  }

  #clear(): void {
    this.#found.clear();
    this.#maps.clear();
  }
}

/** That nothing can be compared is an answer, and stays one until something changes. */
export function isAnswer(error: unknown): boolean {
  return error instanceof Error && error.name === "ChangeError";
}
