import { expect, it } from "vitest";
import type { AgentDefinition } from "../../../src/core/agent/definition/definition";
import { grantTools } from "../../../src/core/agent/grants";
import { glob } from "../../../src/core/tools/glob";
import { grep } from "../../../src/core/tools/grep";
import { read } from "../../../src/core/tools/read";
import type { Tool } from "../../../src/core/tools/tool";

const companion: Tool = { ...read, name: "PipelineMap" };
const asking: Tool = { ...read, name: "Ask", access: "ask" };

/** One line a tool: its name, what it may do, and why not. */
function granted(tools: readonly string[] | undefined, disallowedTools: readonly string[] = []): string {
  const definition: AgentDefinition = {
    name: "a",
    description: "",
    tools,
    disallowedTools,
    model: "inherit",
    body: "You read.",
    otherKeys: {},
  };
  const { tools: given, states } = grantTools(definition, [read, grep, glob, asking], [companion]);
  expect(given.map(({ name }) => name)).toEqual(
    states.filter(({ state }) => state !== "unavailable").map(({ name }) => name),
  );
  return states.map(({ name, state, reason }) => `${name} ${state}${reason ? `: ${reason}` : ""}`).join("\n");
}

it.each<[string, readonly string[] | undefined, string]>([
  ["what it names, with the companions of Read", ["Grep", "Read"], "Read granted\nGrep granted\nPipelineMap granted"],
  [
    "every read-only tool when it names none",
    undefined,
    "Read granted\nGrep granted\nGlob granted\nPipelineMap granted",
  ],
  ["no companions without Read", ["Glob"], "Glob granted"],
  ["nothing for an empty list", [], ""],
  ["a tool that asks", ["Ask"], "Ask asks"],
  ["Bash with a rule", ["Bash(git log, git diff)"], "Bash(git log, git diff) unavailable: running commands is off"],
  [
    "a tool of an MCP server",
    ["mcp__context7__search"],
    'mcp__context7__search unavailable: no connection to the MCP server "context7"',
  ],
  [
    "what it names in the words of .github/agents",
    ["read", "Search", "execute", "todo"],
    "Read granted\nGrep granted\nGlob granted\nPipelineMap granted\nBash unavailable: running commands is off\ntodo unavailable: this version has no tool of that name",
  ],
  [
    "members of VS Code's sets",
    ["search/textSearch", "read/readFile"],
    "Read granted\nGrep granted\nGlob granted\nPipelineMap granted",
  ],
  ["everything for a star", ["*"], "Read granted\nGrep granted\nGlob granted\nAsk asks\nPipelineMap granted"],
  [
    "no tool with a rule that nobody enforces",
    ["Read(src/**)"],
    "Read(src/**) unavailable: a rule in parentheses cannot narrow a tool here",
  ],
  ["a name that every object has", ["constructor"], "constructor unavailable: this version has no tool of that name"],
])("an agent gets %s", (_, tools, expected) => expect(granted(tools)).toBe(expected));

it("takes away what the file disallows, companions included", () => {
  expect(granted(undefined, ["Grep", "PipelineMap"])).toBe("Read granted\nGlob granted");
  expect(granted(["Read", "Bash"], ["execute"])).toBe("Read granted\nPipelineMap granted");
});
