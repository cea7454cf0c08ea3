import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PathError } from "../../../src/core/workspace/path-error";
import { type TemporaryWorkspace, temporaryWorkspace } from "../../support/temporary-workspace";

let fixture: TemporaryWorkspace;

beforeAll(async () => {
  fixture = await temporaryWorkspace(
    {
      "root/src/main.py": "print()",
      "root/a:b.txt": "colon",
      "root/..hidden/x": "dots",
      "root-evil/main.py": "evil",
      "outside/secret.txt": "outside",
      "outside/folder/deep.txt": "outside",
    },
    { roots: ["root"] },
  );
  const links: Readonly<Record<string, string>> = {
    "root/to-main": "src/main.py",
    "root/to-src": join(fixture.path, "root/src"),
    "root/up-and-back": "../root/src/main.py",
    "root/out-existing": "../outside/secret.txt",
    "root/out-missing": "../outside/nothing.txt",
    "root/out-absolute": "/dev/zero",
    "root/out-folder": "../outside/folder",
    "root/src/parent-out": "../../outside",
    "root/evil-sibling": "../root-evil/main.py",
    "root/via-outside": "../outside/back/src/main.py",
    "root/chain": "to-out",
    "root/to-out": "out-existing",
    "root/dangling": "nothing.py",
    "root/loop": "loop-back",
    "root/loop-back": "loop",
    "outside/back": "../root",
    alias: "root",
  };
  for (const [link, target] of Object.entries(links)) await symlink(target, join(fixture.path, link));
  await mkdir(join(fixture.path, "root/empty"));
});

afterAll(() => fixture.dispose());

/** What `locate` says: the workspace path, or the problem. `$` stands for the temporary folder. */
async function located(input: unknown): Promise<string> {
  const path = typeof input === "string" ? input.replace("$", fixture.path) : input;
  try {
    // The model's input is not always what the type says.
    return (await fixture.workspace.locate(path as string)).path;
  } catch (error) {
    if (error instanceof PathError) return `! ${error.problem}`;
    throw error;
  }
}

describe("what a path leads to", () => {
  const cases: readonly (readonly [input: unknown, expected: string])[] = [
    ["src/main.py", "src/main.py"],
    ["./src//main.py", "src/main.py"],
    ["src/../src/./main.py", "src/main.py"],
    [".", "."],
    ["src/", "src"],
    ["./a:b.txt", "a:b.txt"],
    ["..hidden/x", "..hidden/x"],
    ["$/root/src/main.py", "src/main.py"],
    ["$/root", "."],
    ["$/root/../root/src", "src"],
    ["to-main", "src/main.py"],
    ["to-src/main.py", "src/main.py"],
    ["up-and-back", "src/main.py"],
    ["src/nothing.py", "! missing"],
    ["dangling", "! missing"],
    ["src/main.py/x", "! not-a-directory"],
    ["loop", "! unreadable"],
    [`${"long".repeat(100)}.py`, "! missing"],

    ["..", "! outside"],
    ["../root-evil/main.py", "! outside"],
    ["../root/src/main.py", "! outside"],
    ["src/../../outside/secret.txt", "! outside"],
    ["$/root-evil/main.py", "! outside"],
    ["$/outside/secret.txt", "! outside"],
    ["$/outside/nothing.txt", "! outside"],
    ["/etc/passwd", "! outside"],
    ["/", "! outside"],
    ["$/alias/src/main.py", "! outside"],
    ["C:\\Windows\\win.ini", "! outside"],

    ["out-existing", "! outside"],
    ["out-missing", "! outside"],
    ["out-absolute", "! outside"],
    ["out-folder/deep.txt", "! outside"],
    ["out-folder/nothing.txt", "! outside"],
    ["src/parent-out/secret.txt", "! outside"],
    ["evil-sibling", "! outside"],
    ["via-outside", "! outside"],
    ["chain", "! outside"],
    ["$/root/out-existing", "! outside"],

    ["", "! invalid"],
    [undefined, "! invalid"],
    [null, "! invalid"],
    [42, "! invalid"],
    [["src/main.py"], "! invalid"],
    [{ toString: () => "src/main.py" }, "! invalid"],
    ["src/main.py\0.txt", "! invalid"],
    ["src/\ud800main.py", "! invalid"],
    ["\\\\server\\share\\x", "! invalid"],
    ["//server/share/x", "! invalid"],
    ["\\/server/x", "! invalid"],
    ["\\\\?\\C:\\x", "! invalid"],
    ["\\??\\C:\\x", "! invalid"],
    ["\\\\.\\pipe\\x", "! invalid"],
    ["C:main.py", "! invalid"],
    ["a:b.txt", "! invalid"],
    ["file:///etc/passwd", "! invalid"],
    ["file:src/main.py", "! invalid"],
    ["FILE:/etc/passwd", "! invalid"],
    ["https://example.org/x", "! invalid"],
    ["vscode-remote://ssh/x", "! invalid"],
    ["data:text/plain,x", "! invalid"],
    ["~", "! invalid"],
    ["~/.ssh/id_rsa", "! invalid"],
    ["x/".repeat(3000), "! invalid"],
  ];
  test.each(cases.map(([input, expected]) => ({ input, expected })))(
    "$input → $expected",
    async ({ input, expected }) => {
      expect(await located(input)).toBe(expected);
    },
  );
});

test("an error does not tell whether the target of a link out exists", async () => {
  const pairs = [
    ["out-existing", "out-missing"],
    ["out-folder/deep.txt", "out-folder/nothing.txt"],
    ["$/outside/secret.txt", "$/outside/nothing.txt"],
    ["../outside/secret.txt", "../outside/nothing.txt"],
  ];
  for (const pair of pairs) {
    const [existing, absent] = await Promise.all(
      pair.map(async (input) => {
        const path = input.replace("$", fixture.path);
        const error: unknown = await fixture.workspace.open(path).catch((reason) => reason);
        if (!(error instanceof PathError)) throw new Error(`${input} was opened`);
        return `${error.problem}: ${error.message} ${error.hint}`.replaceAll(error.input, "INPUT");
      }),
    );
    expect(existing).toBe(absent);
    expect(existing).toContain("outside");
  }
});

test("a message shows control, bidi and invisible characters instead of sending them", async () => {
  const name = "a\nb\u202ec\u200bd\u{e0041}e\u001b[31m.py";
  const error: unknown = await fixture.workspace.locate(name).catch((reason) => reason);
  expect(error).toBeInstanceOf(PathError);
  expect((error as PathError).message).toBe("`a\\u{a}b\\u{202e}c\\u{200b}d\\u{e0041}e\\u{1b}[31m.py` does not exist.");
});

test("a file with such a name is found and read", async () => {
  const odd = await temporaryWorkspace({ "a\nb\u202e.py": "x = 1\n", "\u200b": "zero" });
  try {
    expect(await odd.workspace.readText("a\nb\u202e.py")).toBe("x = 1\n");
    expect(await odd.workspace.readText("./\u200b")).toBe("zero");
  } finally {
    await odd.dispose();
  }
});
