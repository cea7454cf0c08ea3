import { readdirSync, readFileSync } from "node:fs";
import matter from "gray-matter";
import { describe, expect, it } from "vitest";
import { evaluationFacts } from "./support/agent-facts/evaluation";
import { type FactSection, isStatedIn } from "./support/agent-facts/fact";
import { invocationFacts } from "./support/agent-facts/invocation";
import { modelFacts } from "./support/agent-facts/models";
import { operationFacts } from "./support/agent-facts/operation";
import { pipelineFacts } from "./support/agent-facts/pipeline";
import { protocolFacts } from "./support/agent-facts/protocol";
import { teamworkFacts } from "./support/agent-facts/teamwork";

const folder = new URL("../agents/", import.meta.url);
const prompt = textOf("ml-ai-engineer.md");
const protocol = textOf("shared/team-protocol.md");

/** The display names of the escalation table, and the files that define them. */
const specialists = {
  "Backend Architect": "backend-architect",
  "Frontend Architect": "frontend-architect",
  "DevOps Engineer": "devops-engineer",
  "DB Architect": "db-architect",
  "Remotion Engineer": "remotion-engineer",
  "Product Strategist": "product-strategist",
  "Performance Engineer": "performance-engineer",
  "Debug Specialist": "debug-specialist",
  "Security Auditor": "security-auditor",
} as const;
const specialistNames = Object.values(specialists);
const agentNames = ["ml-ai-engineer", ...specialistNames];

const engineerFacts = [
  ...invocationFacts,
  ...pipelineFacts,
  ...modelFacts,
  ...operationFacts,
  ...evaluationFacts,
  ...teamworkFacts,
];

describe("the speech engineer's prompt states", () => {
  it.each(cases(engineerFacts))("$section: $fact.label", ({ fact }) => {
    expect(isStatedIn(prompt, fact), String(fact.expected)).toBe(true);
  });

  it("more than 200 facts, none of them listed twice", () => {
    const expectations = cases(engineerFacts).map(({ fact }) => String(fact.expected));
    expect(new Set(expectations).size).toBe(expectations.length);
    expect(expectations.length).toBeGreaterThan(200);
  });
});

describe("the team protocol states", () => {
  it.each(cases(protocolFacts))("$section: $fact.label", ({ fact }) => {
    expect(isStatedIn(protocol, fact), String(fact.expected)).toBe(true);
  });

  it.each(Object.keys(specialists))("that %s is on the team", (displayName) => {
    expect(protocol).toMatch(new RegExp(`^\\| ${displayName} \\|`, "m"));
  });
});

describe("what no prompt may say", () => {
  const everyLine = ["shared/team-protocol", ...agentNames].flatMap((name) =>
    textOf(`${name}.md`)
      .split("\n")
      .map((line) => ({ name, line })),
  );

  it("speeds in multiples of real time are never called a real-time factor", () => {
    const speeds = everyLine.filter(({ line }) => /0\.5\s?[–-]\s?3(?!\d)|10\s?[–-]\s?50(?!\d)/.test(line));
    expect(speeds.map(({ name }) => name)).toContain("ml-ai-engineer");
    expect(speeds.filter(({ line }) => /RTF|real-time factor/i.test(line))).toEqual([]);
  });

  it("what the team's code does right is not raised against it", () => {
    const flags = prompt.split("\n").filter((line) => /^[79]\. \*\*(Inference|No audio)/.test(line));
    expect(flags).toHaveLength(2);
    expect(flags.join("\n")).not.toMatch(/Coffee|cofee_backend|the project|the team|today/i);
  });

  it("an oversized model is never called proven without a measurement", () => {
    const flag = prompt.split("\n").find((line) => line.startsWith("1. **Oversized model.**")) ?? "";
    expect(flag.indexOf("provided a test set shows")).toBeGreaterThan(0);
    expect(flag.indexOf("provided a test set shows")).toBeLessThan(flag.indexOf("unproven: measure small"));
  });
});

