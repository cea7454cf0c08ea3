import { Command, Option } from "commander";
import type { AgentDefinition } from "../../core/agent/definition/definition";
import type { AgentEvent } from "../../core/agent/events";
import { Engineer, UnknownAgentError } from "../../core/engineer";
import { modelOf, ProviderError, providers } from "../../core/model";
import type { Model } from "../../core/model/model";
import { openBundledAgents, openWorkspace, pipelineMapper } from "../environment";
import { WorkFailed, WrongUsage } from "../errors";
import { folders, interrupted } from "../options";
import { isAnswered, printEvents } from "../print-events";

type ProviderOptions = Pick<AskOptions, "provider" | "baseUrl" | "model">;

interface AskOptions {
  readonly workspace?: readonly string[];
  readonly agent: string;
  readonly provider: string;
  readonly baseUrl?: string;
  readonly model?: string;
  readonly trust?: boolean;
  readonly json?: boolean;
}

export function askCommand(): Command {
  return new Command("ask")
    .description("ask a question about the speech pipeline of a workspace")
    .argument("<question>")
    .option("-w, --workspace <folder>", "folder to work in; may be given several times (default: here)", folders)
    .option("--agent <name>", "who answers", "ml-ai-engineer")
    .addOption(
      new Option("--provider <name>", "which model answers")
        .choices(providers.map(({ name }) => name))
        .default("offline"),
    )
    .option("--base-url <url>", "address of the model's server")
    .option("--model <id>", "model identifier")
    .option("--trust", "use the workspace's own agents and team protocol")
    .option("--json", "print one event a line")
    .action(async (question: string, options: AskOptions) => {
      if (question.trim() === "") throw new WrongUsage("The question is empty.");
      const engineer = await hire(options);
      await answer(engineer.ask(question, interrupted()), options);
    });
}

async function hire({ workspace = ["."], agent, trust = false, ...options }: AskOptions): Promise<Engineer> {
  const ports = {
    workspace: await openWorkspace(workspace, { trusted: trust }),
    bundled: await openBundledAgents(),
    createModel: ({ model }: AgentDefinition) => createModel(options, model),
    mapPipeline: pipelineMapper(),
    now: () => performance.now(),
    date: new Date().toISOString().slice(0, 10),
  };
  try {
    return await Engineer.hire(agent, ports);
  } catch (error) {
    if (error instanceof UnknownAgentError || error instanceof ProviderError) throw new WrongUsage(error.message);
    throw error;
  }
}

function createModel({ provider: name, baseUrl, model }: ProviderOptions, definitionModel: string): Model {
  const provider = providers.find((candidate) => candidate.name === name);
  if (!provider) throw new WrongUsage(`There is no provider ${name}.`);
  // A key costs money: it is only taken from the environment when the person named the provider that it belongs to.
  const apiKey = name === "anthropic" ? process.env.ANTHROPIC_API_KEY : undefined;
  const chosen = model ?? (name === "anthropic" ? modelOf(definitionModel) : undefined);
  return provider.create({ ...(apiKey && { apiKey }), ...(baseUrl && { baseUrl }), ...(chosen && { model: chosen }) });
}

async function answer(events: AsyncGenerator<AgentEvent>, { json }: Pick<AskOptions, "json">): Promise<void> {
  const end = await printEvents(events, process.stdout, { json: json ?? false });
  if (isAnswered(end)) return;
  throw new WorkFailed(end?.message ?? "The answer ended without saying how.");
}
