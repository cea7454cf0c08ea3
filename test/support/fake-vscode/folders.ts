import { rm, writeFile } from "node:fs/promises";
import { basename, posix } from "node:path";
import { minimatch } from "minimatch";
import { Disposable, EventEmitter } from "./events";
import { Uri } from "./places";
import { strict } from "./strict";

interface WorkspaceFolder {
  readonly uri: Uri;
  readonly name: string;
  readonly index: number;
}

export class RelativePattern {
  readonly baseUri: Uri;
  readonly pattern: string;

  constructor(base: WorkspaceFolder | Uri, pattern: string) {
    this.baseUri = base instanceof Uri ? base : base.uri;
    this.pattern = pattern;
  }
}

function createWatcher({ baseUri, pattern }: RelativePattern) {
  const created = new EventEmitter<Uri>();
  const changed = new EventEmitter<Uri>();
  const deleted = new EventEmitter<Uri>();
  const emitters = { created, changed, deleted };
  return {
    emitters,
    matches: (uri: Uri) => minimatch(posix.relative(baseUri.path, uri.path), pattern, { dot: true }),
    watcher: { onDidCreate: created.event, onDidChange: changed.event, onDidDelete: deleted.event },
  };
}

/** The open folders, whether they are trusted, and who watches files in them. */
export function createFolders() {
  const foldersChanged = new EventEmitter<object>();
  const trustGranted = new EventEmitter<void>();
  const watchers = new Set<ReturnType<typeof createWatcher>>();
  const trash: string[] = [];
  const workspace = {
    fs: strict("vscode.workspace.fs", {
      writeFile: ({ fsPath }: Uri, content: Uint8Array) => writeFile(fsPath, content),
      async delete({ fsPath }: Uri, { useTrash = false }: { readonly useTrash?: boolean } = {}) {
        await rm(fsPath, { recursive: true });
        if (useTrash) trash.push(basename(fsPath));
      },
    }),
    isTrusted: true,
    workspaceFolders: undefined as readonly WorkspaceFolder[] | undefined,
    onDidGrantWorkspaceTrust: trustGranted.event,
    onDidChangeWorkspaceFolders: foldersChanged.event,
    createFileSystemWatcher(pattern: RelativePattern) {
      const made = createWatcher(pattern);
      watchers.add(made);
      return Object.assign(new Disposable(() => watchers.delete(made)), made.watcher);
    },
  };
  return {
    workspace,
    control: {
      /** Names of what was moved to the trash. */
      trash,
      open(...paths: string[]) {
        workspace.workspaceFolders = paths.map((path, index) => ({ uri: Uri.file(path), name: basename(path), index }));
        foldersChanged.fire({});
      },
      grantTrust() {
        workspace.isTrusted = true;
        trustGranted.fire();
      },
      /** Tells whoever watches this file; returns how many do. */
      tell(path: string, what: "created" | "changed" | "deleted"): number {
        const uri = Uri.file(path);
        const interested = [...watchers].filter(({ matches }) => matches(uri));
        for (const { emitters } of interested) emitters[what].fire(uri);
        return interested.length;
      },
      get watchers() {
        return watchers.size;
      },
    },
  };
}
