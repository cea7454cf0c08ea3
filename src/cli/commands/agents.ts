import { Command } from "commander";
import { DefinitionLoader, type LoadedDefinition } from "../../core/agent/definition/load-definitions";
import { visible } from "../../core/workspace/visible-text";
import { openBundledAgents, openWorkspace } from "../environment";

export function agentsCommand(): Command {
  return new Command("agents")
    .description("list the agents that can be asked, and what is wrong with the files that cannot")
    .argument("[folder]", "workspace whose own agents are listed as well", ".")
    .option("--trust", "treat the folder as trusted: its agents override bundled ones")
    .option("--json", "print an array of objects")
    .action(async (folder: string, options: { trust?: boolean; json?: boolean }) => {
      const workspace = await openWorkspace([folder], { trusted: options.trust ?? false });
      const loaded = await new DefinitionLoader().load({ bundled: await openBundledAgents(), workspace });
      process.stdout.write(
        options.json ? `${JSON.stringify(loaded.map(toJson), null, 2)}\n` : loaded.map(toText).join(""),
      );
    });
}

function toJson({ name, definition, origin, source, active, problems }: LoadedDefinition) {
  const { description = "", tools = null, model = null } = definition ?? {};
  return { name, description, tools, model, source: sourceOf({ origin, source }), active, problems };
}

function toText({ name, definition, origin, source, active, problems }: LoadedDefinition): string {
  const head = `${active ? " " : "✗"} ${name.padEnd(24)} ${(definition?.model ?? "").padEnd(8)} ${sourceOf({ origin, source })}`;
  const lines = [head, ...problems.map(({ line, message }) => `    ${source}:${line}: ${message}`)];
  return lines.map((line) => `${visible(line)}\n`).join("");
}

function sourceOf({ origin, source }: Pick<LoadedDefinition, "origin" | "source">): string {
  return origin === "bundled" ? `bundled:${source}` : source;
}
