import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { cli } from "../support/run-cli";
import { wav } from "../support/wav";

function tree(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "ml-engineer-files-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const entry = { language: "en", referenceSource: "human" };
const json = (...lines: unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join("");

describe("dataset check", () => {
  const good = json(
    { ...entry, audio: "a.wav", text: "one", speaker: "x", conditions: ["noisy"] },
    { ...entry, audio: "b.wav", text: "два", language: "ru", referenceSource: "machine" },
  );
  const audio = { "a.wav": wav({ seconds: 3 }), "b.wav": wav({ seconds: 6, amplitude: 0.3 }) };

  it("counts what there is", async () => {
    const { code, stdout, stderr } = await cli(["dataset", "check", "m.jsonl"], {
      cwd: tree({ "m.jsonl": good, ...audio }),
    });
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.replace(/hash [0-9a-f]{16}/, "hash …")).toBe(
      [
        "m.jsonl: 2 clips, 0.15 min, 1 speaker, hash …",
        "",
        "                   clips   min",
        "language en            1  0.05",
        "language ru            1  0.10",
        "reference human        1  0.05",
        "reference machine      1  0.10",
        "condition noisy        1  0.05",
        "",
        "1 clip has a machine's reference: no error rate is computed from it.",
        "",
      ].join("\n"),
    );
  });

  it("lists what is wrong by file and line, and fails when clips cannot be measured", async () => {
    const lines = `${good}{\n${json({ ...entry, audio: "../x\u001b.wav", text: "" })}`;
    const cwd = tree({ "sets/m.jsonl": lines, "sets/a.wav": audio["a.wav"], "sets/b.wav": wav({ amplitude: 0 }) });
    const { code, stdout, stderr } = await cli(["dataset", "check", "sets/m.jsonl"], { cwd });
    expect([code, stderr]).toEqual([1, "3 of 4 lines cannot be measured.\n"]);
    expect(stdout).toContain("sets/m.jsonl: 1 of 4 clips, 0.05 min");
    expect(stdout.slice(stdout.indexOf("sets/m.jsonl:2"))).toBe(
      'sets/m.jsonl:2: The audio is silent (its peak is below −60 dBFS), but there is a text. Record it again, or set text to "" when silence is meant.\n' +
        'sets/m.jsonl:3: The line is not JSON. Write one object a line, for example {"audio": "a.wav", "text": "…", …}.\n' +
        "sets/m.jsonl:4: The audio ../x\\u{1b}.wav is missing. Correct the path: it starts at the manifest's folder.\n",
    );
    const asJson = await cli(["dataset", "check", "sets/m.jsonl", "--json"], { cwd });
    expect([asJson.code, JSON.parse(asJson.stdout)]).toEqual([
      1,
      {
        name: "sets/m.jsonl",
        hash: expect.any(String),
        requested: 4,
        utterances: 1,
        minutes: 0.05,
        speakers: 1,
        languages: [{ name: "en", clips: 1, minutes: 0.05 }],
        referenceSources: [{ name: "human", clips: 1, minutes: 0.05 }],
        conditions: [{ name: "noisy", clips: 1, minutes: 0.05 }],
        problems: [2, 3, 4].map((line) => expect.objectContaining({ path: "sets/m.jsonl", line, fatal: true })),
      },
    ]);
  });

  it("reads audio elsewhere only from folders that the person names", async () => {
    const corpus = tree({ "x.wav": wav() });
    const cwd = tree({ "m.jsonl": json({ ...entry, audio: join(corpus, "x.wav"), text: "one" }) });
    expect(await cli(["dataset", "check", "m.jsonl"], { cwd })).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("is outside of the workspace. Name its folder with --audio-root"),
    });
    expect(await cli(["dataset", "check", "m.jsonl", "--audio-root", corpus], { cwd })).toMatchObject({ code: 0 });
  });

  it("says how to call it", async () => {
    const cwd = tree({ "empty.jsonl": "\n" });
    expect(await cli(["dataset", "check", "none.jsonl"], { cwd })).toMatchObject({ code: 2 });
    expect(await cli(["dataset", "check", "."], { cwd })).toMatchObject({
      code: 2,
      stderr: `\`${realpathSync(cwd)}\` is not a regular file.\n`,
    });
    expect(await cli(["dataset", "check", "empty.jsonl", "--audio-root", "none"], { cwd })).toMatchObject({ code: 2 });
    expect(await cli(["dataset", "check", "empty.jsonl"], { cwd })).toMatchObject({
      code: 1,
      stderr: "empty.jsonl has no lines.\n",
    });
  });
});

describe("dataset import", () => {
  const corpus = {
    "calls/a.wav": wav(),
    "calls/a.txt": "one\n",
    "calls/b.wav": wav({ amplitude: 0.2 }),
    "calls/b.txt": "two",
  };
  const command = ["dataset", "import", "folder", "calls", "--language", "en", "--reference-source", "human"];

  it("writes a manifest that check reads", async () => {
    const cwd = tree({ ...corpus, "sets/readme": "" });
    expect(await cli([...command, "--out", "sets/m.jsonl"], { cwd })).toMatchObject({
      code: 0,
      stdout: "2 lines are in sets/m.jsonl. Check them with: ml-engineer dataset check\n",
    });
    expect(readFileSync(join(cwd, "sets/m.jsonl"), "utf8")).toBe(
      json(
        { id: "a", audio: "../calls/a.wav", text: "one", ...entry },
        { id: "b", audio: "../calls/b.wav", text: "two", ...entry },
      ),
    );
    expect(await cli(["dataset", "check", "sets/m.jsonl"], { cwd })).toMatchObject({ code: 0 });
  });

  it("takes no file's place without being told, and leaves nothing half done", async () => {
    const cwd = tree({ ...corpus, "m.jsonl": "mine", "other.jsonl": "mine too" });
    symlinkSync("other.jsonl", join(cwd, "link.jsonl"));
    for (const out of ["m.jsonl", "link.jsonl"]) {
      expect(await cli([...command, "--out", out], { cwd })).toMatchObject({
        code: 2,
        stderr: `${out} is there already. Name another file, or add --force to take its place.\n`,
      });
    }
    expect(await cli([...command, "--out", "none/m.jsonl"], { cwd })).toMatchObject({ code: 2 });
    expect(await cli([...command.slice(0, 6), "--out", "new.jsonl"], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Who made the texts?"),
    });
    expect(readFileSync(join(cwd, "m.jsonl"), "utf8")).toBe("mine");
    expect(await cli([...command, "--out", "link.jsonl", "--force"], { cwd })).toMatchObject({ code: 0 });
    expect(readFileSync(join(cwd, "other.jsonl"), "utf8")).toBe("mine too");
    expect(readdirSync(cwd).sort()).toEqual(["calls", "link.jsonl", "m.jsonl", "other.jsonl"]);
  });

  it("says what gave no line, and fails for it", async () => {
    const cwd = tree({ ...corpus, "calls/c.txt": "three" });
    expect(await cli([...command, "--out", "m.jsonl"], { cwd })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/c\.txt:1: The text has no recording\. .*\n1 problem is above/),
    });
    expect(existsSync(join(cwd, "m.jsonl"))).toBe(true);
  });

  it("says which formats there are", async () => {
    const { code, stderr } = await cli(["dataset", "import", "sphere", "x", "--out", "y"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("nemo, kaldi, trn, common-voice, librispeech, folder")]);
  });
});
