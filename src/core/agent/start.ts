import type { MemoryList } from "../memory/memory";
import { contextBlock } from "../tools/context-block";
import { PathError } from "../workspace/path-error";
import { countHidden, cutCharacters, visibleContent } from "../workspace/visible-text";
import type { Workspace } from "../workspace/workspace";
import type { AgentEvent } from "./events";
import { recallMemories } from "./start-memory";

type ContextEvent = Extract<AgentEvent, { type: "context" }>;

export interface StartSources {
  readonly workspace: Workspace;
  /** The agents that ship with the product; holds the protocol used when the workspace has none. */
  readonly bundled: Workspace;
  readonly agent: string;
  /** What the conversation begins with. */
  readonly question: string;
  readonly signal: AbortSignal;
  /** What was found of the transcription pipeline, with its outline within `budget` characters. */
  outline(budget: number): Promise<Outline>;
  /** The memories of an agent; without it they are read from the workspace. */
  listMemories?(agent: string): Promise<MemoryList>;
  now(): number;
}

export interface Outline {
  readonly text: string;
  readonly reason: string;
  /** The files with engine code. */
  readonly paths: readonly string[];
  readonly engines: readonly string[];
  readonly models: readonly string[];
}

/** Characters of the first context block by source: about 13,000 tokens in all. */
const budgets = { "team-protocol": 16_000, memory: 12_000, instructions: 10_000, "pipeline-map": 8_000 } as const;

/**
 * Reads what an agent knows before its first request, in the order of its definition: protocol, memory, CLAUDE.md of the part
 * with the speech code, the pipeline. Yields one event for each thing read or left out; returns the context block.
 */
export async function* readStart(sources: StartSources): AsyncGenerator<ContextEvent, string> {
  const blocks: string[] = [];
  const { now } = sources;
  const outline = await timed(now, () => sources.outline(budgets["pipeline-map"]));
  const readers = [
    () => readProtocol(sources),
    () => readMemory(sources, outline.value),
    () => readInstructions(sources, outline.value.paths),
  ];
  for (const reader of readers) {
    const { value, milliseconds } = await timed(now, reader);
    for (const { event, block } of value) {
      if (block !== undefined) blocks.push(block);
      yield { ...event, milliseconds };
    }
  }
  const { text, reason } = outline.value;
  blocks.push(contextBlock("pipeline-map", "what was found in this workspace", text));
  yield {
    type: "context",
    source: "pipeline-map",
    title: "pipeline map",
    characters: text.length,
    milliseconds: outline.milliseconds,
    reason,
  };
  return blocks.join("\n\n");
}

interface Reading {
  readonly event: Omit<ContextEvent, "milliseconds">;
  readonly block?: string;
}

async function readProtocol({ workspace, bundled }: StartSources): Promise<Reading[]> {
  const own = workspace.trusted
    ? await firstText(workspace, rootPaths(workspace, ".claude/agents-shared/team-protocol.md"))
    : undefined;
  const shipped = own ?? (await firstText(bundled, ["shared/team-protocol.md"]));
  if (!shipped) return [];
  const reason = own ? "the team's own protocol" : "bundled: the workspace has none of its own that may be used";
  const event = { source: "team-protocol", title: "team protocol", reason, ...(own && { path: own.path }) } as const;
  return [reading(event, shipped.text)];
}

async function readMemory(sources: StartSources, { engines, models, paths }: Outline): Promise<Reading[]> {
  const readings = await recallMemories({ ...sources, engines, models, files: paths });
  return readings.map(({ text, ...about }) => {
    const event = { source: "memory", ...about } as const;
    return text === undefined ? { event: { type: "context", characters: 0, ...event } } : reading(event, text);
  });
}

async function readInstructions({ workspace }: StartSources, enginePaths: readonly string[]): Promise<Reading[]> {
  const folders = new Set(enginePaths.flatMap(ancestors));
  const reasonFor = (path: string) =>
    folders.has(path.slice(0, Math.max(0, path.lastIndexOf("/"))))
      ? "notes of the part with the speech code"
      : "notes of the whole folder";
  const candidates = [...folders].sort((a, b) => b.length - a.length).map((folder) => `${folder}/CLAUDE.md`);
  const readings: Reading[] = [];
  for (const path of new Set([...candidates, ...rootPaths(workspace, "CLAUDE.md")])) {
    const found = await firstText(workspace, [path]);
    if (found && readings.length < 3)
      readings.push(reading({ source: "instructions", title: path, path, reason: reasonFor(path) }, found.text));
  }
  return readings;
}

function reading(event: Omit<ContextEvent, "type" | "characters" | "milliseconds">, text: string): Reading {
  const [shown, omitted] = cutCharacters(visibleContent(text.replaceAll("\r\n", "\n")), budgets[event.source]);
  const kept = omitted > 0 ? `${shown}\n[${omitted} characters left out]` : shown;
  const hidden = countHidden(text);
  const remarks = [
    event.reason,
    ...(omitted > 0 ? [`cut at ${budgets[event.source]} characters`] : []),
    ...(hidden > 0 ? [`${hidden} hidden characters are shown as \\u{…}`] : []),
  ];
  return {
    event: { type: "context", ...event, characters: kept.length, reason: remarks.join("; ") },
    block: contextBlock(event.source, event.path ?? event.title, kept),
  };
}

async function firstText(
  workspace: Workspace,
  paths: readonly string[],
): Promise<{ path: string; text: string } | undefined> {
  for (const path of paths) {
    try {
      return { path, text: await workspace.readText(path, { maxBytes: 256 * 1024 }) };
    } catch (error) {
      if (!(error instanceof PathError)) throw error;
    }
  }
  return undefined;
}

function rootPaths(workspace: Workspace, path: string): string[] {
  return workspace.roots.length > 1 ? workspace.roots.map((root) => `${root.name}/${path}`) : [path];
}

function ancestors(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

async function timed<T>(now: () => number, work: () => Promise<T>): Promise<{ value: T; milliseconds: number }> {
  const start = now();
  const value = await work();
  return { value, milliseconds: now() - start };
}
