import { join, resolve } from "node:path";
import { vi } from "vitest";
import { ConversationStore } from "../../../src/core/agent/conversation-store";
import type { HandoffRequest } from "../../../src/core/handoff/handoff";
import { createPipelineMapper } from "../../../src/core/pipeline/mapper";
import { RecordFolder } from "../../../src/core/workspace/record-folder";
import { ChatSession } from "../../../src/host/chat/session";
import { TeamWork } from "../../../src/host/chat/team-work";
import { FirstUse } from "../../../src/host/first-use";
import { act, type HandoffAction } from "../../../src/host/handoffs/actions";
import { Agents } from "../../../src/host/handoffs/agents";
import { registerHandoffs } from "../../../src/host/handoffs/register";
import { createLog } from "../../../src/host/log";
import type { Parts } from "../../../src/host/parts";
import { TeamService } from "../../../src/host/team";
import { Workspaces } from "../../../src/host/workspaces";
import { Disposable, EventEmitter, fake, resetFake, Uri } from "../../support/fake-vscode";
import { fakeLogChannel } from "../../support/fake-vscode/log-channel";
import { fakeMemento } from "../../support/fake-vscode/storage";
import { type ScriptedTurn, scriptedModel } from "../../support/scripted-model";
import type { TemporaryWorkspace } from "../../support/temporary-workspace";

export interface WindowOptions {
  readonly turns?: readonly ScriptedTurn[];
  readonly provider?: string;
  readonly trusted?: boolean;
  /** Kept over a reload. */
  readonly state?: ReturnType<typeof fakeMemento>;
}

/** A window on the folder, with real stores, a real session and a scripted model; the view of the chat is left out. */
export async function openWindow(folder: TemporaryWorkspace, options: WindowOptions = {}) {
  const { turns = [], provider = "scripted", trusted = true, state = fakeMemento() } = options;
  resetFake();
  const { workspace: editor } = await import("../../support/fake-vscode");
  editor.isTrusted = trusted;
  fake.folders.open(join(folder.path, "code"));
  const log = createLog(fakeLogChannel() as never);
  const workspaces = new Workspaces(Uri.file(resolve(".")) as never);
  const context = { globalStorageUri: Uri.file(join(folder.path, "storage")), workspaceState: state } as never;
  const team = new TeamService({ context, workspaces, log, isChatVisible: () => false });
  const agents = new Agents(workspaces);
  const model = scriptedModel(turns);
  const store = new ConversationStore(await RecordFolder.open(join(folder.path, "conversations")));
  const session = new ChatSession({
    log,
    store: async () => store,
    workspaceState: () => workspaces.state,
    provider: () => ({ provider, label: provider, reason: "" }),
    estimate: () => undefined,
    newTitle: () => "New",
    consent: () => (team.consent.isOpen ? ["handoffs", "memory"] : undefined),
    describe: (error) => (error instanceof Error ? error.message : String(error)),
    engineerPorts: async () => ({
      workspace: await workspaces.current(),
      bundled: await workspaces.bundled(),
      createModel: () => model,
      mapPipeline: createPipelineMapper({ grammarsFolder: resolve("dist") }),
      now: () => performance.now(),
      date: "2026-01-01",
      team: await team.current(),
    }),
  });
  const work = new TeamWork({ team, agents, session, log, store: async () => store, show: async () => {} });
  const asked = new EventEmitter<string>();
  const models = new EventEmitter<void>();
  const parts = {
    log,
    use: new FirstUse(),
    workspaces,
    team,
    agents,
    models: { status: { provider, label: provider, reason: "" }, onDidChange: models.event, connect: async () => {} },
    chat: { work, conversations: async () => store, onDidAskForHandoff: asked.event },
  } as unknown as Parts;
  const view = Disposable.from(registerHandoffs(parts), work, team);
  const tree = fake.window.trees[0];
  if (!tree) throw new Error("no tree was registered");
  return {
    parts,
    session,
    store,
    model,
    team,
    state,
    asked,
    act: (action: HandoffAction, target?: unknown) => act(action, parts, target),
    /** The tree as text, when its records have been read again. */
    async tree(): Promise<string> {
      team.refresh();
      await vi.waitFor(async () => await tree.control.render());
      return tree.control.render();
    },
    view: tree,
    /** What was said, without the question whether files go into the repository. */
    messages: () =>
      fake.window.messages.flatMap(({ text, buttons }) => (buttons.includes("Keep private") ? [] : [text])),
    handoffs: async () => (await (await team.current()).handoffs.list()).handoffs,
    /** Raises handoffs as the engineer of a conversation does. */
    async raise(...requests: readonly (Partial<HandoffRequest> & { readonly conversation?: string })[]) {
      const { files, handoffs } = await team.current();
      const [root] = files.roots;
      if (!root) throw new Error("no root");
      const ids: string[] = [];
      for (const { conversation = "c1", ...request } of requests) {
        const whole = { to: "Backend Architect", task: "A", context: "", needBack: "", blocks: "", ...request };
        const { handoff } = await handoffs.raise(whole, {
          from: "ml-ai-engineer",
          origin: { conversation, root: conversation, depth: 0, lineage: [] },
          originalTask: "Make the worker faster",
          root,
        });
        ids.push(handoff.id);
      }
      return ids;
    },
    close: () => view.dispose(),
  };
}
