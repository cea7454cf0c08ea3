import { constants, type Stats } from "node:fs";
import { access, lstat, readlink } from "node:fs/promises";
import { join } from "node:path";
import { GitError, type Repository } from "./repository";

/** A path whose content differs between a commit and the working tree. */
export interface Difference {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly state: "added" | "modified" | "deleted";
  /** In the working tree; in the commit when it is deleted. */
  readonly kind: "file" | "link" | "submodule" | "other";
  /** Object in the commit, when it is a file there. */
  readonly baseId?: string;
  /** Identifies what is in the working tree; empty when it is deleted. Of a file that no filter changed, its object's id. */
  readonly content: string;
}

/**
 * Everything that differs from the commit, in the order of the paths; files that git does not know yet and does not
 * ignore are added. Contents are compared as they lie on the disk: filters and drivers that attributes name would be programs
 * of the repository's choice. @throws GitError
 */
export async function differencesFrom(
  commit: string,
  repository: Repository,
  isLeftOut: (path: string) => boolean,
): Promise<readonly Difference[]> {
  const raw = await repository.read([...(await withoutFilters(repository)), "diff-index", ...plain, commit]);
  const untracked = await repository.read(["ls-files", "--others", "--exclude-standard", "-z"]);
  const records = [
    ...recordsOf(raw.output),
    ...untracked.output.split("\0").flatMap((path) => (isFileName(path) ? [{ path, known: undefined }] : [])),
  ].filter(({ path }) => !isLeftOut(path));
  const states = await Promise.all(records.map(({ path, known }) => stateOf(path, known, repository)));
  const hashed = states.flatMap(({ path, content }) => (content === undefined ? [path] : []));
  const ids = await objectIds(hashed, repository);
  const differences = states.map((state) => ({
    ...state,
    content: state.content ?? ids.get(state.path) ?? "unreadable",
  }));
  return differences.filter(({ content, baseId }) => content !== baseId).sort(byPath);
}

/**
 * Settings under which no filter runs. Plumbing converts no contents for an answer, but it does to compare a file that was
 * written in the same moment as the index.
 */
async function withoutFilters(repository: Repository): Promise<readonly string[]> {
  const names = await repository.ask(["config", "--name-only", "-z", "--get-regexp", "^filter\\."]);
  const drivers = new Set((names ?? "").split("\0").flatMap((name) => /^filter\.(.*)\.[^.]*$/s.exec(name)?.[1] ?? []));
  if ([...drivers].some((driver) => driver.includes("="))) {
    throw new GitError("failed", "The configuration of git names a filter that cannot be turned off.");
  }
  return [...drivers].flatMap((driver) => [
    ...["-c", `filter.${driver}.clean=`],
    ...["-c", `filter.${driver}.process=`],
    ...["-c", `filter.${driver}.required=false`],
  ]);
}

const plain = [
  "--raw",
  "-z",
  "--no-abbrev",
  "--relative",
  "--no-renames",
  "--no-ext-diff",
  "--no-textconv",
  "--no-color",
  "--ignore-submodules=dirty",
];

/** Larger files are told apart by size and time: reading them takes longer than anybody waits for a lens. */
const mostHashed = 64 * 1024 * 1024;
/** The same for files that git does not know: code is shorter, and of recordings that nobody ignores there may be thousands. */
const mostHashedUntracked = 256 * 1024;

interface Known {
  readonly modes: readonly [string, string];
  readonly ids: readonly [string, string];
  readonly letter: string;
}

interface PathRecord {
  readonly path: string;
  /** What git says; undefined for a file that it does not track. */
  readonly known: Known | undefined;
}

/** `:100644 100644 <id> <id> M\0path\0`. A path in conflict has a record of its own besides. */
function recordsOf(output: string): readonly PathRecord[] {
  const fields = output.split("\0");
  const records: PathRecord[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [baseMode = "", mode = "", baseId = "", id = "", letter = ""] = (fields[index] ?? "").slice(1).split(" ");
    const path = fields[index + 1] ?? "";
    if (letter !== "U") records.push({ path, known: { modes: [baseMode, mode], ids: [baseId, id], letter } });
  }
  return records;
}

/** Other repositories inside that are no submodules end in a slash. */
function isFileName(path: string): boolean {
  return path !== "" && !path.endsWith("/");
}

type State = Omit<Difference, "content"> & { readonly content: string | undefined };

/** `content` is undefined where the file has to be read for it. */
async function stateOf(path: string, known: Known | undefined, repository: Repository): Promise<State> {
  const isFileInBase = known !== undefined && /^1[02]0/.test(known.modes[0]) && known.letter !== "A";
  const base = isFileInBase ? { baseId: known.ids[0] } : {};
  if (known?.letter === "D") {
    return { path, state: "deleted", kind: known.modes[0] === "160000" ? "submodule" : "file", ...base, content: "" };
  }
  const state = known === undefined || known.letter === "A" ? "added" : "modified";
  const absolute = join(repository.root.path, path);
  if (known?.modes[1] === "160000") {
    const commit = await repository.ask(["rev-parse", "--verify", "--quiet", "HEAD"], absolute).catch(() => undefined);
    return { path, state, kind: "submodule", ...base, content: `submodule ${commit ?? "unreadable"}` };
  }
  const entry = await lstat(absolute).catch(() => undefined);
  const kind = entry?.isFile() ? "file" : entry?.isSymbolicLink() ? "link" : "other";
  // What git knows to be as in the index has its id already.
  const isUnchanged = known !== undefined && /[^0]/.test(known.ids[1]);
  const content = isUnchanged
    ? known.ids[1]
    : await contentOf(absolute, entry, known === undefined ? mostHashedUntracked : mostHashed);
  return { path, state, kind, ...base, content };
}

/** @param largest bytes that are worth reading */
async function contentOf(absolute: string, entry: Stats | undefined, largest: number): Promise<string | undefined> {
  if (entry === undefined) return "unreadable";
  if (entry.isSymbolicLink()) return `link ${await readlink(absolute).catch(() => "unreadable")}`;
  if (!entry.isFile()) return "neither file nor link";
  if (entry.size > largest) return `${entry.size} bytes of ${entry.mtimeMs}`;
  const isReadable = await access(absolute, constants.R_OK).then(
    () => true,
    () => false,
  );
  return isReadable ? undefined : "unreadable";
}

async function objectIds(paths: readonly string[], repository: Repository): Promise<ReadonlyMap<string, string>> {
  if (paths.length === 0) return new Map();
  // Names on standard input would be taken from the top of the repository and not from the root.
  const input = paths.map((path) => `${quoted(join(repository.root.path, path))}\n`).join("");
  const { output } = await repository.read(["hash-object", "--no-filters", "--stdin-paths"], input);
  const ids = output.split("\n");
  return new Map(paths.map((path, index) => [path, ids[index] ?? "unreadable"]));
}

/** A name with line breaks, in the spelling of C that git reads. */
function quoted(path: string): string {
  if (!/["\\\n\r]/.test(path)) return path;
  const escaped = path.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
  return `"${escaped}"`;
}

function byPath(one: { readonly path: string }, other: { readonly path: string }): number {
  return one.path < other.path ? -1 : one.path > other.path ? 1 : 0;
}
