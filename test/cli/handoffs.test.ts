import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Clone } from "../support/clone";

const written = [
  "The weights are loaded for each job.",
  "## Handoff Requests\n\n### -> DB Architect\n**Task:** Add a column\n**Blocks:** the release",
  "## Continuation Plan\n\nIf I receive handoff results, I will:\n1. Verify the image",
].join("\n\n");

describe("commands", () => {
  it("prints the requests of an answer as records", async () => {
    const clone = new Clone();
    writeFileSync(join(clone.path, "answer.md"), written);
    const { stdout, code } = await clone.run("handoffs", "parse", "answer.md", "--json");
    expect(JSON.parse(stdout)).toEqual([
      { to: "DB Architect", task: "Add a column", context: null, needBack: null, blocks: "the release", line: 5 },
    ]);
    expect(code).toBe(0);
  });

  it.each<[string, readonly string[], RegExp]>([
    ["a handoff that is not there", ["show", "20260101"], /No handoff begins with `20260101`/],
    ["a file that is not there", ["parse", "none.md"], /none\.md cannot be read/],
    ["an answer without a file", ["answer", "1"], /required option '--file <file>'/],
    ["running without a model", ["run", "1"], /offline reviewer cannot act as a specialist/],
    ["an unknown command", ["frob"], /too many arguments|unknown command/],
  ])("refuses %s in a sentence", async (_, args, message) => {
    const { stderr, code } = await new Clone().run("handoffs", ...args);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/ at .*\.js:\d+/);
    expect(code).not.toBe(0);
  });
});

describe("answering from a file", () => {
  it("keeps the file's name, and a path only inside of the workspace", async () => {
    const clone = new Clone();
    writeFileSync(join(clone.path, "service.py"), "import whisper\nmodel = whisper.load_model('large')\n");
    await clone.run("ask", "Review the pipeline");
    const [handoff] = await clone.list();
    await clone.answer(handoff?.id ?? "none", "Pinned.");
    const from = async () => JSON.parse((await clone.run("handoffs", "show", "--json", handoff?.id ?? "none")).stdout);
    expect(await from()).toMatchObject({ state: "answered", resultFrom: "result.md" });
    await clone.run("handoffs", "reopen", handoff?.id ?? "none");
    await clone.run("handoffs", "answer", handoff?.id ?? "none", "--file", join(clone.path, "service.py"));
    expect(await from()).toMatchObject({ state: "answered", resultFrom: "service.py" });
  });
});

describe("memory", () => {
  const options = [
    ["--topic", "INT8 on the worker"],
    ["--applies-when", "faster-whisper `small` runs on the CPU worker"],
    ...[
      "service.py:2 loads `small` for each job",
      "INT8 halves the memory of `small`",
      "Threads: `cpu_threads=4` in service.py",
      "The VAD of faster-whisper skips the intro jingle",
      "Beam 5 and beam 1 differ by two words in our set",
    ].map((line) => ["--insight", line]),
    ["--engine", "faster-whisper 1.0 small"],
  ].flat();

  it("adds, lists, ranks for a question in another language, and refuses what is nearly the same", async () => {
    const clone = new Clone();
    writeFileSync(join(clone.path, "service.py"), "import faster_whisper\nx = 1\n");
    const added = await clone.run("memory", "add", ...options);
    expect(added.stdout + added.stderr).toMatch(
      /^written: \.claude\/agents-memory\/ml-ai-engineer\/\d{4}-\d\d-\d\d-int8-on-the-worker\.md$/m,
    );
    const found = await clone.run("memory", "--query", "Почему виспер ест столько памяти?", "--json");
    const { memories } = JSON.parse(found.stdout) as { memories: { title: string; why: string }[] };
    expect(memories.map(({ title }) => title)).toEqual(["INT8 on the worker"]);
    const changed = options.map((option) => option.replace("two words", "three words"));
    const near = await clone.run("memory", "add", ...changed);
    expect(near.stderr).toMatch(/int8-on-the-worker\.md.* holds nearly the same/);
    expect(near.code).toBe(1);
  });

  it("says what is wrong with a memory", async () => {
    const { stderr, code } = await new Clone().run(
      "memory",
      "add",
      "--topic",
      "Whisper",
      "--insight",
      "Whisper is good",
    );
    expect(stderr).toMatch(/appliesWhen/);
    expect(stderr).toMatch(/5 to 15|between 5 and 15|at least 5/);
    expect(code).toBe(1);
  });
});
