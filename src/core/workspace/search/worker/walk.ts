import { closeSync, constants, fstatSync, openSync, readdirSync, readSync } from "node:fs";
import { mostRuleBytes } from "../ignore/ignore-line";
import { type IgnoreRules, ignoreRules } from "../ignore/ignore-rules";
import type { Target } from "../targets";

/** A file below the root of a target. */
export interface FoundFile {
  /** Relative to the root, decoded. */
  readonly path: string;
  /** The name alone, one character a byte. */
  readonly nameBytes: string;
  /** What to open: names need not be UTF-8. */
  readonly fullPath: Buffer;
}

/** What could not be read. */
export type OnUnreadable = (path: string, error: unknown) => void;

/**
 * The files of a target in the order of paths, links never followed, under the rules that `walkOptions` describes for
 * ripgrep. Paths are kept as bytes, one character each, because git's rules and the order are about bytes.
 */
export function* walk(target: Target, onUnreadable: OnUnreadable): Generator<FoundFile> {
  const root = bytesOf(target.root.path);
  const start = bytesOf(target.below);
  if (target.kind === "file") {
    yield foundFile(root, start, start.slice(start.lastIndexOf("/") + 1));
    return;
  }
  const innerRoots = new Set(target.innerRoots.map(bytesOf));
  yield* walkFolder(root, start, rulesAbove(root, start), innerRoots, onUnreadable);
}

/** The rules of one folder; `start` is what to cut off a path to make it relative to that folder. */
interface FolderRules {
  readonly start: number;
  readonly rules: IgnoreRules;
}

function* walkFolder(
  root: string,
  folder: string,
  above: readonly FolderRules[],
  innerRoots: ReadonlySet<string>,
  onUnreadable: OnUnreadable,
): Generator<FoundFile> {
  const own = rulesOf(root, folder);
  const rules = own === undefined ? above : [own, ...above];
  for (const { name, isFolder } of entriesOf(root, folder, onUnreadable)) {
    const path = folder === "" ? name : `${folder}/${name}`;
    if (name === ".git" || isIgnored(rules, path, isFolder)) continue;
    if (!isFolder) yield foundFile(root, path, name);
    else if (!innerRoots.has(path)) yield* walkFolder(root, path, rules, innerRoots, onUnreadable);
  }
}

function isIgnored(rules: readonly FolderRules[], path: string, isFolder: boolean): boolean {
  for (const { start, rules: folderRules } of rules) {
    const verdict = folderRules.verdict(path.slice(start), isFolder);
    if (verdict !== undefined) return verdict === "ignored";
  }
  return false;
}

function entriesOf(
  root: string,
  folder: string,
  onUnreadable: OnUnreadable,
): readonly { readonly name: string; readonly isFolder: boolean }[] {
  try {
    return readdirSync(Buffer.from(`${root}/${folder}`, "latin1"), { withFileTypes: true, encoding: "latin1" })
      .filter((entry) => entry.isFile() || entry.isDirectory())
      .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch (error) {
    onUnreadable(textOf(folder), error);
    return [];
  }
}

/** The rules of the folders from the root down to, but without, the start; the nearest first. */
function rulesAbove(root: string, start: string): readonly FolderRules[] {
  const segments = start === "" ? [] : start.split("/");
  return segments.flatMap((_, depth) => rulesOf(root, segments.slice(0, depth).join("/")) ?? []).reverse();
}

function rulesOf(root: string, folder: string): FolderRules | undefined {
  const prefix = folder === "" ? "" : `${folder}/`;
  const text = readRules(Buffer.from(`${root}/${prefix}.gitignore`, "latin1"));
  return text === undefined ? undefined : { start: prefix.length, rules: ignoreRules(text) };
}

function readRules(path: Buffer): string | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch {
    return undefined;
  }
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile()) return undefined;
    const bytes = Buffer.alloc(Math.min(status.size, mostRuleBytes));
    return bytes.toString("latin1", 0, readSync(descriptor, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(descriptor);
  }
}

function foundFile(root: string, path: string, nameBytes: string): FoundFile {
  return { path: textOf(path), nameBytes, fullPath: Buffer.from(`${root}/${path}`, "latin1") };
}

function bytesOf(text: string): string {
  return isAscii(text) ? text : Buffer.from(text).toString("latin1");
}

function textOf(bytes: string): string {
  return isAscii(bytes) ? bytes : Buffer.from(bytes, "latin1").toString();
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}
