import { type Command, Option } from "commander";
import type { AgentDefinition } from "../core/agent/definition/definition";
import { DefinitionLoader } from "../core/agent/definition/load-definitions";
import type { EngineerPorts } from "../core/engineer";
import { modelOf, providers } from "../core/model";
import type { Model, Usage } from "../core/model/model";
import { estimateCost } from "../core/model/prices";
import type { Team } from "../core/team/team";
import type { Workspace } from "../core/workspace/workspace";
import { openBundledAgents, pipelineMapper } from "./environment";
import { WrongUsage } from "./errors";

export interface ModelOptions {
  readonly provider: string;
  readonly baseUrl?: string;
  readonly model?: string;
}

/** The options of every command that asks an agent. */
export function withModelOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--provider <name>", "which model answers")
        .choices(providers.map(({ name }) => name))
        .default("offline"),
    )
    .option("--base-url <url>", "address of the model's server")
    .option("--model <id>", "model identifier")
    .option("--trust", "use the workspace's own agents and team protocol");
}

export async function engineerPorts(
  workspace: Workspace,
  options: ModelOptions,
  team: Team | undefined,
): Promise<EngineerPorts> {
  return {
    workspace,
    bundled: await openBundledAgents(),
    createModel: ({ model }: AgentDefinition) => createModel(options, model),
    mapPipeline: pipelineMapper(),
    now: () => performance.now(),
    date: new Date().toISOString().slice(0, 10),
    ...(team && { team }),
    price: (model: string, usage: Usage) => estimateCost({ usage, provider: options.provider, model })?.usd,
  };
}

/** The definitions that can be run here. */
export async function runnableAgents({ bundled, workspace }: Pick<EngineerPorts, "bundled" | "workspace">) {
  const loaded = await new DefinitionLoader().load({ bundled, workspace });
  return loaded.flatMap(({ active, definition }) => (active && definition ? [definition] : []));
}

function createModel({ provider: name, baseUrl, model }: ModelOptions, definitionModel: string): Model {
  const provider = providers.find((candidate) => candidate.name === name);
  if (!provider) throw new WrongUsage(`There is no provider ${name}.`);
  // A key costs money: it is only taken from the environment when the person named the provider that it belongs to.
  const apiKey = name === "anthropic" ? process.env.ANTHROPIC_API_KEY : undefined;
  const chosen = model ?? (name === "anthropic" ? modelOf(definitionModel) : undefined);
  return provider.create({ ...(apiKey && { apiKey }), ...(baseUrl && { baseUrl }), ...(chosen && { model: chosen }) });
}
