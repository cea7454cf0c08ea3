import { type Command, Option } from "commander";
import manifest from "../../package.json";
import type { AgentDefinition } from "../core/agent/definition/definition";
import { DefinitionLoader } from "../core/agent/definition/load-definitions";
import type { EngineerPorts } from "../core/engineer";
import { modelOf, providers } from "../core/model";
import type { Model, Usage } from "../core/model/model";
import { estimateCost } from "../core/model/prices";
import type { Team } from "../core/team/team";
import type { Workspace } from "../core/workspace/workspace";
import { approval } from "./approve";
import { assetsFolder, openBundledAgents, openWorkspace, pipelineMapper } from "./environment";
import { WrongUsage } from "./errors";
import { ProgressLine } from "./evaluate/progress";

export interface ModelOptions {
  readonly provider: string;
  readonly baseUrl?: string;
  readonly model?: string;
  readonly yes?: boolean;
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
    .option("--trust", "use the workspace's own agents and team protocol, and let an agent measure its engines")
    .option("--yes", "allow an agent to run what it asks for; it is printed");
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
    approve: approval(options.yes === true),
    measurement: measurementPorts(workspace),
    price: (model: string, usage: Usage) => estimateCost({ usage, provider: options.provider, model })?.usd,
  };
}

function measurementPorts({ trusted }: Workspace): NonNullable<EngineerPorts["measurement"]> {
  const line = new ProgressLine();
  return {
    open: (root) => openWorkspace([root.path], { trusted }),
    now: () => new Date(),
    environment: process.env,
    assetsFolder,
    product: `ml-engineer ${manifest.version}`,
    progress: (progress) => (progress ? line.show(progress) : line.end()),
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
