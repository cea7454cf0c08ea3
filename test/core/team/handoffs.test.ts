import { describe, expect, it } from "vitest";
import type { AgentEvent } from "../../../src/core/agent/events";
import { defaultLimits } from "../../../src/core/agent/limits";
import { type Start, startContinuation, startRun } from "../../../src/core/team/dispatch";
import { calls, says, scriptedModel } from "../../support/scripted-model";
import { person, type TeamSession, teamSession } from "../../support/team-session";

const request = (agent: string, task: string, blocks = "the decision") => ({
  agent,
  task,
  context: "service.py:40 loads the model for each job",
  needBack: "the change as path:line",
  blocks,
});
const call = (id: string, agent: string, task: string, blocks?: string) =>
  calls(id, "RequestHandoff", request(agent, task, blocks));
const handoffs = (events: readonly AgentEvent[]) =>
  events
    .filter((event) => event.type === "handoff")
    .map(({ to, task, isNew }) => `${to}: ${task}${isNew ? "" : " (known)"}`);
const end = (events: readonly AgentEvent[]) => events.find((event) => event.type === "end");
const states = async ({ team }: TeamSession) =>
  Object.fromEntries((await team.handoffs.list()).handoffs.map(({ to, state }) => [to, state]));

const written = `Found it.

## Handoff Requests

### -> DB Architect
**Task:** Add a column for the checkpoint
**Context from my analysis:** transcribe_options is JSON
**I need back:** a migration
**Blocks:** nothing

## Continuation Plan

If I receive handoff results, I will:
1. Verify the migration
`;

/** A conversation that asks three specialists, two by a call and one in its text. */
async function threeHandoffs(): Promise<TeamSession> {
  const session = await teamSession();
  const model = scriptedModel([
    {
      content: [
        says("Looking."),
        call("t1", "Backend Architect", "Load the model once"),
        call("t2", "DevOps Engineer", "Build the image"),
      ],
    },
    { content: [says(written)] },
  ]);
  const events = await session.ask(person("p1", "Why is it slow?"), model);
  expect(handoffs(events)).toEqual([
    "Backend Architect: Load the model once",
    "DevOps Engineer: Build the image",
    "DB Architect: Add a column for the checkpoint",
  ]);
  return session;
}

const runOf = async (session: TeamSession, to: string): Promise<Start> => startRun(await idOf(session, to), session);
const idOf = async ({ team }: TeamSession, to: string) =>
  (await team.handoffs.list()).handoffs.find((handoff) => handoff.to === to)?.id ?? "none";

describe("raising", () => {
  it("records both kinds with the task, the whole analysis and the plan", async () => {
    const { team } = await threeHandoffs();
    const { handoffs: all, problems } = await team.handoffs.list();
    expect(problems).toEqual([]);
    for (const handoff of all) {
      expect(handoff.originalTask).toBe("Why is it slow?");
      expect(handoff.analysis).toContain("Looking.\n\nFound it.");
      expect(handoff.plan).toContain("1. Verify the migration");
      expect(handoff.origin).toMatchObject({ conversation: "p1", root: "p1", depth: 0, lineage: [] });
    }
    expect(all.map(({ toolCall }) => toolCall ?? "none").sort()).toEqual(["none", "t1", "t2"]);
  });

  it("records a request that is called and written only once", async () => {
    const session = await teamSession();
    const both = `## Handoff Requests\n\n### -> Backend Architect\n**Task:** Load the model once.\n**Blocks:** all\n`;
    const model = scriptedModel([
      { content: [call("t1", "Backend Architect", "Load the model once")] },
      { content: [says(both)] },
    ]);
    expect(handoffs(await session.ask(person("p1", "Why?"), model))).toEqual([
      "Backend Architect: Load the model once",
    ]);
    expect((await session.team.handoffs.list()).handoffs).toHaveLength(1);
  });

  it("takes nothing from an answer that was cut off or stopped", async () => {
    const session = await teamSession();
    await session.ask(
      person("p1", "Why?"),
      scriptedModel([{ content: [says(written)], reason: "max-tokens", message: "cut" }]),
    );
    expect((await session.team.handoffs.list()).handoffs).toEqual([]);
  });
});

