import { Command } from "commander";
import { renderPipelineMap } from "../../core/pipeline/render";
import { openWorkspace, pipelineMapper } from "../environment";
import { interrupted } from "../options";

export function pipelineCommand(): Command {
  return new Command("pipeline")
    .description("print the map of the speech code: engines, parameters, entry points, and the way between them")
    .argument("[folder]", "workspace", ".")
    .option("--json", "print the map as JSON")
    .action(async (folder: string, options: { json?: boolean }) => {
      const workspace = await openWorkspace([folder], { trusted: false });
      const map = await pipelineMapper()(workspace, interrupted());
      process.stdout.write(options.json ? `${JSON.stringify(map, null, 2)}\n` : `${renderPipelineMap(map)}\n`);
    });
}
