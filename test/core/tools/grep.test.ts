import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { grep } from "../../../src/core/tools/grep";
import type { Workspace } from "../../../src/core/workspace/workspace";
import { type TemporaryWorkspace, temporaryWorkspace } from "../../support/temporary-workspace";

let fixture: TemporaryWorkspace;
let twoRoots: TemporaryWorkspace;

beforeAll(async () => {
  fixture = await temporaryWorkspace({
    "src/service.py": "import whisper\n\n\ndef load():\n    return whisper.load_model('base')\n\n\nwhisper = None\n",
    "src/tasks.py": "from service import load\nload()\n",
    "web/app.ts": "const whisper = 1;\r\nfoo(bar {\r\n",
    "notes.md": "whisper is an engine\n",
    "wide.txt": `${"whisper ".repeat(100)}\n`.repeat(60),
    "hidden.txt": "whisper\u202e lies\u001b[31m\n",
    "odd\n\u202e.txt": "whisper in an odd name\n",
    ".env": "WHISPER_KEY=whisper\n",
    "many/a.txt": "row\n".repeat(300),
    ".gitignore": "build/\n",
    "build/whisper.py": "whisper\n",
  });
  execFileSync("mkfifo", [join(fixture.path, "fifo")]);
  twoRoots = await temporaryWorkspace(
    { "api/main.py": "start()\n", "web/main.py": "start()\n" },
    { roots: ["web", "api"] },
  );
});

afterAll(() => Promise.all([fixture.dispose(), twoRoots.dispose()]));

async function search(input: Record<string, unknown>, workspace: Workspace = fixture.workspace): Promise<string> {
  const { content, isError, summary } = await grep.invoke(input, { workspace, signal: new AbortController().signal });
  expect(Buffer.byteLength(content)).toBeLessThanOrEqual(20_000);
  return `${isError ? "! " : ""}${summary}\n${content}`;
}

const secret = "`.env` is on the secrets list (keys, tokens, passwords), so its content is not read.";
const secretAdvice =
  "Ask the person to paste the part that is needed, without the secret values; names of settings can be found where the code reads them.";

describe("answers", () => {
  const only = { glob: "*.{py,ts,md}" };
  const cases: readonly (readonly [what: string, input: Record<string, unknown>, expected: string])[] = [
    ["paths", { pattern: "whisper", ...only }, "3 files\nnotes.md\nsrc/service.py\nweb/app.ts"],
    [
      "counts",
      { pattern: "whisper", output_mode: "count", ...only },
      "5 matches in 3 files\nnotes.md:1\nsrc/service.py:3\nweb/app.ts:1",
    ],
    [
      "content, grouped by file",
      { pattern: "whisper", output_mode: "content", ...only },
      [
        "5 matches in 3 files",
        "notes.md",
        "1:whisper is an engine",
        "",
        "src/service.py",
        "1:import whisper",
        "5:    return whisper.load_model('base')",
        "8:whisper = None",
        "",
        "web/app.ts",
        "1:const whisper = 1;",
      ].join("\n"),
    ],
    [
      "context, with gaps",
      { pattern: "import|None", output_mode: "content", "-A": 1, "-B": 1, path: "src/service.py" },
      "2 matches in 1 file\nsrc/service.py\n1:import whisper\n2-\n--\n7-\n8:whisper = None",
    ],
    [
      "no line numbers",
      { pattern: "load", output_mode: "content", "-n": false, type: "py", "-C": 0, path: "src/tasks.py" },
      "2 matches in 1 file\nsrc/tasks.py\nfrom service import load\nload()",
    ],
    ["ignoring case", { pattern: "IMPORT WHISPER", "-i": true }, "1 file\nsrc/service.py"],
    ["a Windows line end", { pattern: "1;$", output_mode: "count" }, "1 match in 1 file\nweb/app.ts:1"],
    [
      "multiline",
      { pattern: "load\\(\\):.*base", multiline: true, output_mode: "content" },
      "2 matches in 1 file\nsrc/service.py\n4:def load():\n5:    return whisper.load_model('base')",
    ],
    ["an ignored folder that is named", { pattern: "whisper", path: "build" }, "1 file\nbuild/whisper.py"],
    ["nothing of a secret that is not named", { pattern: "WHISPER_KEY" }, "no match\nNo match."],
    ["no match", { pattern: "nowhere" }, "no match\nNo match."],
    [
      "no match under conditions",
      { pattern: "nowhere", path: "src", glob: "*.ts", type: "ts" },
      "no match\nNo match in `src` among files that match `*.ts` among files of type ts.",
    ],
    [
      "a secret",
      { pattern: "whisper", path: ".env", output_mode: "content" },
      `! ${secret}\n${secret} ${secretAdvice}`,
    ],
    [
      "hidden characters",
      { pattern: "lies|odd name", output_mode: "content" },
      "2 matches in 2 files\nhidden.txt\n1:whisper\\u{202e} lies\\u{1b}[31m\n\nodd\\u{a}\\u{202e}.txt\n1:whisper in an odd name",
    ],
    [
      "the limit",
      { pattern: "row", output_mode: "content", head_limit: 2 },
      "first 2 matches in 1 file\nmany/a.txt\n1:row\n2:row\n\n[These are the first 2 lines, and there are more. For the rest narrow the search with path, glob or type, or search for something more specific, or raise head_limit.]",
    ],
    [
      "the default limit",
      { pattern: "row", output_mode: "content" },
      `first 250 matches in 1 file\nmany/a.txt\n${Array.from({ length: 250 }, (_, index) => `${index + 1}:row`).join("\n")}\n\n[These are the first 250 lines, and there are more. For the rest narrow the search with path, glob or type, or search for something more specific, or raise head_limit.]`,
    ],
  ];
  test.each(cases)("%s", async (_what, input, expected) => {
    expect(await search(input)).toBe(expected);
  });
});

