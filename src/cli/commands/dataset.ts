import { Argument, Command } from "commander";
import { importers } from "../../core/measurement/datasets/importers";
import { type CheckOptions, checkDataset } from "../dataset/check";
import { type ImportOptions, writeManifest } from "../dataset/import";
import { folders as several } from "../options";

export function datasetCommand(): Command {
  return new Command("dataset")
    .description("test sets: recordings with what is said in them")
    .addCommand(checkCommand())
    .addCommand(importCommand());
}

function checkCommand(): Command {
  return new Command("check")
    .description("read a manifest and its audio, count what there is and list what is wrong")
    .argument("<manifest>", "a JSONL file: audio, text, language, referenceSource on each line")
    .option("-w, --workspace <folder>", "folder that the audio lies in (default: here, or the manifest's)")
    .option(
      "--audio-root <folder>",
      "folder outside of it whose audio may be read; may be given several times",
      several,
    )
    .option("--json", "print one JSON object")
    .action(async (manifest: string, options: CheckOptions) => await checkDataset(manifest, options));
}

function importCommand(): Command {
  const formats = importers.map(({ id, title, source }) => `  ${id.padEnd(14)}${title}: ${source}`).join("\n");
  return new Command("import")
    .description("write a manifest for a corpus of another format")
    .addArgument(new Argument("<format>", "see below").choices(importers.map(({ id }) => id)))
    .argument("<source>", "the file or folder that the format says")
    .requiredOption("--out <manifest>", "the file to write")
    .option("--force", "take the place of a file that is there")
    .option("--language <tag>", "of all lines, for example ru or en-US; needed where the corpus does not say it")
    .option("--reference-source <source>", "who made the texts: human, corrected-from:<engine> or machine")
    .option("--audio-root <folder>", "where the corpus' relative audio paths start")
    .option("-w, --workspace <folder>", "folder below which audio is written relative to the manifest (default: here)")
    .addHelpText("after", `\nFormats:\n${formats}`)
    .action(async (format: string, source: string, options: ImportOptions) => {
      await writeManifest(format, source, options);
    });
}
