import { afterEach, describe, expect, test, vi } from "vitest";
import { clip, openTestEngine, type TestEngine, wellBehaved } from "../../../support/engines/open-test-engine";

let engine: TestEngine | undefined;

afterEach(async () => {
  vi.restoreAllMocks();
  await engine?.dispose();
  engine = undefined;
});

describe("lines", () => {
  test("an engine's clips have its words, its times and its processor time", async () => {
    engine = await openTestEngine({ command: ["node", wellBehaved, "--work", "200"] });
    const { session } = engine;
    expect(await session.start()).toBeUndefined();
    expect(session.hello()).toEqual({ version: "well-behaved 2.1", sources: ["well-behaved.mjs"] });
    await session.warmUp(clip("a"));
    const { said, times } = await session.transcribe(clip("a"));
    expect(said).toEqual({ transcript: { text: "a" } });
    expect(times?.own).toBe(0.2);
    // Its threads work side by side, so it is done a little before its processor time is over.
    expect(times?.wall).toBeGreaterThan(0.15);
    expect(times?.cpu).toBeGreaterThan(0.18);
    expect(times?.cpu).toBeLessThan(0.35);
    await session.close();
    const { loads, peakMemory, memoryNote, cpu } = session.use();
    expect(loads).toHaveLength(1);
    expect(peakMemory).toHaveLength(1);
    expect(peakMemory[0]).toBeGreaterThan(30);
    expect(memoryNote).toBeUndefined();
    expect(cpu).toBeGreaterThan(0.4);
  });

  test("a clock that jumps by hours in the middle of a clip changes no time and ends no clip", async () => {
    engine = await openTestEngine({ command: ["node", wellBehaved, "--work", "300"], clipTimeout: 5 });
    const { session } = engine;
    await session.start();
    let jump = 0;
    const now = Date.now;
    vi.spyOn(Date, "now").mockImplementation(() => now() + jump);
    const answer = session.transcribe(clip("a"));
    setTimeout(() => {
      jump = -7_200_000;
    }, 50);
    setTimeout(() => {
      jump = 7_200_000;
    }, 150);
    const { said, times } = await answer;
    expect(said).toBeDefined();
    expect(times?.wall).toBeGreaterThan(0.29);
    expect(times?.wall).toBeLessThan(3);
  });

  test("a request has the clip, the part of it, and the parameters, which cannot replace it", async () => {
    const echo =
      'import json, sys\nprint(json.dumps({"engine": "echo"}), flush=True)\nfor line in sys.stdin:\n  request = json.loads(line)\n  print(json.dumps({"id": request["id"], "output": request}), flush=True)';
    engine = await openTestEngine({
      command: ["/usr/bin/python3", "-c", echo, "{beam}"],
      parameters: { beam: "5", audio: "elsewhere" },
    });
    const { said } = await engine.session.transcribe({ ...clip("ё"), window: { start: 1.5, end: 3 } });
    const output = { id: "1", utterance: "ё", audio: "/audio/ё.wav", language: "ru", start: 1.5, end: 3, beam: "5" };
    expect(said).toEqual({ output });
  });

  test("a placeholder without a parameter is told before anything starts", async () => {
    engine = await openTestEngine({ command: ["node", wellBehaved, "{audio}"] });
    expect(await engine.session.start()).toMatchObject({
      kind: "not-started",
      message: expect.stringContaining("`{audio}`"),
    });
  });
});

describe("clip", () => {
  const script = (text: string) => ({
    protocol: "clip" as const,
    command: ["/bin/sh", "-c", text, "sh", "{audio}", "{id}"],
  });

  test("what the program prints is the output; its times are those of the process", async () => {
    engine = await openTestEngine(script('sleep 0.2; printf "%s %s" "$1" "$2"'));
    const { said, times } = await engine.session.transcribe(clip("a b"));
    expect(said).toEqual({ output: "/audio/a b.wav a b" });
    expect(times?.wall).toBeGreaterThan(0.2);
    expect(times?.wall).toBeLessThan(2);
    expect(times?.cpu).toBeLessThan(0.1);
  });

  test.each([
    ["echo no model >&2; exit 3", "crash", /exit code 3.*no model/],
    ["sleep 30", "timeout", /within 0.5 s/],
    ["printf 'caf\\351'", "bad-output", /not UTF-8/],
    ["head -c 100000000 /dev/zero", "bad-output", /64 MiB/],
  ])("%s", async (text, kind, message) => {
    engine = await openTestEngine({ ...script(text), clipTimeout: kind === "timeout" ? 0.5 : 10 });
    expect(await engine.session.transcribe(clip("a"))).toMatchObject({
      failure: { kind, message: expect.stringMatching(message) },
    });
  });

  test("a part of a recording needs a command that can say so", async () => {
    engine = await openTestEngine(script("echo all"));
    const answer = await engine.session.transcribe({ ...clip("a"), window: { start: 1, end: 2 } });
    expect(answer.failure?.message).toMatch(/`{start}`/);
  });

  test("an output file counts only when it was written for this clip", async () => {
    const command = ["/bin/sh", "-c", 'test "$1" = old || echo "{}" > "$1.json"', "sh", "{id}"];
    engine = await openTestEngine({ protocol: "clip", command, outputs: "{id}.json" }, { "old.json": "{}" });
    expect((await engine.session.transcribe(clip("new"))).said).toEqual({ output: "{}\n" });
    expect((await engine.session.transcribe(clip("new"))).said).toEqual({ output: "{}\n" });
    expect((await engine.session.transcribe(clip("old"))).failure?.kind).toBe("missing-output");
  });

  test("a program that is not there says so for every clip in the same words", async () => {
    engine = await openTestEngine({ protocol: "clip", command: ["no-such-engine", "{audio}"] });
    const failures: unknown[] = [];
    for (const id of ["a", "b", "c", "d"]) failures.push((await engine.session.transcribe(clip(id))).failure);
    const message = expect.stringMatching(/no program `no-such-engine`/);
    expect(failures[0]).toEqual({ kind: "not-started", message });
    expect(failures).toEqual(failures.map(() => failures[0]));
  });
});

test("folder: finished outputs, and what is missing", async () => {
  engine = await openTestEngine(
    { protocol: "folder", command: [], outputs: "out/{id}.txt" },
    { "out/a.txt": "heard a", "out/b.txt": "b\0" },
  );
  const { session } = engine;
  expect(await session.transcribe(clip("a"))).toEqual({ said: { output: "heard a" } });
  expect((await session.transcribe(clip("b"))).failure?.kind).toBe("bad-output");
  expect((await session.transcribe(clip("c"))).failure?.kind).toBe("missing-output");
  expect((await session.transcribe(clip("../../etc/passwd"))).failure?.kind).toBe("bad-output");
});
