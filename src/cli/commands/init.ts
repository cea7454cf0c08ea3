import { Command } from "commander";
import { folders as several } from "../options";
import { type InitOptions, initialize } from "../setup/initialize";

export function initCommand(): Command {
  return new Command("init")
    .description(
      "set up measuring: write .ml-engineer/evaluation.json and a runner round your own function, and try one clip",
    )
    .argument("[folder]", "the project", ".")
    .option("--function <module:name>", "the function that turns a recording into text (default: the likeliest one)")
    .option("--list", "print the functions to choose from, and write nothing")
    .option("--python <program>", "the interpreter (default: the project's own)")
    .option("--source-root <folder>", "folder that imports start from")
    .option("--cwd <folder>", "folder that the program starts in")
    .option(
      "--env <name=value>",
      "a variable for the program; $NAME takes it from yours; may be given several times",
      several,
    )
    .option("--dataset <manifest>", "workspace path of a test set")
    .option("--clip <file>", "a recording to try (default: the first of the test set, else a second of silence)")
    .option("--language <tag>", "of that recording", "en")
    .option("--check", "only try the runner that is there")
    .option("--no-run", "do not try it")
    .option("--force", "write over files that are there")
    .action(async (folder: string, options: InitOptions) => await initialize(folder, options));
}
