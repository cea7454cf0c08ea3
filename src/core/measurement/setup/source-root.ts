/** Where Python starts to look for the modules of a project. */
export interface SourceRoot {
  /** Workspace path of a folder; `.` for the root. */
  readonly folder: string;
  /** The module's name from there. */
  readonly module: string;
}

/**
 * The folder from which the absolute imports of a module lead to files of the project: the one that explains most of them, the
 * outermost of those that explain equally many. Without such imports: the folder above the module's packages.
 * @param paths files of the workspace
 */
export function sourceRootOf(path: string, source: string, paths: ReadonlySet<string>): SourceRoot {
  const names = new Set([...source.matchAll(/^[ \t]*(?:from|import)[ \t]+([A-Za-z_]\w*)/gm)].map((match) => match[1]));
  const folders = ancestorsOf(path);
  const scored = folders.map((folder) => ({
    folder,
    found: [...names].filter(
      (name) => paths.has(join(folder, `${name}.py`)) || hasFolder(join(folder, `${name}`), paths),
    ).length,
  }));
  const most = Math.max(...scored.map(({ found }) => found));
  const folder =
    most > 0
      ? (scored.filter(({ found }) => found === most).at(-1)?.folder ?? ".")
      : abovePackages(path, paths, source);
  return { folder, module: moduleName(path, folder) };
}

/** As Python imports a file from a folder. */
export function moduleName(path: string, folder: string): string {
  const below = folder === "." ? path : path.slice(folder.length + 1);
  return below.replace(/(\/__init__)?\.py$/, "").replaceAll("/", ".");
}

/** The nearest folder of a file that declares a project, or the root: where its people start their programs. */
export function projectFolderOf(path: string, paths: ReadonlySet<string>): string {
  const markers = ["pyproject.toml", "requirements.txt", "setup.py", "setup.cfg", "Pipfile", "package.json"];
  return ancestorsOf(path).find((folder) => markers.some((marker) => paths.has(join(folder, marker)))) ?? ".";
}

/** From the file's own folder to the root. */
export function ancestorsOf(path: string): readonly string[] {
  const segments = path.split("/").slice(0, -1);
  return [...segments.map((_, index) => segments.slice(0, segments.length - index).join("/")), "."];
}

export function join(folder: string, name: string): string {
  return folder === "." ? name : `${folder}/${name}`;
}

/** The way from one folder of the workspace to a place in it, for a program that starts in the folder. */
export function relativePath(from: string, to: string): string {
  const start = from === "." ? [] : from.split("/");
  const end = to === "." ? [] : to.split("/");
  let shared = 0;
  while (shared < start.length && shared < end.length && start[shared] === end[shared]) shared += 1;
  return [...start.slice(shared).map(() => ".."), ...end.slice(shared)].join("/") || ".";
}

/** A module with relative imports has to stay in its package, marked or not. */
function abovePackages(path: string, paths: ReadonlySet<string>, source: string): string {
  const folders = ancestorsOf(path);
  const dots = Math.max(0, ...[...source.matchAll(/^[ \t]*from[ \t]+(\.+)/gm)].map((match) => match[1]?.length ?? 0));
  const marked = folders.findIndex((folder) => !paths.has(join(folder, "__init__.py")));
  return folders[Math.min(Math.max(marked, dots), folders.length - 1)] ?? ".";
}

function hasFolder(folder: string, paths: ReadonlySet<string>): boolean {
  for (const path of paths) if (path.startsWith(`${folder}/`)) return true;
  return false;
}
