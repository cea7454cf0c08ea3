import { expect, it, onTestFinished } from "vitest";
import { baseText } from "../../../src/core/change/base-text";
import { listRevisions } from "../../../src/core/change/list-revisions";
import { temporaryRepository } from "../../support/temporary-repository";

const { signal } = new AbortController();

async function repository() {
  const made = await temporaryRepository();
  onTestFinished(made.dispose);
  const first = await made.commit({ "service/engine.py": "beam = 5\n", "audio.wav": "RIFF\0\0" });
  made.git("tag", "v1.0");
  made.git("branch", "feature/старая");
  const second = await made.commit({ "service/engine.py": "beam = 1\n", "-odd name.py": "odd = 1\n" });
  return { ...made, root: { name: "project", path: made.path }, first, second };
}

it("reads a file as the base has it, below a root that is a folder of the repository too", async () => {
  const { root, first, second } = await repository();
  expect(await baseText(root, first, "service/engine.py", signal)).toBe("beam = 5\n");
  const below = { name: "service", path: `${root.path}/service` };
  expect(await baseText(below, second, "engine.py", signal)).toBe("beam = 1\n");
  expect(await baseText(root, second, "-odd name.py", signal)).toBe("odd = 1\n");
});

it("has no text for what the base lacks, what is no text, and what is no commit", async () => {
  const { root, first } = await repository();
  expect(await baseText(root, first, "-odd name.py", signal)).toBeUndefined();
  expect(await baseText(root, first, "audio.wav", signal)).toBeUndefined();
  expect(await baseText(root, "0".repeat(40), "service/engine.py", signal)).toBeUndefined();
  expect(await baseText(root, first, "../../etc/passwd", signal)).toBeUndefined();
});

it("lists branches, tags and commits", async () => {
  const { root, first, second } = await repository();
  const revisions = await listRevisions(root, signal);
  expect(revisions.map(({ kind, name, commit, subject }) => [kind, name, commit, subject])).toEqual(
    expect.arrayContaining([
      ["branch", "main", second, "state"],
      ["branch", "feature/старая", first, "state"],
      ["tag", "v1.0", first, "state"],
      ["commit", second.slice(0, 7), second, "state"],
      ["commit", first.slice(0, 7), first, "state"],
    ]),
  );
  expect(revisions).toHaveLength(5);
  for (const { date } of revisions) expect(Number.isNaN(Date.parse(date))).toBe(false);
});

it("says why there are none outside of git", async () => {
  const { folder } = await repository();
  await expect(listRevisions({ name: "tmp", path: folder }, signal)).rejects.toThrow(
    "The folder is in no git repository.",
  );
});
