import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { type FolderWatch, watchTeamFolders } from "../../../../src/core/workspace/team-files/watch-folders";

const made: string[] = [];
let watch: FolderWatch | undefined;
let told = 0;

afterEach(() => {
  watch?.dispose();
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

function newRoot(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "ml-engineer-watch-")));
  made.push(folder);
  return folder;
}

function start(root: string): void {
  told = 0;
  watch = watchTeamFolders([{ name: "root", path: root }], () => {
    told++;
  });
}

async function quiet(): Promise<void> {
  let before = -1;
  while (before !== told) {
    before = told;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function tellsAbout(work: () => void): Promise<void> {
  await quiet();
  const before = told;
  work();
  await expect.poll(() => told, { timeout: 3000 }).toBeGreaterThan(before);
}

test("tells of each change in folders that were made after the watch began", async () => {
  const root = newRoot();
  start(root);
  await quiet();
  const folder = join(root, ".claude", "agents-memory", "ml-ai-engineer");
  mkdirSync(folder, { recursive: true });
  watch?.look();
  const file = join(folder, "2026-01-01-pauses.md");
  await tellsAbout(() => writeFileSync(file, "# Pauses"));
  await tellsAbout(() => writeFileSync(file, "# Pauses in lectures"));
  await tellsAbout(() => rmSync(file));
  await tellsAbout(() => mkdirSync(join(root, ".claude", "agents-handoffs", "other"), { recursive: true }));
  await tellsAbout(() => writeFileSync(join(root, ".claude", "agents-handoffs", "other", "a.md"), "#"));
});

test("follows no link, and says nothing once it is disposed of", async () => {
  const [root, elsewhere] = [newRoot(), newRoot()];
  mkdirSync(join(elsewhere, "agents-memory", "a"), { recursive: true });
  symlinkSync(elsewhere, join(root, ".claude"));
  start(root);
  await quiet();
  writeFileSync(join(elsewhere, "agents-memory", "a", "note.md"), "#");
  await quiet();
  expect(told).toBe(0);

  const other = newRoot();
  mkdirSync(join(other, ".claude", "agents-memory", "a"), { recursive: true });
  start(other);
  await quiet();
  watch?.dispose();
  const before = told;
  writeFileSync(join(other, ".claude", "agents-memory", "a", "note.md"), "#");
  await quiet();
  expect(told).toBe(before);
});