test("names files by their root when there are several", async () => {
  expect(await search({ pattern: "start" }, twoRoots.workspace)).toBe("2 files\napi/main.py\nweb/main.py");
  expect(await search({ pattern: "start", path: "web" }, twoRoots.workspace)).toBe("1 file\nweb/main.py");
});

test("cuts at 20 KB and says how to get the rest", async () => {
  const answer = await search({ pattern: "whisper", path: "wide.txt", output_mode: "content" });
  expect(answer).toMatch(
    /^first 60 matches in 1 file\nwide\.txt\n1:whisper .*\n\n\[Cut at 20 KB after 37 lines\. For the rest narrow/s,
  );
});

describe("what cannot be searched is an error, not an empty answer", () => {
  const cases: readonly (readonly [what: string, input: Record<string, unknown>, expected: RegExp])[] = [
    [
      "a bad pattern",
      { pattern: "foo(bar {" },
      /^! bad pattern\nThe pattern is not valid: .*repetition quantifier expects.*\n\nNothing was searched/s,
    ],
    [
      "look-around",
      { pattern: "(?<=a)b" },
      /^! bad pattern\nThe pattern is not valid: .*look-around.*not supported\n\nNothing/s,
    ],
    ["an unknown type", { pattern: "a", type: "klingon" }, /^! .*no file type of this name\. Known: .*\bpy\b/s],
    ["a missing folder", { pattern: "a", path: "nowhere" }, /^! `nowhere` does not exist\./],
    ["a folder outside", { pattern: "a", path: "../" }, /^! `\.\.\/` is outside the workspace\./],
    ["a FIFO", { pattern: "a", path: "fifo" }, /^! `fifo` is neither a file nor a folder\./],
    ["a brace bomb", { pattern: "a", glob: "{a,b}".repeat(30) }, /^! The glob .* stands for more than 1000 patterns\./],
    ["no pattern", {}, /^! Invalid input for Grep: pattern/],
    ["a wrong mode", { pattern: "a", output_mode: "lines" }, /^! Invalid input for Grep: output_mode/],
  ];
  test.each(cases)("%s", async (_what, input, expected) => {
    expect(await search(input)).toMatch(expected);
  });
});

test("a time-out with and without matches so far are told apart from no match", async () => {
  const partial = { outcome: "timed-out", files: [{ path: "a.py", matches: 1, lines: [] }] } as const;
  const asking = (result: object) =>
    search({ pattern: "a" }, { ...fixture.workspace, search: async () => result as never });
  expect(await asking(partial)).toMatch(
    /^timed out, 1 file so far\nThe search was stopped after 20 seconds, so this is only a part.*\n\na\.py$/s,
  );
  expect(await asking({ ...partial, files: [] })).toMatch(
    /^! The search was stopped after 20 seconds without a match so far/,
  );
});

test("grouping by file costs at most three quarters of a path before every line", async () => {
  const { files } = await fixture.workspace.search({ pattern: "row", output: "lines", limit: 100, timeout: 20_000 });
  const ungrouped = files
    .flatMap(({ path, lines }) => lines.map(({ line, text }) => `${path}:${line}:${text}`))
    .join("\n");
  const grouped = await search({ pattern: "row", output_mode: "content", head_limit: 100 });
  expect(grouped.length).toBeLessThan(ungrouped.length * 0.75);
});

test("ends when the person stops", async () => {
  const signal = AbortSignal.abort();
  const { content, isError } = await grep.invoke({ pattern: "a" }, { workspace: fixture.workspace, signal });
  expect([content, isError]).toEqual(["Stopped before it finished.", true]);
});
