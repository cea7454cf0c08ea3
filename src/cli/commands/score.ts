import { Command, Option } from "commander";
import { measureDiarization } from "../../core/scoring/diarization";
import { readCtm, readRttm } from "../../core/scoring/formats/recordings";
import { readText, readTrn } from "../../core/scoring/formats/utterances";
import { scoreText, type UtterancePair } from "../../core/scoring/score";
import { scoreTiming, textsOf } from "../../core/scoring/score-recordings";
import type { TimingMeasures } from "../../core/scoring/timing";
import { WrongUsage } from "../errors";
import { folders as several } from "../options";
import { type NormalizerChoice, normalizerNamed, readPair } from "../scoring/files";
import {
  diarizationJson,
  renderDiarization,
  renderText,
  renderTiming,
  textJson,
  timingJson,
} from "../scoring/score-report";

interface ScoreOptions extends NormalizerChoice {
  readonly reference: string;
  readonly hypothesis: string;
  readonly format: "text" | "trn" | "ctm" | "rttm";
  readonly collarEachSide?: number;
  readonly skipOverlap?: boolean;
  readonly perUtterance?: boolean;
  readonly json?: boolean;
}

export function scoreCommand(): Command {
  return new Command("score")
    .description("score a transcript, word times or speaker turns against a reference")
    .requiredOption("--reference <file>", "what is right")
    .requiredOption("--hypothesis <file>", "what was recognised")
    .addOption(
      new Option("--format <format>", "of both files; text: line n against line n")
        .choices(["text", "trn", "ctm", "rttm"])
        .default("text"),
    )
    .option("--normalizer <id>", "what is done to both texts before they are compared", "raw")
    .option("--normalizer-option <name=value>", "option of the normalizer; may be given several times", several)
    .option("--collar-each-side <seconds>", "rttm: left out on each side of a reference boundary (default: 0)", seconds)
    .option("--skip-overlap", "rttm: leave out where the reference has several speakers at once")
    .option("--per-utterance", "add a line for each utterance or recording")
    .option("--json", "print one JSON object; rates are fractions")
    .action(async (options: ScoreOptions) => {
      const output = await (options.format === "rttm" ? scoreTurns(options) : scoreWords(options));
      process.stdout.write(output);
    });
}

async function scoreWords({ json = false, perUtterance = false, ...options }: ScoreOptions): Promise<string> {
  if (options.collarEachSide !== undefined || options.skipOverlap) {
    throw new WrongUsage("--collar-each-side and --skip-overlap are for --format rttm.");
  }
  const normalizer = await normalizerNamed(options);
  const { pairs, timing } = await readWords(options, (recordings) => scoreTiming(recordings, normalizer));
  const score = scoreText(pairs, normalizer);
  // The text as it was written stands beside every normalised figure: what normalising hides is the difference.
  const raw = normalizer.id === "raw" ? undefined : scoreText(pairs, await normalizerNamed({ normalizer: "raw" }));
  if (json) return toJson({ ...textJson(score, { raw, perUtterance }), ...(timing && timingJson(timing)) });
  return renderText(score, { raw, perUtterance }) + (timing ? `\n${renderTiming(timing)}` : "");
}

async function readWords(
  { format, ...names }: ScoreOptions,
  time: (recordings: Parameters<typeof scoreTiming>[0]) => TimingMeasures,
): Promise<{ pairs: readonly UtterancePair[]; timing?: TimingMeasures }> {
  if (format !== "ctm") return { pairs: await readPair(names, format === "trn" ? readTrn : readText) };
  const recordings = await readPair(names, readCtm);
  return { pairs: textsOf(recordings), timing: time(recordings) };
}

async function scoreTurns({ json = false, perUtterance = false, ...options }: ScoreOptions): Promise<string> {
  if (options.normalizer !== "raw" || options.normalizerOption) {
    throw new WrongUsage("A normalizer is for texts: --format rttm has none.");
  }
  const { collarEachSide = 0, skipOverlap = false } = options;
  const recordings = await readPair(options, readRttm);
  const conditions = { collarEachSide, skipOverlap };
  const report = {
    ...conditions,
    measures: measureDiarization(recordings, conditions),
    recordings: recordings.map(({ id, ...file }) => ({ id, measures: measureDiarization([file], conditions) })),
  };
  return json ? toJson(diarizationJson(report, perUtterance)) : renderDiarization(report, perUtterance);
}

function seconds(value: string): number {
  const collar = value.trim() === "" ? Number.NaN : Number(value);
  if (!(collar >= 0 && Number.isFinite(collar))) {
    throw new WrongUsage(`--collar-each-side is a number of seconds from 0 up, not ${value}.`);
  }
  return collar;
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
