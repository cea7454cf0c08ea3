import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import type { EngineConfiguration } from "../../../../src/core/measurement/engine";
import type { Answer } from "../../../../src/core/measurement/engines/session";
import {
  clip,
  hostile,
  openTestEngine,
  processesWith,
  type TestEngine,
} from "../../../support/engines/open-test-engine";

let engine: TestEngine | undefined;
const word = `TEST=${randomUUID()}`;

afterEach(async () => {
  await engine?.dispose();
  engine = undefined;
  expect(processesWith(word)).toEqual([]);
});

/** Asks a hostile engine about ten clips. */
async function ask(
  mode: string,
  { count = 10, ...changes }: Partial<EngineConfiguration> & { readonly count?: number } = {},
): Promise<readonly string[]> {
  const command = ["/usr/bin/python3", hostile, ...mode.split(" ")];
  engine = await openTestEngine({ command, environment: { TEST: word.slice(5) }, ...changes });
  const answers: string[] = [];
  for (let index = 1; index <= count; index++)
    answers.push(inShort(await engine.session.transcribe(clip(`c${index}`))));
  return answers;
}

function inShort({ said, failure }: Answer): string {
  if (failure !== undefined) return failure.kind;
  return "transcript" in said ? said.transcript.text : String(said.output);
}

const heard = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `heard c${from + index}`);

describe("an engine that fails at clip 7", () => {
  test.each([
    ["crash", "crash"],
    ["killed", "crash"],
    ["garbage", "bad-output"],
    ["list", "bad-output"],
    ["no-text", "bad-output"],
    ["bad-words", "bad-output"],
    ["latin", "bad-output"],
    ["wrong-id", "wrong-clip"],
    ["half", "crash"],
    ["errors", "engine-error"],
    ["stdout-flood", "bad-output"],
    ["long-line", "bad-output"],
    ["children-crash", "crash"],
  ])("%s: that clip alone fails with %s", async (mode, kind) => {
    expect(await ask(`${mode} 7`)).toEqual([...heard(1, 6), kind, ...heard(8, 10)]);
  });

  test("hangs and ignores SIGTERM: that clip alone times out", async () => {
    expect(await ask("hang 3", { count: 5, clipTimeout: 0.5 })).toEqual([...heard(1, 2), "timeout", ...heard(4, 5)]);
  });

  test("answers ahead of the question: the guess is not taken", async () => {
    expect(await ask("ahead 3", { count: 5 })).toEqual([...heard(1, 3), "wrong-clip", ...heard(5, 5)]);
  });

  test("writes on after its time is up: nothing comes of it", async () => {
    const answers = await ask("long-line-later 2", { count: 3, clipTimeout: 0.5 });
    expect(answers).toEqual([...heard(1, 1), "timeout", ...heard(3, 3)]);
  });

  test("goes over its memory: it is stopped at that clip", async () => {
    expect(await ask("memory 3", { count: 4, memoryLimit: 200 })).toEqual([
      ...heard(1, 2),
      "memory-limit",
      ...heard(4, 4),
    ]);
    expect(Math.max(...(engine?.session.use().peakMemory ?? []))).toBeGreaterThan(200);
  });
});

describe("an engine that is only odd", () => {
  test("answers twice: the second answer goes to nobody", async () => {
    expect(await ask("twice 3")).toEqual(heard(1, 10));
    expect(engine?.session.use()).toMatchObject({ repeatedAnswers: 1, loads: [expect.any(Number)] });
  });

  test("repeats old answers without end: the clip fails, the others go on", async () => {
    expect(await ask("answers-flood 3", { count: 4 })).toEqual([...heard(1, 2), "bad-output", ...heard(4, 4)]);
  });

  test("writes 100 MB to standard error: nothing is blocked or kept", async () => {
    const before = process.memoryUsage().rss;
    expect(await ask("stderr-flood 2", { count: 3 })).toEqual(heard(1, 3));
    expect(process.memoryUsage().rss - before).toBeLessThan(60 * 1024 * 1024);
  });

  test("ends by itself after each clip: it is started again", async () => {
    const answers = await ask("ends-after 1", { count: 3 });
    expect(answers.filter((answer) => answer !== "crash")).toEqual(expect.arrayContaining(["heard c1"]));
    expect(answers).toHaveLength(3);
  });

  test.each([
    ["children", 4],
    ["ignores-sigterm", 1],
    ["kills-parent", 0],
  ])("%s: nothing is left after it is closed", async (mode, fewest) => {
    const answers = await ask(`${mode} 2`, { count: 3 });
    expect(answers[0]).toBe("heard c1");
    expect(processesWith(word).length).toBeGreaterThanOrEqual(fewest);
  });
});

describe("an engine that does not start", () => {
  test.each([
    ["no-start", /No module named 'torch'/],
    ["no-hello", /first line .* "Welcome!"/],
    ["slow-start", /not ready after 0.5 s/],
  ])("%s: three attempts, then none", async (mode, message) => {
    const started = performance.now();
    expect(await ask(mode, { loadTimeout: mode === "slow-start" ? 0.5 : 10, count: 50 })).toEqual(
      Array.from({ length: 50 }, () => "not-started"),
    );
    expect((await engine?.session.transcribe(clip("x")))?.failure?.message).toMatch(message);
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  test("takes too much memory while it loads", async () => {
    expect(await ask("memory-at-start", { count: 1, memoryLimit: 200 })).toEqual(["memory-limit"]);
  });
});

test("a cancelled clip and the clips after it are cancelled, not lost", async () => {
  engine = await openTestEngine({
    command: ["/usr/bin/python3", hostile, "hang", "2"],
    environment: { TEST: word.slice(5) },
  });
  const { session, cancel } = engine;
  await session.transcribe(clip("c1"));
  setTimeout(() => cancel.abort(), 200);
  expect(inShort(await session.transcribe(clip("c2")))).toBe("cancelled");
  expect(inShort(await session.transcribe(clip("c3")))).toBe("cancelled");
});
