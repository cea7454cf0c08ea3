import type { Approve } from "./agent/ask-first";
import { type Attachment, readAttachments } from "./agent/attachments";
import { Budget, type Ending } from "./agent/budget";
import { Conversation } from "./agent/conversation";
import { addSpent, nothingSpent, personsOrigin } from "./agent/conversation-origin";
import type { AgentDefinition } from "./agent/definition/definition";
import { DefinitionLoader, type LoadedDefinition } from "./agent/definition/load-definitions";
import type { AgentEvent } from "./agent/events";
import { type Grants, grantTools } from "./agent/grants";
import { defaultLimits, type Limits } from "./agent/limits";
import { run } from "./agent/loop";
import { systemPrompt } from "./agent/prompt";
import { type Outline, readStart } from "./agent/start";
import type { Origin, Spent } from "./handoff/handoff";
import type { UserBlock } from "./model/message";
import type { Model, Usage } from "./model/model";
import type { PipelineMap } from "./pipeline/map";
import { renderPipelineOutline } from "./pipeline/render";
import { addAskingRoot, type ChooseRoot } from "./team/ask-root";
import { defaultBudget, limitsWithin, restOfBudget } from "./team/budget";
import type { Team } from "./team/team";
import { TeamQuestion } from "./team/team-question";
import { createToolbelt, type ToolbeltPorts } from "./toolbelt";
import type { Root, Workspace } from "./workspace/workspace";

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
  /** Without it nothing is handed over and no memory is written. */
  readonly team?: Team;
  /** What a conversation and everything it started may use. */
  readonly budget?: Spent;
  /** Estimated USD of one request to this model; undefined where no price is known. */
  price?(model: string, usage: Usage): number | undefined;
  /** Asks the person where a memory belongs that could lie in several folders. Without it the model is told which there are. */
  readonly chooseRoot?: ChooseRoot;
  /** Asks the person about one call of a tool that starts something. Without it there is no such tool. */
  readonly approve?: Approve;
  /** What running the speech engines of a configuration takes. */
  readonly measurement?: ToolbeltPorts["measurement"];
}

/** What a conversation brings along that is not made now. */
export interface Engagement {
  /** A stored conversation to go on with; its prompt and tool list stay as they were frozen. */
  readonly conversation?: Conversation | undefined;
  /** Where it stands in the team's work. Default: a conversation with the person. */
  readonly origin?: Origin | undefined;
  /** What it has used by itself. */
  readonly spent?: Spent | undefined;
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
  readonly #origin: Origin;
  #spent: Spent;
  /** What the question that is being answered does with the team. */
  #teamQuestion: TeamQuestion | undefined;
  /** Files with speech code, for what has to be filed beside them. */
  #evidence: readonly string[] = [];

