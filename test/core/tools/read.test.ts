import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { read } from "../../../src/core/tools/read";
import { makeFifo, type TemporaryWorkspace, temporaryWorkspace } from "../../support/temporary-workspace";

let fixture: TemporaryWorkspace;

beforeAll(async () => {
  const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`).join("\n");
  fixture = await temporaryWorkspace({
    "three.txt": "one\n\ttwo\n\nthree\n",
    "unended.txt": "one\ntwo",
    "empty.txt": "",
    "only-mark.txt": "\ufeff",
    "blank.txt": "\n",
    "many.txt": `${numbered(4500)}\n`,
    "windows.txt": "one\r\ntwo\r\n",
    "wide.txt": `${"é".repeat(2005)}\nnext\n`,
    "pairs.txt": `${"🎙".repeat(2001)}`,
    "heavy.txt": `${"x".repeat(1000)}\n`.repeat(200),
    "odd\n\u202e.txt": "odd\n",
    "hidden.txt": "if ok:\u202e return\u2066\nplain\n\u{e0041}\u001b[31m\n",
    "torn.txt": `start\n${"\0".repeat(10_000)}`,
    "late-nul.txt": `${"text\n".repeat(2000)}${"\0".repeat(144_000)}\nend\n`,
    "src/main.py": "print()\n",
    "src/models/whisper.py": "",
    ".env": "KEY=value\n",
    "folder/": "",
  });
  makeFifo(join(fixture.path, "fifo"));
  await symlink("/dev/zero", join(fixture.path, "zero"));
});

afterAll(() => fixture.dispose());

async function reading(input: unknown): Promise<string> {
  const { signal } = new AbortController();
  const result = await read.invoke(input, { workspace: fixture.workspace, signal });
  expect(Buffer.from(result.content).toString()).toBe(result.content);
  return (result.isError ? "! " : "") + result.content.replaceAll(fixture.path, "$");
}

describe("pages", () => {
  const cases: readonly (readonly [what: string, input: Record<string, unknown>, expected: string])[] = [
    ["a whole file", { file_path: "three.txt" }, "1\tone\n2\t\ttwo\n3\t\n4\tthree"],
    ["no line end at the end", { file_path: "unended.txt" }, "1\tone\n2\ttwo"],
    ["an empty file", { file_path: "empty.txt" }, "`empty.txt` is empty."],
    ["a byte order mark and nothing else", { file_path: "only-mark.txt" }, "`only-mark.txt` is empty."],
    ["one empty line", { file_path: "blank.txt" }, "1\t"],
    ["CRLF", { file_path: "windows.txt" }, "1\tone\n2\ttwo"],
    ["an offset of 0", { file_path: "windows.txt", offset: 0 }, "1\tone\n2\ttwo"],
    ["the end", { file_path: "three.txt", offset: 3 }, "3\t\n4\tthree\n\n[Lines 3–4 of 4, the end of the file.]"],
    [
      "a middle",
      { file_path: "three.txt", offset: 2, limit: 1 },
      "2\t\ttwo\n\n[Line 2; more lines follow, next offset: 3.]",
    ],
    ["a limit that just fits", { file_path: "three.txt", limit: 4 }, "1\tone\n2\t\ttwo\n3\t\n4\tthree"],
    [
      "past the end",
      { file_path: "three.txt", offset: 5 },
      "! `three.txt` has 4 lines, so there is no line 5. Give a smaller offset.",
    ],
    [
      "past the end without a last line end",
      { file_path: "unended.txt", offset: 1_000_000 },
      "! `unended.txt` has 2 lines, so there is no line 1000000. Give a smaller offset.",
    ],
    [
      "invisible characters",
      { file_path: "hidden.txt" },
      "1\tif ok:\\u{202e} return\\u{2066}\n2\tplain\n3\t\\u{e0041}\\u{1b}[31m\n\n[Invisible or control characters are shown as \\u{…} in lines 1, 3.]",
    ],
    ["an absolute path", { file_path: "$/unended.txt" }, "1\tone\n2\ttwo"],
    ["a name with a line break and a bidi mark", { file_path: "odd\n\u202e.txt" }, "1\todd"],
  ];
  test.each(cases)("%s", async (_what, input, expected) => {
    expect(await reading(withFolder(input))).toBe(expected);
  });

  test("end after 2,000 lines and say where the next one starts", async () => {
    const first = await reading({ file_path: "many.txt" });
    expect(first).toMatch(/^1\tline 1\n/);
    expect(first).toMatch(/\n2000\tline 2000\n\n\[Lines 1–2000; more lines follow, next offset: 2001.]$/);
    const last = await reading({ file_path: "many.txt", offset: 4001, limit: 9999 });
    expect(last).toMatch(/^4001\tline 4001\n/);
    expect(last).toMatch(/\n4500\tline 4500\n\n\[Lines 4001–4500 of 4500, the end of the file.]$/);
  });

  test("cut long lines by character and say how many are left out", async () => {
    const [first, second] = (await reading({ file_path: "wide.txt" })).split("\n");
    expect(first).toBe(`1\t${"é".repeat(2000)}… [5 more characters]`);
    expect(second).toBe("2\tnext");
    expect(await reading({ file_path: "pairs.txt" })).toContain(`1\t${"🎙".repeat(2000)}… [1 more characters]`);
  });

  test("stay below 50 KB and lose no line on the way through a file", async () => {
    const lines: string[] = [];
    let offset = 1;
    for (let page = 0; page < 10; page++) {
      const content = await reading({ file_path: "heavy.txt", offset });
      expect(Buffer.byteLength(content)).toBeLessThan(50_000);
      lines.push(...(content.split("\n\n[")[0]?.split("\n") ?? []));
      const next = /next offset: (\d+)/.exec(content)?.[1];
      if (next === undefined) break;
      offset = Number(next);
    }
    expect(lines).toEqual(Array.from({ length: 200 }, (_, index) => `${index + 1}\t${"x".repeat(1000)}`));
  });

  test("count NULs that a crash left instead of sending them", async () => {
    expect(await reading({ file_path: "torn.txt" })).toBe(
      "`torn.txt` is a binary file (10006 bytes), not text, so its content is not shown.",
    );
    const page = await reading({ file_path: "late-nul.txt", offset: 2000 });
    expect(page).toContain("2000\ttext\n2001\t\\u{0}×2000… [142000 more characters]\n2002\tend\n");
  });
});

describe("what is not read", () => {
  const cases: readonly (readonly [input: unknown, expected: string | RegExp])[] = [
    [{ file_path: "folder" }, "! `folder` is a folder. List it with Glob: pattern `*`, path `folder`."],
    [{ file_path: "fifo" }, /^! `fifo` is not a regular file\. FIFOs/],
    [{ file_path: "zero" }, /^! `zero` leads outside the workspace/],
    [{ file_path: "/dev/zero" }, /^! `\/dev\/zero` is outside the workspace/],
    [{ file_path: ".env" }, /^! `\.env` is on the secrets list .* Ask the person/],
    [{ file_path: "../x" }, /^! `\.\.\/x` is outside the workspace/],
    [{ file_path: 42 }, /^! Invalid input for Read: file_path: /],
    [{}, /^! Invalid input for Read: file_path: /],
    [{ file_path: "three.txt", offset: -1 }, /^! Invalid input for Read: offset: /],
    [{ file_path: "three.txt", offset: 1.5 }, /^! Invalid input for Read: offset: /],
    [{ file_path: "three.txt", limit: 0 }, /^! Invalid input for Read: limit: /],
    [{ file_path: "thre.txt" }, "! `thre.txt` does not exist. Did you mean `three.txt`?"],
    [{ file_path: "Three.TXT" }, "! `Three.TXT` does not exist. Did you mean `three.txt`?"],
    [{ file_path: "src/mian.py" }, "! `src/mian.py` does not exist. Did you mean `src/main.py`?"],
    [{ file_path: "src\\main.py" }, "! `src\\main.py` does not exist. Did you mean `src/main.py`?"],
    [{ file_path: "src/main.py:12" }, "! `src/main.py:12` does not exist. Did you mean `src/main.py`?"],
    [{ file_path: "/src/main.py" }, "! `/src/main.py` is outside the workspace. Did you mean `src/main.py`?"],
    [{ file_path: "whisper.py" }, "! `whisper.py` does not exist. Did you mean `src/models/whisper.py`?"],
    [
      { file_path: "nowhere/whisper.py" },
      "! `nowhere/whisper.py` does not exist. Did you mean `src/models/whisper.py`?",
    ],
    [{ file_path: "zzzzzzzzzz" }, "! `zzzzzzzzzz` does not exist. Use Glob to find the file, for example **/name.py."],
  ];
  test.each(cases)("%j", async (input, expected) => {
    if (typeof expected === "string") expect(await reading(input)).toBe(expected);
    else expect(await reading(input)).toMatch(expected);
  });

  test("a stopped read ends as stopped", async () => {
    const result = await read.invoke(
      { file_path: "many.txt", offset: 4000 },
      { workspace: fixture.workspace, signal: AbortSignal.abort() },
    );
    expect(result).toMatchObject({ isError: true, content: "Stopped before it finished." });
  });
});

test("the row of a call", () => {
  expect(read.title({ file_path: "src/main.py" })).toBe("src/main.py");
  expect(read.title({ file_path: "a\n.py", offset: 3 })).toBe("a\\u{a}.py:3");
  expect(read.title({ file_path: 7 })).toBe("");
});

function withFolder(input: Record<string, unknown>): Record<string, unknown> {
  const { file_path } = input;
  return { ...input, file_path: typeof file_path === "string" ? file_path.replace("$", fixture.path) : file_path };
}
