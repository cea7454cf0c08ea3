import { resolve } from "node:path";
import { onTestFinished } from "vitest";
import { personsOrigin } from "../../src/core/agent/conversation-origin";
import type { AgentEvent } from "../../src/core/agent/events";
import type { Limits } from "../../src/core/agent/limits";
import { Engineer } from "../../src/core/engineer";
import type { Spent } from "../../src/core/handoff/handoff";
import { HandoffStore } from "../../src/core/handoff/store";
import { MemoryStore } from "../../src/core/memory/store";
import type { Model } from "../../src/core/model/model";
import type { ChooseRoot } from "../../src/core/team/ask-root";
import type { DispatchPorts, Start } from "../../src/core/team/dispatch";
import type { Team } from "../../src/core/team/team";
import { createNodeWorkspace } from "../../src/core/workspace/node-workspace";
import { type TemporaryTeamFiles, type TemporaryTeamFilesOptions, temporaryTeamFiles } from "./temporary-team-files";

export interface TeamSession extends DispatchPorts {
  readonly files: TemporaryTeamFiles;
  /** Runs the first question of a conversation, as window and program do. */
  ask(start: Start, model: Model, options?: AskOptions): Promise<readonly AgentEvent[]>;
  /** Ids of conversations that exist here. */
  readonly conversations: Set<string>;
}

interface AskOptions {
  readonly limits?: Limits;
  readonly budget?: Spent;
  readonly price?: () => number;
  readonly signal?: AbortSignal;
  readonly chooseRoot?: ChooseRoot;
}

/** A team on a temporary workspace with the bundled agents; models are scripts. */
export async function teamSession(
  files: Readonly<Record<string, string>> = {},
  options: TemporaryTeamFilesOptions = {},
): Promise<TeamSession> {
  const temporary = await temporaryTeamFiles(files, options);
  onTestFinished(() => temporary.dispose());
  const bundled = await createNodeWorkspace({
    folders: [resolve("agents")],
    trusted: true,
    assetsFolder: resolve("dist"),
  });
  const now = () => new Date("2026-11-22T10:00:00Z");
  const stores = { files: temporary.teamFiles, now };
  const team: Team = {
    files: temporary.teamFiles,
    handoffs: new HandoffStore({ ...stores, machine: "test", processId: process.pid, isAlive: () => true }),
    memories: new MemoryStore(stores),
  };
  const conversations = new Set<string>();
  let count = 0;
  return {
    files: temporary,
    team,
    conversations,
    agents: async () =>
      ["ml-ai-engineer", "backend-architect", "devops-engineer", "db-architect"].map((name) => ({ name })),
    newConversationId: () => `c${++count}`,
    hasConversation: async (id) => conversations.has(id),
    async ask({ agent, origin, question }, model, { limits, budget, price, signal, chooseRoot } = {}) {
      conversations.add(origin.conversation);
      const engineer = await Engineer.hire(
        agent,
        {
          workspace: temporary.workspace,
          bundled,
          createModel: () => model,
          mapPipeline: async () => ({
            engines: [],
            steps: [],
            entryPoints: [],
            functions: [],
            dependencies: [],
            engineCode: [],
            code: [],
            parsedFiles: 0,
            problems: [],
          }),
          now: () => performance.now(),
          date: "2026-11-22",
          team,
          ...(limits && { limits }),
          ...(budget && { budget }),
          ...(price && { price }),
          ...(chooseRoot && { chooseRoot }),
        },
        { origin },
      );
      const events: AgentEvent[] = [];
      for await (const event of engineer.ask(question, signal ?? new AbortController().signal)) events.push(event);
      return events;
    },
  };
}

/** A conversation with the person. */
export function person(id: string, question: string): Start {
  return { agent: "ml-ai-engineer", origin: personsOrigin(id), question, title: "" };
}
