import { describe, expect, it } from "vitest";
import type { HandoffState } from "../../../src/core/handoff/handoff";
import { agentNameOf, runRefusal, unknownAgent } from "../../../src/core/handoff/rules";

const agents = ["backend-architect", "db-architect", "devops-engineer", "ml-ai-engineer", "ui-ux-designer"].map(
  (name) => ({ name }),
);

describe("names of agents", () => {
  it.each([
    ["Backend Architect", "backend-architect"],
    ["backend-architect", "backend-architect"],
    ["ML/AI Engineer", "ml-ai-engineer"],
    ["the DevOps Engineer agent", "devops-engineer"],
    ["@db-architect", "db-architect"],
    ["UI/UX Designer.md", "ui-ux-designer"],
    ["Débug Specialist", "debug-specialist"],
    ["The Agent", "agent"],
    ["Архитектор", ""],
    ["x".repeat(500), "x".repeat(64)],
  ])("%s is %s", (written, name) => expect(agentNameOf(written)).toBe(name));
});

describe("running a handoff", () => {
  const from = "ml-ai-engineer";
  const origin = { conversation: "c", root: "c", depth: 0, lineage: [] };

  it.each<[string, HandoffState, RegExp | undefined]>([
    ["Backend Architect", "open", undefined],
    ["the backend-architect", "sent", undefined],
    ["Backend Architect", "running", /already/],
    ["Backend Architect", "answered", /continue with the results/],
    ["Backend Architect", "continued", /has already continued/],
    ["Backend Architect", "dismissed", /reopen it first/],
    [
      "Bakcend Architect",
      "open",
      /no agent `bakcend-architect`. Did you mean backend-architect\? There are backend-architect, db-/,
    ],
    ["Backend Engineer", "open", /Did you mean backend-architect\?/],
    ["Lawyer", "open", /^There is no agent `lawyer`. There are /],
  ])("%s, %s", (to, state, refusal) => {
    const refused = runRefusal({ to, state, from, origin }, agents);
    if (refusal === undefined) expect(refused).toBeUndefined();
    else expect(refused).toMatch(refusal);
  });

  it("one whose record leaves out that it is deferred is deferred all the same", () => {
    const origin = { conversation: "c", root: "c", depth: 0, lineage: ["db-architect"] };
    const handoff = { to: "DB Architect", from: "backend-architect", state: "open" } as const;
    expect(runRefusal({ ...handoff, origin }, agents)).toMatch(/go round in a circle\. A person can answer it\.$/);
    expect(runRefusal({ ...handoff, origin: { ...origin, lineage: [], depth: 3 } }, agents)).toMatch(/3 handoffs deep/);
    expect(runRefusal({ ...handoff, to: "backend architect", origin: { ...origin, lineage: [] } }, agents)).toMatch(
      /itself/,
    );
  });

  it("a deferred one is for people", () => {
    expect(runRefusal({ to: "db-architect", state: "open", deferred: "Too deep.", from, origin }, agents)).toBe(
      "Too deep. A person can answer it.",
    );
    expect(unknownAgent("x", [])).toBe("There is no agent `x`. There are no agents.");
  });
});
