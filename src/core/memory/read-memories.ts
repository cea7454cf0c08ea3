import { PathError } from "../workspace/path-error";
import type { Workspace } from "../workspace/workspace";
import { parseMemory } from "./format";
import type { Memory, MemoryList } from "./memory";
import { dateInName } from "./names";

const folder = ".claude/agents-memory";
const maximumBytes = 256 * 1024;
/** Files that are read at the same time. */
const width = 16;

/**
 * Reads the memory of one agent in every root without the door for writing, which a session without a team does not
 * have. A folder that does not exist is empty; a broken file loses only itself.
 */
export async function readMemories(workspace: Workspace, agent: string): Promise<MemoryList> {
  const problems: { path: string; message: string }[] = [];
  const paths: string[] = [];
  for (const root of workspace.roots) {
    const prefix = workspace.roots.length > 1 ? `${root.name}/` : "";
    paths.push(...(await filesOf(workspace, `${prefix}${folder}/${agent}`, problems)));
  }
  const memories: Memory[] = [];
  for (let start = 0; start < paths.length; start += width) {
    const read = await Promise.all(paths.slice(start, start + width).map((path) => readOne(workspace, path, problems)));
    memories.push(...read.filter((memory) => memory !== undefined));
  }
  return { memories: memories.sort(newestFirst), problems };
}

/** By day, then by path, so that the order is the same everywhere. */
export function newestFirst(one: Memory, other: Memory): number {
  if (one.date !== other.date) return one.date < other.date ? 1 : -1;
  return one.path < other.path ? -1 : 1;
}

async function readOne(
  workspace: Workspace,
  path: string,
  problems: { path: string; message: string }[],
): Promise<Memory | undefined> {
  try {
    const name = path.split("/").at(-1) ?? path;
    const text = await workspace.readText(path, { maxBytes: maximumBytes });
    return { path, name, date: dateInName(name) ?? "", ...parseMemory(path, text) };
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    problems.push({ path, message: error.message });
    return undefined;
  }
}

async function filesOf(
  workspace: Workspace,
  path: string,
  problems: { path: string; message: string }[],
): Promise<string[]> {
  try {
    const entries = await workspace.readDirectory(path);
    return entries
      .filter(({ kind, name }) => kind === "file" && name.endsWith(".md"))
      .map(({ name }) => `${path}/${name}`);
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    if (error.problem !== "missing") problems.push({ path, message: error.message });
    return [];
  }
}
