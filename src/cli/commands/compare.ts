import { Command, Option } from "commander";
import { compareScores } from "../../core/scoring/compare";
import { readCtm } from "../../core/scoring/formats/recordings";
import { readText, readTrn } from "../../core/scoring/formats/utterances";
import { scoreText, type TextScore } from "../../core/scoring/score";
import { textsOf } from "../../core/scoring/score-recordings";
import type { Normalizer } from "../../core/scoring/scoring";
import { WrongUsage } from "../errors";
import { comparedRuns } from "../evaluate/compared-runs";
import { defaultConfiguration } from "../evaluate/places";
import { folders as several } from "../options";
import { comparisonJson, renderComparison } from "../scoring/compare-report";
import { type FileNames, type NormalizerChoice, normalizerNamed, readPair } from "../scoring/files";

interface CompareOptions extends NormalizerChoice {
  readonly reference?: string;
  readonly hypothesis?: readonly string[];
  readonly format: "text" | "trn" | "ctm";
  readonly smallestDifference?: number;
  readonly config: string;
  readonly engine?: readonly string[];
  readonly json?: boolean;
}

export function compareCommand(): Command {
  return new Command("compare")
    .description("compare two runs of `evaluate`, or two transcripts of the same clips: the second against the first")
    .argument("[run...]", "two runs by their id or folder: before, after")
    .option("--reference <file>", "what is right")
    .option("--hypothesis <file>", "what was recognised; given twice: before, after", several)
    .addOption(
      new Option("--format <format>", "of all files; text: line n against line n")
        .choices(["text", "trn", "ctm"])
        .default("text"),
    )
    .option("--normalizer <id>", "what is done to all texts before they are compared", "raw")
    .option("--normalizer-option <name=value>", "option of the normalizer; may be given several times", several)
    .option(
      "--smallest-difference <rate>",
      "smallest difference that matters, as a fraction (0.01: one point)",
      fraction,
    )
    .option("--config <file>", "runs: configuration of the evaluation", defaultConfiguration)
    .option("--engine <name>", "runs: which row; given twice where it differs: before, after", several)
    .option("--json", "print one JSON object; rates are fractions")
    .action(async (runs: readonly string[], { hypothesis = [], reference, json, ...options }: CompareOptions) => {
      if (runs.length > 0) {
        if (reference !== undefined || hypothesis.length > 0) {
          throw new WrongUsage("Name two runs, or --reference and --hypothesis, not both.");
        }
        process.stdout.write(await comparedRuns(runs, { ...options, json: json ?? false }));
        return;
      }
      if (reference === undefined)
        throw new WrongUsage("Name two runs, or --reference <file> and --hypothesis <file>.");
      const [first, second, ...rest] = hypothesis;
      if (first === undefined || second === undefined || rest.length > 0) {
        throw new WrongUsage("Give --hypothesis twice: the transcript before and the one after.");
      }
      const normalizer = await normalizerNamed(options);
      const a = await scoreFiles({ reference, hypothesis: first }, options.format, normalizer);
      const b = await scoreFiles({ reference, hypothesis: second }, options.format, normalizer);
      const { smallestDifference } = options;
      const comparison = compareScores(a, b, smallestDifference === undefined ? {} : { smallestDifference });
      process.stdout.write(
        json
          ? `${JSON.stringify(comparisonJson(comparison), null, 2)}\n`
          : renderComparison(comparison, { a: first, b: second, smallestDifference }),
      );
    });
}

async function scoreFiles(
  names: FileNames,
  format: CompareOptions["format"],
  normalizer: Normalizer,
): Promise<TextScore> {
  const pairs =
    format === "ctm"
      ? textsOf(await readPair(names, readCtm))
      : await readPair(names, format === "trn" ? readTrn : readText);
  return scoreText(pairs, normalizer);
}

function fraction(value: string): number {
  const difference = value.trim() === "" ? Number.NaN : Number(value);
  if (!(difference > 0 && difference < 1)) {
    throw new WrongUsage(`--smallest-difference is a fraction between 0 and 1 (0.01: one point), not ${value}.`);
  }
  return difference;
}