describe("definition files", () => {
  it("are exactly the agents we know", () => {
    const files = readdirSync(folder).filter((name) => name.endsWith(".md"));
    expect(files.sort()).toEqual(agentNames.map((name) => `${name}.md`).sort());
  });

  it.each(agentNames)("%s has a front matter that every reader accepts", (name) => {
    const { data, content, matter: frontMatter } = parsed(name);
    expect(Object.keys(data)).toEqual(["name", "description", "tools", "model"]);
    expect(data.name).toBe(name);
    expect(data.description).toMatch(/^\S.{40,400}\.$/);
    expect(["opus", "sonnet", "inherit"]).toContain(data.model);
    expect(Buffer.byteLength(frontMatter)).toBeLessThan(16 * 1024);
    expect(content.trimStart()).toMatch(/^# /);
  });

  it.each(["shared/team-protocol", ...agentNames])("%s is below 64 KB and plain text", (name) => {
    const text = textOf(`${name}.md`);
    expect(Buffer.byteLength(text)).toBeLessThan(64 * 1024);
    expect(text).not.toMatch(/[\r\uFEFF\u200B-\u200F\u202A-\u202E\u2066-\u2069]/);
  });

  it("the speech engineer has all its tools and the large model", () => {
    const { tools, model } = parsed("ml-ai-engineer").data;
    expect(tools).toBe(
      "Read, Grep, Glob, Bash, Agent, WebSearch, WebFetch, mcp__context7__resolve-library-id, mcp__context7__query-docs",
    );
    expect(model).toBe("opus");
  });

  it.each(specialistNames)("%s reads, and at most asks for a shell", (name) => {
    expect(["Read, Grep, Glob", "Read, Grep, Glob, Bash"]).toContain(parsed(name).data.tools);
  });

  it("every target of the escalation table has a definition, and no other", () => {
    const table = prompt.slice(prompt.indexOf("## 8. When you hand over"), prompt.indexOf("## Handoff Requests"));
    const targets = [
      ...table.matchAll(/^\|[^|\n]+\| ((?:\w+ )?(?:Architect|Engineer|Strategist|Specialist|Auditor)) \|/gm),
    ];
    expect(targets.map((match) => match[1]).sort()).toEqual(Object.keys(specialists).sort());
  });
});

describe("specialists", () => {
  it.each(specialistNames)("%s has 40 to 80 lines", (name) => {
    const lines = textOf(`${name}.md`).trimEnd().split("\n").length;
    expect(lines).toBeGreaterThanOrEqual(40);
    expect(lines).toBeLessThanOrEqual(80);
  });

  it.each(pairs(specialistNames))("%s and %s share at most 30 %% of their lines", (first, second) => {
    expect(sharedFraction(bodyLines(first), bodyLines(second))).toBeLessThanOrEqual(0.3);
  });

  it.each(specialistNames)("%s names its files, what it refuses, and to whom it passes on", (name) => {
    const body = parsed(name).content;
    const others = Object.entries(specialists).filter(([, file]) => file !== name);
    expect(body).toMatch(/cofee_backend\/cpv3\/[\w/]+\.py/);
    expect(body).toMatch(/refuse|will not|do not|not with you|limits|decline/i);
    expect(body).toMatch(/need back|needs back/);
    expect(others.filter(([displayName]) => body.includes(displayName)).length).toBeGreaterThanOrEqual(2);
  });

  it("a file compared with itself is found to be a copy", () => {
    const lines = bodyLines("backend-architect");
    expect(sharedFraction(lines, lines)).toBe(1);
  });
});

function textOf(path: string): string {
  return readFileSync(new URL(path, folder), "utf8");
}

function parsed(name: string): matter.GrayMatterFile<string> {
  // Without options gray-matter answers from a cache that forgets the raw front matter.
  return matter(textOf(`${name}.md`), { language: "yaml" });
}

function cases(sections: readonly FactSection[]) {
  return sections.flatMap(({ section, facts }) => facts.map((fact) => ({ section, fact })));
}

function bodyLines(name: string): string[] {
  return parsed(name)
    .content.split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Lines of the smaller text that the other one has too, each counted as often as both have it. */
function sharedFraction(first: readonly string[], second: readonly string[]): number {
  const left = new Map<string, number>();
  for (const line of first) left.set(line, (left.get(line) ?? 0) + 1);
  let shared = 0;
  for (const line of second) {
    const count = left.get(line) ?? 0;
    if (count > 0) shared += 1;
    left.set(line, count - 1);
  }
  return shared / Math.min(first.length, second.length);
}

function pairs<Item>(items: readonly Item[]): [Item, Item][] {
  return items.flatMap((first, index) => items.slice(index + 1).map((second): [Item, Item] => [first, second]));
}
