import { buffer } from "node:stream/consumers";
import { Command } from "commander";
import { readLines } from "../../core/scoring/formats/lines";
import { WrongUsage } from "../errors";
import { folders as several } from "../options";
import { type NormalizerChoice, normalizerNamed } from "../scoring/files";

export function normalizeCommand(): Command {
  return new Command("normalize")
    .description("normalize standard input, a line each, as scoring does")
    .requiredOption("--normalizer <id>", "which normalizer")
    .option("--normalizer-option <name=value>", "option of the normalizer; may be given several times", several)
    .action(async (options: NormalizerChoice) => {
      const normalizer = await normalizerNamed(options);
      const { rows, problems } = readLines(await buffer(process.stdin));
      for (const { line, message, remedy } of problems) {
        throw new WrongUsage(`standard input:${line}: ${message} ${remedy}`);
      }
      process.stdout.write(rows.map((line) => `${normalizer.normalize(line)}\n`).join(""));
    });
}
