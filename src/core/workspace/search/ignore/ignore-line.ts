/** One rule of a `.gitignore`, as ripgrep understands it. */
export interface IgnoreRule {
  /** The rule takes back what an earlier one ignored. */
  readonly negated: boolean;
  readonly foldersOnly: boolean;
  /** Compared with the whole path relative to the folder of the `.gitignore`. */
  readonly glob: string;
}

/** How much of a `.gitignore` is looked at without ripgrep. */
export const mostRuleBytes = 1 << 20;

/** The rules of a `.gitignore`, in order. Comments and empty lines are left out. */
export function parseIgnoreFile(text: string): readonly IgnoreRule[] {
  return text
    .replace(/^(?:\ufeff|\u00ef\u00bb\u00bf)/, "")
    .split("\n")
    .flatMap((line) => parseIgnoreLine(line) ?? []);
}

function parseIgnoreLine(line: string): IgnoreRule | undefined {
  if (line.startsWith("#")) return undefined;
  const written = line.replace(/\r$/, "");
  // Not trimEnd: the text may hold bytes, and the second byte of `à` looks like a no-break space.
  let glob = written.endsWith("\\ ") ? written : written.replace(/[ \t\v\f\r]+$/, "");
  if (glob === "") return undefined;
  let negated = false;
  let anchored = false;
  if (glob.startsWith("\\!") || glob.startsWith("\\#")) {
    glob = glob.slice(1);
  } else {
    if (glob.startsWith("!")) {
      negated = true;
      glob = glob.slice(1);
    }
    if (glob.startsWith("/")) {
      anchored = true;
      glob = glob.slice(1);
    }
  }
  const foldersOnly = glob.endsWith("/");
  if (foldersOnly) glob = glob.slice(0, glob.endsWith("\\/") ? -2 : -1);
  if (!anchored && !glob.includes("/") && glob !== "**") glob = `**/${glob}`;
  return { negated, foldersOnly, glob };
}
