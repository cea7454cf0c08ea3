import { PathError } from "../workspace/path-error";
import type { Workspace } from "../workspace/workspace";

/** What an agent found out and keeps: `<date>-<topic>.md` in its memory folder. */
export interface Memory {
  readonly path: string;
  /** First heading; the file name when there is none. */
  readonly title: string;
  /** The line that says in which situations it applies; empty when it is missing. */
  readonly appliesWhen: string;
  readonly text: string;
}

export interface MemoryFolder {
  /** Newest first, by the date in the file name. */
  readonly memories: readonly Memory[];
  /** Files that were not read, with the reason. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

const folder = ".claude/agents-memory";
const maximumBytes = 64 * 1024;
/** Far more than fit into a prompt. */
const mostFiles = 200;

/**
 * Reads the memory of one agent in every root, the newest {@link mostFiles} files of it. A folder that does not exist is empty;
 * a broken file loses only itself.
 */
export async function readMemories(workspace: Workspace, agent: string): Promise<MemoryFolder> {
  const memories: Memory[] = [];
  const problems: { path: string; message: string }[] = [];
  const paths: string[] = [];
  for (const root of workspace.roots) {
    const prefix = workspace.roots.length > 1 ? `${root.name}/` : "";
    paths.push(...(await filesOf(workspace, `${prefix}${folder}/${agent}`, problems)));
  }
  paths.sort(newestFirst);
  for (const path of paths.slice(0, mostFiles)) {
    try {
      memories.push(parseMemory(path, await workspace.readText(path, { maxBytes: maximumBytes })));
    } catch (error) {
      if (!(error instanceof PathError)) throw error;
      problems.push({ path, message: error.message });
    }
  }
  if (paths.length > mostFiles)
    problems.push({
      path: `${folder}/${agent}`,
      message: `only the newest ${mostFiles} of ${paths.length} files are read`,
    });
  return { memories, problems };
}

export function parseMemory(path: string, text: string): Memory {
  // Only blanks of the same line: \s would run through thousands of empty lines again at each of them.
  const title = /^#[ \t]+(\S.*)$/m.exec(text)?.[1]?.trim() ?? fileName(path);
  const appliesWhen = /^[ \t]*(?:[-*][ \t]*)?\*\*Applies when:?\*\*:?[ \t]*(\S.*)$/im.exec(text)?.[1]?.trim() ?? "";
  return { path, title, appliesWhen, text: text.trim() };
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

function newestFirst(one: string, other: string): number {
  const [left, right] = [fileName(one), fileName(other)];
  if (left === right) return one < other ? -1 : 1;
  return left < right ? 1 : -1;
}

function fileName(path: string): string {
  return path.split("/").at(-1) ?? path;
}
