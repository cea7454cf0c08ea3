import { type Memory, type MemoryList, readMemories } from "../memory/memory";
import { findStale, recallChecked } from "../memory/stale";
import type { Workspace } from "../workspace/workspace";

export interface MemorySources {
  readonly workspace: Workspace;
  readonly agent: string;
  /** What the conversation begins with; may be in any language. */
  readonly question: string;
  /** What speech code there is: names of engines and models, and the files they are used in. */
  readonly engines: readonly string[];
  readonly models: readonly string[];
  readonly files: readonly string[];
  readonly signal: AbortSignal;
  /** The memories of an agent; without it they are read from the workspace. */
  listMemories?(agent: string): Promise<MemoryList>;
}

/** Something to read at the start, or the reason why it was not read. */
export interface MemoryReading {
  readonly title: string;
  readonly path?: string;
  readonly reason: string;
  /** Absent for what was not read. */
  readonly text?: string;
}

/** Tokens of all memories at the start of a conversation, however many there are. */
const memoryTokens = 3500;

/** What an agent remembers of this subject, most relevant first; then the titles of the rest; then what could not be read. */
export async function recallMemories(sources: MemorySources): Promise<readonly MemoryReading[]> {
  const { workspace, agent, signal, files } = sources;
  const { memories, problems } = await (sources.listMemories?.(agent) ?? readMemories(workspace, agent));
  const query = { roots: workspace.roots, files, signal };
  const check = async (recalled: readonly Memory[]) =>
    workspace.trusted ? await findStale(recalled, query) : new Map<string, never>();
  const { recalled, titles, omitted, rest } = await recallChecked(
    { ...sources, memories, budget: memoryTokens },
    check,
  );
  const readings: MemoryReading[] = recalled.map(({ memory, why, text }) => ({
    title: memory.title,
    path: memory.path,
    reason: why,
    text,
  }));
  if (rest !== "") {
    const reason =
      titles.length > 0
        ? `only titles${omitted > 0 ? ` of ${titles.length}` : ""}: less to do with the question; the agent can read the files`
        : "not listed: the budget for memories is used up; the agent can search the folder";
    const count = titles.length + omitted;
    readings.push({ title: `${count} more ${count === 1 ? "memory" : "memories"}`, reason, text: rest });
  }
  for (const { path, message } of problems) readings.push({ title: path, path, reason: `not read: ${message}` });
  return readings;
}
