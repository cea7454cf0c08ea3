import * as vscode from "vscode";
import type { CodeReader, PipelineMapper } from "../core/pipeline/mapper";
import type { Root, Workspace } from "../core/workspace/workspace";

/** The folders that are open in this window, as core sees them. */
export class Workspaces implements vscode.Disposable {
  readonly #assetsFolder: string;
  readonly #agentsFolder: string;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly vscode.Disposable[];
  #current: Promise<Workspace> | undefined;
  #bundled: Promise<Workspace> | undefined;
  #mapper: Promise<PipelineMapper> | undefined;
  #reader: Promise<CodeReader> | undefined;

  constructor(extensionUri: vscode.Uri) {
    this.#assetsFolder = vscode.Uri.joinPath(extensionUri, "dist").fsPath;
    this.#agentsFolder = vscode.Uri.joinPath(extensionUri, "agents").fsPath;
    const reset = () => {
      this.#current = undefined;
      this.#changed.fire();
    };
    this.#subscriptions = [
      this.#changed,
      vscode.workspace.onDidChangeWorkspaceFolders(reset),
      vscode.workspace.onDidGrantWorkspaceTrust(reset),
    ];
  }

  /** Folders or trust changed. */
  readonly onDidChange: vscode.Event<void> = (listener, thisArguments, disposables) =>
    this.#changed.event(listener, thisArguments, disposables);

  /** Why nothing can be asked here, or `ready`. */
  get state(): "ready" | "untrusted" | "no-folder" {
    if (diskFolders().length === 0) return "no-folder";
    return vscode.workspace.isTrusted ? "ready" : "untrusted";
  }

  /** One mapper for the window, so that unchanged files are parsed once. Its code is loaded with its first use. */
  readonly mapPipeline: PipelineMapper = async (workspace, signal, options) => {
    this.#mapper ??= import("../core/pipeline/mapper").then(({ createPipelineMapper }) =>
      createPipelineMapper({ grammarsFolder: this.#assetsFolder }),
    );
    return (await this.#mapper)(workspace, signal, options);
  };

  /** Reads the code of one text, which need not be saved. */
  readonly readCode: CodeReader = async (path, text) => {
    this.#reader ??= import("../core/pipeline/mapper").then(({ createCodeReader }) =>
      createCodeReader({ grammarsFolder: this.#assetsFolder }),
    );
    return (await this.#reader)(path, text);
  };

  /** The open folders that are on disk. Only called while there are some. */
  current(): Promise<Workspace> {
    this.#current ??= this.#open(diskFolders(), vscode.workspace.isTrusted);
    return this.#current;
  }

  /** One of the open folders as a workspace of its own, whose paths begin in it. */
  alone(root: Root): Promise<Workspace> {
    return this.#open([root.path], vscode.workspace.isTrusted);
  }

  /** A folder of ours beside an open one, such as another revision of it, with what links in it lead to. */
  besides(folder: string, linkedFolders: readonly string[]): Promise<Workspace> {
    return this.#open([folder], vscode.workspace.isTrusted, linkedFolders);
  }

  /** The agents that ship with the extension. */
  bundled(): Promise<Workspace> {
    this.#bundled ??= this.#open([this.#agentsFolder], true);
    return this.#bundled;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #open(folders: readonly string[], trusted: boolean, linkedFolders: readonly string[] = []): Promise<Workspace> {
    const { createNodeWorkspace } = await import("../core/workspace/node-workspace");
    return createNodeWorkspace({
      folders,
      trusted,
      assetsFolder: this.#assetsFolder,
      applicationRoot: vscode.env.appRoot,
      linkedFolders,
    });
  }
}

function diskFolders(): string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === "file")
    .map(({ uri }) => uri.fsPath);
}
