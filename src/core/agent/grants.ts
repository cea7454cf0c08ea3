import type { Tool } from "../tools/tool";
import type { AgentDefinition } from "./definition/definition";
import type { ToolGrant } from "./events";

export interface Grants {
  /** The tools this agent may call, in the order of the toolbelt. */
  readonly tools: readonly Tool[];
  /** Every tool that the definition names or that comes with reading, with its state. */
  readonly states: readonly ToolGrant[];
}

/**
 * Decides which tools an agent gets. `toolbelt` holds what can be named; `companions` come with Read, since they only show
 * what Read, Grep and Glob could find as well. A definition that names no tools gets the toolbelt's read-only ones.
 */
export function grantTools(
  definition: AgentDefinition,
  toolbelt: readonly Tool[],
  companions: readonly Tool[],
): Grants {
  const denied = new Set(wantedNames(definition.disallowedTools, toolbelt));
  const wanted = wantedNames(definition.tools, toolbelt).filter((name) => !denied.has(name));
  const named = toolbelt.filter(({ name }) => wanted.includes(name));
  const reads = named.some(({ name }) => name === "Read");
  const tools = [
    ...named,
    ...(reads ? companions.filter((tool) => !named.includes(tool) && !denied.has(tool.name)) : []),
  ];
  const missing = wanted.filter((name) => !tools.some((tool) => tool.name === name));
  return {
    tools,
    states: [
      ...tools.map(({ name, access }): ToolGrant => ({ name, state: access === "ask" ? "asks" : "granted" })),
      ...missing.map((name): ToolGrant => ({ name, state: "unavailable", reason: reasonFor(name) })),
    ],
  };
}

function wantedNames(written: readonly string[] | undefined, toolbelt: readonly Tool[]): readonly string[] {
  const known = toolbelt.map(({ name }) => name);
  if (written === undefined) return toolbelt.filter(({ access }) => access === "read").map(({ name }) => name);
  const names = written.flatMap((name) => {
    if (name === "*") return known;
    return known.includes(name) ? [name] : (toolSets.get(name.toLowerCase().replace(/\/.*$/, "")) ?? [name]);
  });
  return [...new Set(names)];
}

/** What files in `.github/agents` call tools, in any case: sets, and `set/member` in VS Code's own files. */
const toolSets: ReadonlyMap<string, readonly string[]> = new Map([
  ["read", ["Read"]],
  ["search", ["Grep", "Glob"]],
  ["execute", ["Bash"]],
  ["edit", ["Edit"]],
  ["agent", ["Agent"]],
  ["web", ["WebSearch", "WebFetch"]],
]);

function reasonFor(name: string): string {
  if (name.startsWith("mcp__")) return `no connection to the MCP server "${name.split("__")[1] ?? ""}"`;
  const bare = name.replace(/\(.*$/, "");
  if (bare !== name && !reasons.has(bare)) return "a rule in parentheses cannot narrow a tool here";
  return reasons.get(bare) ?? "this version has no tool of that name";
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["Bash", "running commands is off"],
  ["Agent", "subagents are off"],
  ["Task", "subagents are off"],
  ["WebSearch", "web search is off"],
  ["WebFetch", "fetching pages is off"],
  ["Write", "this agent reads and measures; it does not change files"],
  ["Edit", "this agent reads and measures; it does not change files"],
]);
