import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Clone } from "../support/clone";

const folder = ".claude/agents-memory/ml-ai-engineer";
const lines = [1, 2, 3, 4, 5].map((line) => ["--insight", `service.py:${line} loads \`small\` anew`]);
const add = ["memory", "add", "--topic", "Loading", "--applies-when", "a job starts on the worker", ...lines.flat()];

function clone(files: Readonly<Record<string, string | Uint8Array>>): Clone {
  const made = new Clone();
  mkdirSync(join(made.path, folder), { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(made.path, folder, name), content);
  return made;
}

describe("a broken file in the folder of memories", () => {
  it("keeps nobody from adding another one", async () => {
    const { stdout, stderr, code } = await clone({ "image.md": new Uint8Array([0, 255, 1, 254]) }).run(...add);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^written: .*-loading\.md$/m);
    expect(code).toBe(0);
  });

  it("shows what is wrong with it, and where", async () => {
    const conflict = "<<<<<<< ours\n# One\n=======\n# Other\n>>>>>>> theirs\n\n**Applies when:** always\n";
    const made = clone({ "empty.md": "", "conflict.md": conflict });
    const { stderr } = await made.run("memory");
    expect(stderr).toContain(`${folder}/empty.md: line 1: the file is empty`);
    expect(stderr).toContain(`${folder}/conflict.md: line 1: a merge conflict was left in the file`);
    const { problems } = JSON.parse((await made.run("memory", "--json")).stdout) as { problems: { path: string }[] };
    expect([...new Set(problems.map(({ path }) => path))].sort()).toEqual([
      `${folder}/conflict.md`,
      `${folder}/empty.md`,
    ]);
  });
});