  private constructor(
    definition: AgentDefinition,
    agents: readonly AgentDefinition[],
    ports: EngineerPorts,
    { conversation: stored, origin = personsOrigin("unnamed"), spent = nothingSpent }: Engagement,
  ) {
    const { workspace, date, mapPipeline, team, approve, measurement } = ports;
    const { named, companions } = createToolbelt({
      mapPipeline,
      ...(team && { team: this.#teamTools(team, agents) }),
      ...(approve && measurement && { measurement }),
    });
    this.definition = definition;
    this.model = ports.createModel(definition);
    this.#ports = ports;
    this.#origin = origin;
    this.#spent = spent;
    this.#grants = grantTools(definition, named, companions);
    this.conversation =
      stored ??
      new Conversation({
        system: systemPrompt(definition, { ...workspace, tools: this.#grants.states, date }),
        tools: this.#grants.tools,
      });
  }

  /** @throws UnknownAgentError, and what `createModel` throws */
  static async hire(agent: string, ports: EngineerPorts, engagement: Engagement = {}): Promise<Engineer> {
    const loaded = await new DefinitionLoader().load(ports);
    const active = loaded.flatMap(({ active, definition }) => (active && definition ? [definition] : []));
    const definition = active.find(({ name }) => name === agent);
    if (!definition) throw new UnknownAgentError(missing(agent, loaded));
    return new Engineer(definition, active, ports, engagement);
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
    const events = this.#guarded(question, signal, attachments, started);
    const teamQuestion = this.#askTeam(question);
    if (!teamQuestion) return yield* events;
    try {
      for await (const event of events) yield* teamQuestion.follow(event);
    } finally {
      this.#spent = addSpent(this.#spent, teamQuestion.spent);
    }
  }

  /** A failure outside of the loop is an end like any other. */
  async *#guarded(
    question: string,
    signal: AbortSignal,
    attachments: readonly Attachment[],
    started: number,
  ): AsyncGenerator<AgentEvent> {
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
    const { workspace, now, approve } = this.#ports;
    const { model } = this;
    const rest = await this.#rest();
    yield {
      type: "start",
      agent: this.definition.name,
      provider: model.provider,
      model: model.name,
      tools: this.#grants.states,
    };
    const limits = limitsWithin(this.#ports.limits ?? defaultLimits, rest);
    if (!limits) {
      yield new Budget(defaultLimits, now, started).end(usedUp);
      return;
    }
    const isFirst = this.conversation.messages.length === 0;
    const content: UserBlock[] = [];
    if (isFirst) content.push({ type: "text", text: yield* this.#readStart(question, signal) });
    content.push(...(await readAttachments(attachments, workspace, signal)));
    content.push({ type: "text", text: question.toWellFormed() });
    const price = (usage: Usage) => this.#ports.price?.(model.name, usage);
    yield* run(
      { conversation: this.conversation, content, started },
      { model, workspace, signal, limits, now, price, tools: this.#grants.tools, ...(approve && { approve }) },
    );
  }

  /** What is left of the budget of this conversation and everything that belongs to it. */
  async #rest(): Promise<Spent> {
    const { team, budget = defaultBudget } = this.#ports;
    const handoffs = team ? (await team.handoffs.list()).handoffs : [];
    return restOfBudget(budget, this.#origin, this.#spent, handoffs);
  }

  #askTeam(question: string): TeamQuestion | undefined {
    const { team, workspace, price } = this.#ports;
    if (!team || workspace.roots.length === 0) return undefined;
    const isFirst = this.conversation.messages.length === 0;
    this.#teamQuestion = new TeamQuestion({
      team,
      agent: this.definition.name,
      origin: this.#origin,
      task: (isFirst ? this.#origin.task : undefined) ?? question,
      root: () => rootOfEvidence(workspace.roots, this.#evidence),
      spentBefore: this.#spent,
      price: (usage) => price?.(this.model.name, usage),
    });
    return this.#teamQuestion;
  }

  #teamTools(team: Team, agents: readonly AgentDefinition[]): NonNullable<ToolbeltPorts["team"]> {
    return {
      raise: async (request, call) => {
        if (!this.#teamQuestion) throw new Error("no question is being answered");
        return await this.#teamQuestion.raise(request, call);
      },
      agents: async () => agents,
      add: (memory, { root: named, signal }) => {
        const { topic } = memory;
        const add = (root: string | undefined) =>
          team.memories.add(this.definition.name, memory, { root, evidence: this.#evidence });
        // A folder that the model got wrong is its own to mend.
        return named === undefined
          ? addAskingRoot({ topic, signal, chooseRoot: this.#ports.chooseRoot, add })
          : add(named);
      },
    };
  }

  #readStart(question: string, signal: AbortSignal): ReturnType<typeof readStart> {
    const { workspace, bundled, mapPipeline, now, team } = this.#ports;
    const outline = async (budget: number) => {
      const found = await outlineOf(() => mapPipeline(workspace, signal), budget, signal);
      this.#evidence = found.paths;
      return found;
    };
    const listMemories = team && ((agent: string) => team.memories.list(agent));
    const sources = { workspace, bundled, agent: this.definition.name, question, signal, outline, now };
    return readStart({ ...sources, ...(listMemories && { listMemories }) });
  }
}

/** What was found of the transcription pipeline. That it could not be mapped is something to know as well. */
async function outlineOf(map: () => Promise<PipelineMap>, budget: number, signal: AbortSignal): Promise<Outline> {
  let found: PipelineMap;
  try {
    found = await map();
  } catch (error) {
    if (signal.aborted) throw error;
    const text = `The pipeline could not be mapped: ${messageOf(error)}`;
    return { text, reason: `failed: ${messageOf(error)}`, paths: [], engines: [], models: [] };
  }
  const { engines } = found;
  const paths = [...new Set(engines.map(({ place }) => place.path))];
  const files = `${paths.length} ${paths.length === 1 ? "file" : "files"}`;
  return {
    text: renderPipelineOutline(found, budget),
    reason: paths.length > 0 ? `speech code in ${files}` : "no speech code was found",
    paths,
    engines: [...new Set(engines.map(({ label }) => label))],
    models: [...new Set(engines.flatMap(({ model }) => model?.text ?? []))],
  };
}

const usedUp: Ending = {
  reason: "limit",
  message:
    "The budget of this conversation and all it started is used up. Start a new conversation, or raise the budget in the settings.",
};

/** The root that all of these paths lie in, or the first one when that is unclear. */
function rootOfEvidence(roots: readonly Root[], paths: readonly string[]): Root {
  const names = new Set(paths.map((path) => path.split("/")[0]));
  const named = roots.filter(({ name }) => names.has(name));
  const [root] = named.length === 1 ? named : roots;
  if (!root) throw new Error("no folder is open");
  return root;
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
