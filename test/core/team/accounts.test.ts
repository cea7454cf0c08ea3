import { describe, expect, it } from "vitest";
import { startRun } from "../../../src/core/team/dispatch";
import { calls, says, scriptedModel } from "../../support/scripted-model";
import { person, type TeamSession, teamSession } from "../../support/team-session";

const request = { agent: "Backend Architect", task: "Load the model once", blocks: "the decision" };
const asks = (turn: string) => ({ content: [calls(turn, "RequestHandoff", request)] });
const reads = { content: [calls("r", "Glob", { pattern: "**/*.py" })] };
const answers = (text: string) => ({ content: [says(text)] });

async function askedOnce(): Promise<TeamSession & { readonly id: string }> {
  const session = await teamSession();
  await session.ask(
    person("p1", "Why is it slow?"),
    scriptedModel([asks("t1"), reads, answers("The first analysis.")]),
  );
  const [handoff] = (await session.team.handoffs.list()).handoffs;
  return { ...session, id: handoff?.id ?? "none" };
}

describe("what was used", () => {
  it("counts what the asking conversation used after it had asked", async () => {
    const { team, id } = await askedOnce();
    expect((await team.handoffs.find(id)).origin.spent).toMatchObject({ turns: 3, tokens: 330 });
  });

  it.each(["dismiss", "reopen"] as const)(
    "counts and keeps a run that the person did not wait for: %s",
    async (step) => {
      const session = await askedOnce();
      const { handoffs } = session.team;
      const run = await startRun(session.id, session);
      const late = async () => {
        await handoffs[step](session.id);
        return answers("A late answer.");
      };
      await session.ask(run, scriptedModel([reads, late]));
      const expected = step === "dismiss" ? { state: "dismissed", partial: "A late answer." } : { state: "open" };
      expect(await handoffs.find(session.id)).toMatchObject({ ...expected, spent: { turns: 2, tokens: 220 } });
    },
  );
});

describe("an answer that asks for what cannot be recorded", () => {
  it("lands all the same, and the failure is told", async () => {
    const session = await teamSession({ ".claude/agents-handoffs/backend-architect": "in the way" }, { shared: true });
    await session.ask(person("p1", "Why is it slow?"), scriptedModel([asks("t1"), answers("Waiting.")]));
    const [handoff] = (await session.team.handoffs.list()).handoffs;
    const run = await startRun(handoff?.id ?? "none", session);
    const answer = "Done at worker.py:7.\n\n## Handoff Requests\n\n### -> DB Architect\n**Task:** Add a column\n";
    const events = await session.ask(run, scriptedModel([answers(answer)]));
    expect(events).toContainEqual({
      type: "notice",
      message: expect.stringMatching(/could not be written: .* not a folder/),
    });
    expect(await session.team.handoffs.find(handoff?.id ?? "none")).toMatchObject({
      state: "answered",
      result: answer.trim(),
    });
  });
});

describe("a request that another conversation made before", () => {
  it("keeps the analysis and the use of the one that made it", async () => {
    const session = await askedOnce();
    await session.ask(person("p2", "Why again?"), scriptedModel([asks("t2"), answers("Quite another analysis.")]));
    const handoff = await session.team.handoffs.find(session.id);
    expect(handoff.origin).toMatchObject({ conversation: "p1", spent: { turns: 3 } });
    expect(handoff.analysis).toBe("The first analysis.");
  });
});
