import { engines } from "../engines/index";

/** Searches that find relevant files before anything is parsed; syntax that ripgrep and JavaScript share. */
export const importLinePattern =
  "^\\s*(from\\s+[.\\w]+\\s+import\\b|import\\s+\\w)|(from|require\\(|import\\()\\s*[\"'][@~.]";

/** Lines that only code with a speech engine has. */
export function enginePattern(): string {
  const plain = engines.flatMap((engine) => (engine.telltale === undefined ? engine.imports : []));
  const python = plain.filter((name) => /^[\w.]+$/.test(name)).map(quoted);
  const telltales = engines.flatMap((engine) => engine.telltale ?? []);
  const programs = engines.flatMap((engine) => (engine.binaries ?? []).map((binary) => quoted(binary.name)));
  return [
    `^\\s*from\\s+(${python.join("|")})(\\.|\\s)`,
    `^\\s*import\\s+([\\w.]+(\\s+as\\s+\\w+)?\\s*,\\s*)*(${python.join("|")})(\\.|\\s|,|;|$)`,
    `(from|require\\(|import\\(|import)\\s*["'](${plain.map(quoted).join("|")})["'/]`,
    `["']([^"'\\s]*/)?(${programs.join("|")})["'\\s]`,
    ...telltales,
  ].join("|");
}

/** Module specifiers of an import line, as written, and whether names follow on later lines. */
export function specifiersOf(line: string): readonly { readonly specifier: string; readonly isOpen: boolean }[] {
  const fromImport = /^\s*from\s+([.\w]+)\s+import\s+(.*)$/.exec(line);
  if (fromImport !== null) {
    const [, from = "", names = ""] = fromImport;
    const separator = from.endsWith(".") ? "" : ".";
    const members = names
      .replace(/[()]/g, "")
      .split(",")
      .map((name) => name.trim().split(/\s/)[0] ?? "");
    const submodules = members.filter((name) => /^\w+$/.test(name)).map((name) => `${from}${separator}${name}`);
    const isOpen = names.includes("(") && !names.includes(")");
    return [{ specifier: from, isOpen }, ...submodules.map((specifier) => ({ specifier, isOpen: false }))];
  }
  const plain = /^\s*import\s+([\w.]+.*)$/.exec(line);
  if (plain !== null && !/["']/.test(line)) {
    const names = (plain[1] ?? "").split(",").map((name) => name.trim().split(/\s/)[0] ?? "");
    return names.filter((name) => /^[\w.]+$/.test(name)).map((specifier) => ({ specifier, isOpen: false }));
  }
  return [...line.matchAll(/(?:from|require\(|import\()\s*["']([^"']+)["']/g)].map((match) => ({
    specifier: match[1] ?? "",
    isOpen: false,
  }));
}

function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
