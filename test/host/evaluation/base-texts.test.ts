import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { registerBaseTexts } from "../../../src/host/evaluation/base-texts";
import { fake, Uri } from "../../support/fake-vscode";
import { changedWindow } from "./changed-window";

async function shownChange() {
  const window = await changedWindow({ clips: 2 });
  const warnings: string[] = [];
  const log = { warn: (message: string) => void warnings.push(message) };
  const registered = registerBaseTexts({ workspaces: window.workspaces, log });
  onTestFinished(() => void registered.dispose());
  await writeFile(join(window.path, "new file.py"), "x = 1\n");
  fake.window.chooseInTurn("Show the change");
  await window.evaluateChange();
  const [opened] = fake.calledCommands.filter(({ command }) => command === "vscode.changes");
  const rows = opened?.values[1] as readonly (readonly [Uri, Uri | undefined, Uri | undefined])[];
  return { window, rows, warnings };
}

const address = (query: object) =>
  Uri.from({ scheme: "ml-engineer-base", path: "/x", query: JSON.stringify(query) }) as never;

it("shows the base on the left, the file on the right, and nothing on the left of a new file", async () => {
  const { window, rows } = await shownChange();
  const left = rows.map(([file, before]) => [file.fsPath.slice(window.path.length + 1), before !== undefined]);
  expect(left).toEqual([
    ["new file.py", false],
    ["tiny.mjs", true],
  ]);
  const before = rows[1]?.[1];
  expect(before && (await fake.documents.provided(before))).toBe(`${window.git("show", "HEAD:tiny.mjs")}\n`);
  expect(rows[1]?.[2]?.fsPath).toBe(join(window.path, "tiny.mjs"));
});

it("reads nothing for an address that somebody made up", async () => {
  const { window, warnings } = await shownChange();
  const commit = window.git("rev-parse", "HEAD");
  const texts = await Promise.all(
    [
      { folder: "/", commit, path: "etc/passwd" },
      { folder: window.path, commit: "HEAD", path: "tiny.mjs" },
      { folder: window.path, commit, path: "../tiny.mjs" },
      { folder: window.path, commit: "--help".padEnd(40, "0"), path: "tiny.mjs" },
      {},
    ].map((query) => fake.documents.provided(address(query))),
  );
  expect(texts).toEqual(["", "", "", "", ""]);
  expect(warnings.length).toBeGreaterThanOrEqual(3);
});
