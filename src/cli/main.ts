import { Command, CommanderError } from "commander";
import manifest from "../../package.json";
import { visibleContent } from "../core/workspace/visible-text";
import { agentsCommand } from "./commands/agents";
import { askCommand } from "./commands/ask";
import { compareCommand } from "./commands/compare";
import { datasetCommand } from "./commands/dataset";
import { evaluateCommand } from "./commands/evaluate";
import { handoffsCommand } from "./commands/handoffs";
import { initCommand } from "./commands/init";
import { memoryCommand } from "./commands/memory";
import { mergeCommand } from "./commands/merge";
import { normalizeCommand } from "./commands/normalize";
import { pipelineCommand } from "./commands/pipeline";
import { reviewCommand } from "./commands/review";
import { scoreCommand } from "./commands/score";
import { toolCommand } from "./commands/tool";
import { exitCodes, messageOf, WorkFailed, WrongUsage } from "./errors";

const program = new Command("ml-engineer")
  .description("A senior speech-to-text engineer in your terminal.")
  .version(manifest.version)
  .exitOverride()
  .showHelpAfterError("(add --help for the options)")
  .addCommand(askCommand())
  .addCommand(toolCommand())
  .addCommand(agentsCommand())
  .addCommand(reviewCommand())
  .addCommand(pipelineCommand())
  .addCommand(handoffsCommand())
  .addCommand(memoryCommand())
  .addCommand(scoreCommand())
  .addCommand(compareCommand())
  .addCommand(evaluateCommand())
  .addCommand(mergeCommand())
  .addCommand(normalizeCommand())
  .addCommand(initCommand())
  .addCommand(datasetCommand());
prepare(program);

// A reader that closes the pipe early (`| head`) is not a failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) =>
  process.exit(error.code === "EPIPE" ? exitCodes.done : exitCodes.failed),
);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Errors of commands inside of commands are reported in the same way. */
function prepare(command: Command): void {
  for (const inner of command.commands) {
    prepare(inner.exitOverride().showHelpAfterError("(add --help for the options)"));
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUsage;
  process.stderr.write(`${visibleContent(messageOf(error))}\n`);
  if (error instanceof WorkFailed) return exitCodes.failed;
  return error instanceof WrongUsage ? exitCodes.wrongUsage : exitCodes.failed;
}
