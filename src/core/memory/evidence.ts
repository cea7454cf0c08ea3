/** A place in the project that a memory names. */
export interface NamedPath {
  /** As written, without a line number. */
  readonly path: string;
  readonly line?: number;
}

/** Files and folders that a text names, in order and once each. Addresses of the web are none. */
export function pathsIn(text: string): readonly NamedPath[] {
  const found = new Map<string, NamedPath>();
  for (const [, path = "", line] of text.replace(/\b[a-z]{2,10}:\/\/\S+/gi, " ").matchAll(pathPattern)) {
    if (!path.includes("/") && !knownExtensions.test(path)) continue;
    if (!found.has(path) || line !== undefined)
      found.set(path, { path, ...(line !== undefined && { line: Number(line) }) });
  }
  return [...found.values()];
}

/** Folders of the evaluation runs that a text cites, as workspace paths. */
export function runsIn(text: string): readonly string[] {
  const runs = [...text.matchAll(/\.ml-engineer\/runs\/([A-Za-z0-9][\w.-]{0,100})/g)].map(([, id = ""]) => id);
  const bare = [...text.matchAll(/(?<![\w/.-])(\d{8}(?:[T-]?\d{4,6}Z?)?-[a-z0-9]{3,16}|\d{8}[T-]\d{4,6}Z?)(?![\w-])/g)];
  const named = [...text.matchAll(/\bruns?[ :#`]{1,3}([a-z0-9][\w-]*\d[\w-]*)(?![\w%])/gi)].map(([, id = ""]) => id);
  const all = [...runs, ...bare.map(([, id = ""]) => id), ...named.filter((id) => id.length >= 6)];
  return [...new Set(all.map((id) => `.ml-engineer/runs/${id.replace(/\.+$/, "")}`))];
}

/** Slashes or an extension, at most 300 characters; `path:12` and `path:12-20` give the line. */
const pathPattern =
  /(?<![\p{L}\p{N}_./\\-])((?:\/|\.{1,2}\/|[A-Za-z]:[\\/])?(?:[\p{L}\p{N}_@.-]{1,100}\/){0,20}[\p{L}\p{N}_@-][\p{L}\p{N}_@.-]{0,100}\.[A-Za-z][A-Za-z0-9]{0,9})(?::(\d{1,7}))?(?![\p{L}\p{N}_/])/gu;

/** A bare name with a dot may be `torch.cuda` or `e.g`; it is a file when its ending is one of code, settings or media. */
const knownExtensions =
  /\.(?:py|pyi|ipynb|ts|tsx|js|jsx|mjs|cjs|go|rs|java|kt|swift|c|cc|cpp|h|hpp|cs|rb|php|sh|sql|md|mdx|txt|csv|tsv|json|jsonl|ya?ml|toml|ini|cfg|conf|env|lock|proto|wav|mp3|ogg|opus|flac|m4a|mp4|webm|mkv|srt|vtt|onnx|bin|pt)$/i;
