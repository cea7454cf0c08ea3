import { type Attachment, readAttachments } from "./agent/attachments";
import { Budget } from "./agent/budget";
import { Conversation } from "./agent/conversation";
import type { AgentDefinition } from "./agent/definition/definition";
import { DefinitionLoader, type LoadedDefinition } from "./agent/definition/load-definitions";
import type { AgentEvent } from "./agent/events";
import { type Grants, grantTools } from "./agent/grants";
import { defaultLimits, type Limits } from "./agent/limits";
import { run } from "./agent/loop";
import { systemPrompt } from "./agent/prompt";
import { readStart } from "./agent/start";
import type { UserBlock } from "./model/message";
import type { Model } from "./model/model";
import type { PipelineMap } from "./pipeline/map";
import { renderPipelineOutline } from "./pipeline/render";
import { createToolbelt } from "./toolbelt";
import type { Workspace } from "./workspace/workspace";

export interface EngineerPorts {
  readonly workspace: Workspace;
  /** The folder of the agents that ship with the product. */
  readonly bundled: Workspace;
  /** Makes the model that answers as this agent. */
  createModel(definition: AgentDefinition): Model;
  mapPipeline(workspace: Workspace, signal: AbortSignal): Promise<PipelineMap>;
  /** Milliseconds of a monotonic clock. */
  now(): number;
  /** Calendar day for the prompt, `YYYY-MM-DD`. */
  readonly date: string;
  readonly limits?: Limits;
}

/** There is no usable agent of this name; the message says which there are. */
export class UnknownAgentError extends Error {
  override readonly name = "UnknownAgentError";
}

/**
 * A conversation with one agent, put together from the parts of core: definition, tools, prompt, what is read at the start,
 * loop. Host and command line both hold one of these for a conversation.
 */
export class Engineer {
  readonly definition: AgentDefinition;
  readonly conversation: Conversation;
  readonly model: Model;
  readonly #ports: EngineerPorts;
  readonly #grants: Grants;

  private constructor(definition: AgentDefinition, ports: EngineerPorts, stored: Conversation | undefined) {
    const { workspace, date } = ports;
    const { named, companions } = createToolbelt(ports);
    this.definition = definition;
    this.model = ports.createModel(definition);
    this.#ports = ports;
    this.#grants = grantTools(definition, named, companions);
    this.conversation =
      stored ??
      new Conversation({
        system: systemPrompt(definition, { ...workspace, tools: this.#grants.states, date }),
        tools: this.#grants.tools,
      });
  }

  /**
   * With a `stored` conversation the agent goes on with it: its prompt and tool list stay as they were frozen.
   * @throws UnknownAgentError, and what `createModel` throws
   */
  static async hire(agent: string, ports: EngineerPorts, stored?: Conversation): Promise<Engineer> {
    const loaded = await new DefinitionLoader().load(ports);
    const definition = loaded.find(({ name, active }) => name === agent && active)?.definition;
    if (!definition) throw new UnknownAgentError(missing(agent, loaded));
    return new Engineer(definition, ports, stored);
  }

  /**
   * Answers one question. The first one of a conversation is preceded by what the agent reads at the start. Never throws: the
   * last event is always `end`.
   */
  async *ask(
    question: string,
    signal: AbortSignal,
    attachments: readonly Attachment[] = [],
  ): AsyncGenerator<AgentEvent> {
    const started = this.#ports.now();
    try {
      yield* this.#answer(question, signal, attachments, started);
    } catch (error) {
      const ending = signal.aborted
        ? ({ reason: "cancelled", message: "Stopped." } as const)
        : ({ reason: "failed", message: `The question could not be answered: ${messageOf(error)}.` } as const);
      yield new Budget(defaultLimits, this.#ports.now, started).end(ending);
    }
  }

  async *#answer(
    question: string,
    signal: AbortSignal,
    attachments: readonly Attachment[],
    started: number,
  ): AsyncGenerator<AgentEvent> {
    const { workspace, now, limits = defaultLimits } = this.#ports;
    const { model } = this;
    yield {
      type: "start",
      agent: this.definition.name,
      provider: model.provider,
      model: model.name,
      tools: this.#grants.states,
    };
    const content: UserBlock[] = [];
    if (this.conversation.messages.length === 0) content.push({ type: "text", text: yield* this.#readStart(signal) });
    content.push(...(await readAttachments(attachments, workspace, signal)));
    content.push({ type: "text", text: question.toWellFormed() });
    yield* run(
      { conversation: this.conversation, content, started },
      { model, workspace, signal, limits, now, tools: this.#grants.tools },
    );
  }

  #readStart(signal: AbortSignal): ReturnType<typeof readStart> {
    const { workspace, bundled, mapPipeline, now } = this.#ports;
    const outline = async (budget: number) => {
      let map: PipelineMap;
      try {
        map = await mapPipeline(workspace, signal);
      } catch (error) {
        if (signal.aborted) throw error;
        return {
          text: `The pipeline could not be mapped: ${messageOf(error)}`,
          reason: `failed: ${messageOf(error)}`,
          paths: [],
        };
      }
      const paths = [...new Set(map.engines.map(({ place }) => place.path))];
      const reason =
        paths.length > 0
          ? `speech code in ${paths.length} ${paths.length === 1 ? "file" : "files"}`
          : "no speech code was found";
      return { text: renderPipelineOutline(map, budget), reason, paths };
    };
    return readStart({ workspace, bundled, agent: this.definition.name, outline, now });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function missing(agent: string, loaded: readonly LoadedDefinition[]): string {
  const broken = loaded.find(({ name }) => name === agent);
  if (broken) {
    const [problem] = broken.problems;
    return `The agent ${agent} cannot be used: ${broken.source}:${problem?.line ?? 1}: ${problem?.message ?? "unknown problem"}.`;
  }
  const names = loaded.filter(({ active }) => active).map(({ name }) => name);
  return `There is no agent ${JSON.stringify(agent)}. There are: ${[...new Set(names)].sort().join(", ")}.`;
}
