import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import { FirstUse } from "../../../src/host/first-use";
import { createLog } from "../../../src/host/log";
import { act, type MemoryAction } from "../../../src/host/memory/actions";
import type { MemoryNode, MemoryTreeNode, ProblemNode } from "../../../src/host/memory/memory-nodes";
import { registerMemory } from "../../../src/host/memory/register";
import { TeamService } from "../../../src/host/team";
import { Workspaces } from "../../../src/host/workspaces";
import { workspace as editor, fake, resetFake, type TreeItem, Uri } from "../../support/fake-vscode";
import { fakeLogChannel } from "../../support/fake-vscode/log-channel";
import { fakeMemento } from "../../support/fake-vscode/storage";
import { temporaryWorkspace } from "../../support/temporary-workspace";

/** How long a test waits for something on a busy machine. */
export const waiting = { timeout: 15_000 };

export const agentFolder = ".claude/agents-memory/ml-ai-engineer";

/** A memory as the agent writes it. */
export function memoryText(topic: string, engine = "", ...more: readonly string[]): string {
  const lines = ["# TOPIC", "", "**Applies when:** clips are short", "", "- the worker loads the model for each job"];
  const engineLine = engine === "" ? [] : ["", `**Engine/Model:** ${engine}`];
  return [...lines, ...engineLine, ...more, ""].join("\n").replace("TOPIC", topic);
}

export interface WindowOptions {
  readonly roots?: readonly string[];
  readonly trusted?: boolean;
  /** The person agreed to keep the team's files in the repository. */
  readonly shared?: boolean;
}

/** A window on a folder with these files; everything below the editor is real. */
export async function openWindow(files: Readonly<Record<string, string>> = {}, options: WindowOptions = {}) {
  const { roots = ["code"], trusted = true, shared = true } = options;
  const first = roots[0] ?? "code";
  const placed = Object.fromEntries(
    Object.entries(files).map(([path, text]) => [roots.length > 1 ? path : `${first}/${path}`, text]),
  );
  const folder = await temporaryWorkspace(placed, { roots });
  onTestFinished(folder.dispose);
  resetFake();
  editor.isTrusted = trusted;
  if (options.roots?.length !== 0) fake.folders.open(...roots.map((root) => join(folder.path, root)));
  const log = createLog(fakeLogChannel() as never);
  const workspaces = new Workspaces(Uri.file(resolve(".")) as never);
  const state = fakeMemento();
  if (shared) await state.update("mlEngineer.teamFiles", "shared");
  const context = { globalStorageUri: Uri.file(join(folder.path, "storage")), workspaceState: state } as never;
  const team = new TeamService({ context, workspaces, log, isChatVisible: () => false });
  const registered = registerMemory({ team, workspaces, log, use: new FirstUse() });
  onTestFinished(() => [registered, team].forEach((part) => void part.dispose()));
  const view = fake.window.trees[0];
  if (!view) throw new Error("no tree was registered");
  const provider = view.control.provider;
  const all = async (node?: unknown): Promise<(MemoryNode | ProblemNode)[]> => {
    const children = (await provider.getChildren(node)) as MemoryTreeNode[];
    const deep = await Promise.all(children.map(async (child) => (child.kind === "agent" ? all(child) : [child])));
    return deep.flat();
  };
  return {
    path: join(folder.path, first),
    folder,
    team,
    workspaces,
    view,
    act: (action: MemoryAction, target?: unknown) => act(action, { team, workspaces }, target),
    /** The tree as it is shown now. */
    tree: () => view.control.render(),
    /** The items with the beginning of this label, read again. */
    async item(label: string): Promise<{ readonly node: MemoryNode | ProblemNode; readonly item: TreeItem }> {
      team.refresh();
      for (const node of await all()) {
        const item = provider.getTreeItem(node);
        if (item.label.startsWith(label)) return { node, item };
      }
      throw new Error(`there is no item ${label} in\n${await view.control.render()}`);
    },
    messages: () => fake.window.messages.map(({ text }) => text),
  };
}

/** Commits files on a day, in a repository that is made when there is none. */
export async function commit(folder: string, day: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const date = `${day}T12:00:00Z`;
  const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, HOME: folder };
  const git = (...given: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", ...given], { cwd: folder, env, stdio: "pipe" });
  git("init", "-q");
  git("add", "-A");
  git("commit", "-q", "-m", "change");
}