describe("running and continuing", () => {
  it("lands the specialist's answer, and continues once with all results", async () => {
    const session = await threeHandoffs();
    const run = await runOf(session, "Backend Architect");
    expect(run).toMatchObject({
      agent: "backend-architect",
      origin: { depth: 1, root: "p1", lineage: ["ml-ai-engineer"] },
    });
    expect((await states(session))["Backend Architect"]).toBe("running");
    await session.ask(run, scriptedModel([{ content: [says("Done at worker.py:7.")] }]));
    await session.team.handoffs.dismiss(await idOf(session, "DB Architect"));
    const backend = await idOf(session, "Backend Architect");
    await expect(startContinuation(backend, session)).rejects.toThrow(/DevOps Engineer/);
    await session.team.handoffs.answer(await idOf(session, "DevOps Engineer"), "Image built: 2.1 GB.", "person");

    const start = (await startContinuation(backend, session)) as Start;
    expect(start).toMatchObject({
      agent: "ml-ai-engineer",
      origin: { depth: 0, root: "p1", continues: "p1", task: "Why is it slow?" },
    });
    expect(start.question).toMatch(/^Continue your work on: Why is it slow\?/);
    for (const part of [
      "Your previous analysis:",
      "Handoff results:",
      "Done at worker.py:7.",
      "Image built: 2.1 GB.",
      "Verify the migration",
    ])
      expect(start.question).toContain(part);
    const model = scriptedModel([
      { content: [says("Good. "), call("t9", "Security Auditor", "Check the key")] },
      { content: [says("Ready.")] },
    ]);
    await session.ask(start, model);
    expect(await states(session)).toMatchObject({
      "Backend Architect": "continued",
      "DevOps Engineer": "continued",
      "DB Architect": "dismissed",
    });

    expect(await startContinuation(backend, session)).toEqual({ existing: start.origin.conversation });
    const again = (await session.team.handoffs.list()).handoffs.find(({ to }) => to === "Security Auditor");
    expect(again?.originalTask).toBe("Why is it slow?");
    expect(again?.analysis).toMatch(/Found it\.[\s\S]+## After the handoff results[\s\S]+Ready\./);
  });

  it("makes the same continuation where its conversation is missing: after a crash, or on another machine", async () => {
    const session = await threeHandoffs();
    for (const to of ["Backend Architect", "DevOps Engineer"])
      await session.team.handoffs.answer(await idOf(session, to), `Result of ${to}`, "person");
    const first = (await startContinuation(await idOf(session, "DevOps Engineer"), session)) as Start;
    const second = (await startContinuation(await idOf(session, "Backend Architect"), session)) as Start;
    expect(second.origin).toEqual(first.origin);
    expect(second.question).toBe(first.question);
  });

  it("waits for what a specialist itself asked, and lands the answer of its continuation", async () => {
    const session = await threeHandoffs();
    const run = await runOf(session, "Backend Architect");
    await session.ask(
      run,
      scriptedModel([
        { content: [says("Needs a table."), call("s1", "DB Architect", "Design the table")] },
        { content: [says("Waiting.")] },
      ]),
    );
    expect(await states(session)).toMatchObject({ "Backend Architect": "sent" });
    const asked = (await session.team.handoffs.list()).handoffs.find(({ task }) => task === "Design the table");
    expect(asked?.origin).toMatchObject({ depth: 1, lineage: ["ml-ai-engineer"], root: "p1" });
    await session.team.handoffs.answer(asked?.id ?? "", "CREATE TABLE", "person");
    const start = (await startContinuation(asked?.id ?? "", session)) as Start;
    expect(start).toMatchObject({ agent: "backend-architect", origin: { depth: 1, answers: run.origin.answers } });
    expect(await states(session)).toMatchObject({ "Backend Architect": "running" });
    await session.ask(start, scriptedModel([{ content: [says("The whole change.")] }]));
    const backend = await session.team.handoffs.find(run.origin.answers ?? "");
    expect(backend).toMatchObject({ state: "answered", result: "The whole change." });
  });
});

describe("dispatch rules", () => {
  it("defers at depth 3, in a circle, and to oneself; each is recorded with its reason", async () => {
    const session = await teamSession();
    const chain = ["Backend Architect", "DevOps Engineer", "DB Architect", "Performance Engineer"];
    const agents = [...chain, "Debug Specialist"].map((name) => ({ name: name.toLowerCase().replace(" ", "-") }));
    let start = person("p1", "Why?");
    for (const to of chain) {
      const extra =
        to === "DevOps Engineer"
          ? [call("c", "ML/AI Engineer", "Answer me"), call("d", "backend-architect", "Do mine")]
          : [];
      await session.ask(
        start,
        scriptedModel([{ content: [call("n", to, `Part of ${to}`), ...extra] }, { content: [says("Asked.")] }]),
      );
      if (to === "Performance Engineer") break;
      start = await startRun(await idOf(session, to), { ...session, agents: async () => agents });
    }
    const all = (await session.team.handoffs.list()).handoffs;
    const found = all.map(({ to, origin, deferred }) => `${to} at ${origin.depth}: ${deferred ?? "runs"}`).sort();
    expect(found).toEqual([
      "Backend Architect at 0: runs",
      "DB Architect at 2: runs",
      "DevOps Engineer at 1: runs",
      "ML/AI Engineer at 1: ml-ai-engineer is waiting for this very work: ml-ai-engineer → backend-architect → ml-ai-engineer would go round in a circle.",
      "Performance Engineer at 3: The work is 3 handoffs deep, and specialists ask others only above depth 3.",
      "backend-architect at 1: backend-architect would ask itself.",
    ]);
    await expect(runOf(session, "Performance Engineer")).rejects.toThrow(/3 handoffs deep/);
  });

  it("keeps a request to an agent that does not exist, and says who there is", async () => {
    const session = await teamSession();
    await session.ask(
      person("p1", "Why?"),
      scriptedModel([{ content: [call("t", "Bakend Architect", "Help")] }, { content: [says("Asked.")] }]),
    );
    await expect(runOf(session, "Bakend Architect")).rejects.toThrow(
      /no agent `bakend-architect`\. Did you mean backend-architect/,
    );
  });
});

describe("budget", () => {
  it("ends a specialist that uses it up with a report, and leaves the handoff open with it", async () => {
    const session = await threeHandoffs();
    const run = await runOf(session, "Backend Architect");
    const budget = { turns: 5, tokens: 1_000_000, usd: 20 };
    const reads = (id: string) => ({ content: [calls(id, "Glob", { pattern: `**/${id}.py` })] });
    const events = await session.ask(
      run,
      scriptedModel([reads("a"), reads("b"), { content: [says("Report: half of it.")] }]),
      { budget },
    );
    expect(end(events)).toMatchObject({
      reason: "limit",
      message: expect.stringContaining("budget of this conversation and all it started"),
    });
    const backend = await session.team.handoffs.find(run.origin.answers ?? "");
    expect(backend).toMatchObject({ state: "open", partial: "Report: half of it.", spent: { turns: 3, tokens: 330 } });
  });

  it("starts nothing when there is none left", async () => {
    const session = await threeHandoffs();
    const run = await runOf(session, "Backend Architect");
    const model = scriptedModel([]);
    const events = await session.ask(run, model, { budget: { turns: 2, tokens: 1_000_000, usd: 20 } });
    expect(end(events)).toMatchObject({ reason: "limit", message: expect.stringContaining("used up") });
    expect(model.requests).toEqual([]);
    expect(await states(session)).toMatchObject({ "Backend Architect": "open" });
  });

  it("counts USD", async () => {
    const session = await teamSession();
    const reads = (id: string) => ({ content: [calls(id, "Glob", { pattern: `**/${id}.py` })] });
    const model = scriptedModel([reads("a"), { content: [says("Report.")] }]);
    const events = await session.ask(person("p", "Why?"), model, {
      limits: { ...defaultLimits, usd: 0.5 },
      price: () => 0.6,
    });
    expect(end(events)).toMatchObject({ reason: "limit", message: "Stopped at the limit of 0.50 USD." });
  });
});
