import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { AgentDiagnostics } from "../../../src/host/diagnostics/agent-diagnostics";
import { createLog } from "../../../src/host/log";
import { Workspaces } from "../../../src/host/workspaces";
import { fake, resetFake, Uri, workspace } from "../../support/fake-vscode";
import { fakeLogChannel } from "../../support/fake-vscode/log-channel";

let folder: string;
let disposables: { dispose(): unknown }[];
let channel: ReturnType<typeof fakeLogChannel>;

beforeEach(async () => {
  resetFake();
  folder = await realpath(await mkdtemp(join(tmpdir(), "ml-engineer-")));
  disposables = [];
  channel = fakeLogChannel();
});

afterEach(async () => {
  for (const disposable of disposables) disposable.dispose();
  expect(fake.folders.watchers).toBe(0);
  expect(channel.lines).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});

const good = "---\nname: scribe\ndescription: Writes minutes.\n---\nYou write minutes.\n";

it("says what is wrong with which file, by weight", async () => {
  await write(".claude/agents/scribe.md", good);
  await write(".claude/agents/painter.md", good.replace("name: scribe", "name: painter\ncolor: red"));
  await write(".claude/agents/colon.md", good.replace("name: scribe", "name: colon").replace("Writes", "Use: writes"));
  await write(".claude/agents/empty.md", "No front matter here.\n");
  await write(".github/agents/review/nameless.agent.md", good.replace("name: scribe\n", ""));
  await write(".github/agents/scribe.md", good);
  await write("docs/agents/other.md", "No agent.\n");
  start(folder);
  await shown(
    [
      "colon.md:3:1-1001 warning Not valid YAML (incomplete explicit mapping pair; a key node is missed; or followed by a non-tabulated empty line); read line by line instead. Put the value in quotes to be exact.",
      "empty.md:1:1-1001 error The file does not start with front matter: its first line must be `---`.",
      "nameless.agent.md:1:1-1001 information There is no name: the file name is used.",
      "painter.md:3:1-1001 hint The key `color` is kept but not used here.",
      "scribe.md:1:1-1001 warning Not used: .claude/agents/scribe.md defines scribe.",
    ].join("\n"),
  );
});

it("follows files that are written, mended and removed, and no others", async () => {
  start(folder);
  const path = join(folder, ".claude/agents/new.md");
  await write(".claude/agents/new.md", "Nothing.\n");
  expect(fake.folders.tell(path, "created")).toBe(1);
  await shown(/^new\.md:1.* error The file does not start with front matter/);
  await write(".claude/agents/new.md", good);
  fake.folders.tell(path, "changed");
  await shown("");

  await write(".claude/agents/new.md", "Nothing.\n");
  fake.folders.tell(path, "changed");
  await shown(/^new\.md:1/);
  await rm(join(folder, ".claude"), { recursive: true });
  expect(fake.folders.tell(join(folder, ".claude"), "deleted")).toBe(1);
  await shown("");
  for (const other of ["src/agents/a.md", ".claude/settings.json", ".github/workflows/ci.yml"])
    expect(fake.folders.tell(join(folder, other), "changed")).toBe(0);
});

it("works without trust, and says that nothing of it is used", async () => {
  await write(".claude/agents/scribe.md", good);
  workspace.isTrusted = false;
  start(folder);
  await shown("scribe.md:1:1-1001 information Not used: the folder is not trusted.");
  fake.folders.grantTrust();
  await shown("");
});

it("goes along when folders come and go", async () => {
  await write("one/.claude/agents/a.md", "Nothing.\n");
  await write("two/.claude/agents/b.md", "Nothing.\n");
  start(join(folder, "one"));
  await shown(/^a\.md:1[^\n]*$/);
  fake.folders.open(join(folder, "one"), join(folder, "two"));
  await shown(/^a\.md:1[^\n]*\nb\.md:1[^\n]*$/);
  expect(fake.folders.watchers).toBe(2);
  fake.folders.open();
  expect(fake.problems.text()).toBe("");
});

function start(...folders: readonly string[]) {
  fake.folders.open(...folders);
  const workspaces = new Workspaces(Uri.file(resolve(".")) as never);
  const log = createLog(channel as never);
  disposables.push(new AgentDiagnostics({ workspaces, log, delay: 10 }), workspaces);
}

async function write(path: string, content: string) {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

function shown(text: string | RegExp) {
  const check = () =>
    typeof text === "string" ? expect(fake.problems.text()).toBe(text) : expect(fake.problems.text()).toMatch(text);
  return vi.waitFor(check, { timeout: 10_000, interval: 10 });
}
