import { Command } from "commander";
import { createToolbelt } from "../../core/toolbelt";
import { openWorkspace, pipelineMapper } from "../environment";
import { messageOf, WrongUsage } from "../errors";
import { folders, interrupted } from "../options";

export function toolCommand(): Command {
  return new Command("tool")
    .description("run one tool and print its result as JSON; an error result is a result, too")
    .argument("<name>", "tool name, for example Read")
    .argument("<input>", "its input as JSON")
    .option("-w, --workspace <folder>", "folder to work in; may be given several times", folders)
    .action(async (name: string, input: string, options: { workspace?: string[] }) => {
      const { named, companions } = createToolbelt({ mapPipeline: pipelineMapper() });
      const tools = [...named, ...companions];
      const tool = tools.find((candidate) => candidate.name === name);
      if (!tool)
        throw new WrongUsage(
          `There is no tool ${name}. There are: ${tools.map((candidate) => candidate.name).join(", ")}.`,
        );
      const workspace = await openWorkspace(options.workspace ?? ["."], { trusted: false });
      const { content, isError } = await tool.invoke(parse(input), { workspace, signal: interrupted() });
      process.stdout.write(`${JSON.stringify({ content, isError })}\n`);
    });
}

function parse(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch (error) {
    throw new WrongUsage(`The input is not JSON: ${messageOf(error)}.`);
  }
}
