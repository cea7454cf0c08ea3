/** Finds the workspace file behind an import, from the list of all files alone: nothing is read. */
export interface ModuleIndex {
  /** @param from Path of the importing file. @returns a workspace path, or undefined for a package from outside. */
  resolve(from: string, specifier: string): string | undefined;
}

const pythonEndings = [".py", "/__init__.py"];
const javaScriptEndings = [
  "",
  ".ts",
  ".tsx",
  ".mts",
  ".cts",
  ".js",
  ".jsx",
  ".mjs",
  ".cjs",
  "/index.ts",
  "/index.tsx",
  "/index.js",
];

/** @param packages Top-level import names of speech packages: a folder of the same name deep in the project is not one. */
export function createModuleIndex(paths: readonly string[], packages: ReadonlySet<string>): ModuleIndex {
  const files = new Set(paths);
  const projectFolders = new Set(paths.filter(isProjectFile).flatMap((path) => sourceFoldersOf(folderOf(path))));
  for (const folder of sourceFoldersOf("")) projectFolders.add(folder);

  function existing(stem: string, endings: readonly string[]): string | undefined {
    return endings.map((ending) => `${stem}${ending}`).find((path) => files.has(path));
  }

  function resolvePython(from: string, specifier: string): string | undefined {
    const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
    const rest = specifier.slice(dots).replaceAll(".", "/");
    if (dots > 0) {
      let folder = folderOf(from);
      for (let level = 1; level < dots; level++) folder = folderOf(folder);
      return rest === "" ? existing(folder, ["/__init__.py"]) : existing(join(folder, rest), pythonEndings);
    }
    const isPackageName = packages.has(rest.split("/")[0] ?? rest);
    // Python searches from the outermost folder that was put on its path, so outer folders go first.
    for (const folder of ancestorsOf(from)) {
      if (isPackageName && !projectFolders.has(folder)) continue;
      const found = existing(join(folder, rest), pythonEndings) ?? existing(join(folder, `src/${rest}`), pythonEndings);
      if (found !== undefined && found !== from) return found;
    }
    return undefined;
  }

  function resolveJavaScript(from: string, specifier: string): string | undefined {
    if (specifier.startsWith(".")) {
      const stem = normalise(join(folderOf(from), specifier));
      return existing(stem, javaScriptEndings) ?? existing(stem.replace(/\.[cm]?js$/, ""), javaScriptEndings);
    }
    const alias = /^(?:@|~)\/(.+)$/.exec(specifier)?.[1];
    if (alias === undefined) return undefined;
    for (const folder of ancestorsOf(from)) {
      const found =
        existing(join(folder, `src/${alias}`), javaScriptEndings) ?? existing(join(folder, alias), javaScriptEndings);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  return {
    resolve: (from, specifier) =>
      from.endsWith(".py") ? resolvePython(from, specifier) : resolveJavaScript(from, specifier),
  };
}

function isProjectFile(path: string): boolean {
  return /(^|\/)(pyproject\.toml|setup\.py|setup\.cfg|requirements[^/]*\.txt)$/.test(path);
}

function sourceFoldersOf(folder: string): string[] {
  return [folder, join(folder, "src"), join(folder, "lib")];
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** Folders around a file, the outermost first. */
function ancestorsOf(path: string): string[] {
  const parts = folderOf(path)
    .split("/")
    .filter((part) => part !== "");
  return ["", ...parts.map((_, index) => parts.slice(0, index + 1).join("/"))];
}

function join(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

function normalise(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
