import { visibleContent } from "../workspace/visible-text";
import { enginesIn, modelsIn } from "./engines";
import { pathsIn, runsIn } from "./evidence";
import { findSecret } from "./find-secret";
import type { NewMemory } from "./memory";
import { scanMemory } from "./scan";
import { wordsOf } from "./words";

/** A memory as it is going to be written: one line each, without bullets, blanks and double lines. */
export interface TidyMemory {
  readonly topic: string;
  readonly appliesWhen: string;
  readonly insight: readonly string[];
  readonly benchmark: string;
  readonly engineOrModel: string;
}

const fewestLines = 5;
export const mostLines = 15;
const limits = { topic: 100, appliesWhen: 400, line: 600, benchmark: 1_500, engineOrModel: 300 } as const;

/** Brings a memory into shape, and says what is wrong with it in sentences that a model can act on. */
export function validateMemory(memory: NewMemory): { readonly tidy: TidyMemory; readonly problems: readonly string[] } {
  const tidy = tidyMemory(memory);
  const problems = [
    ...fieldProblems(tidy),
    ...insightProblems(tidy, memory),
    ...benchmarkProblems(tidy.benchmark),
    ...secretProblems(tidy),
  ];
  return { tidy, problems };
}

/** Whether the figures of a benchmark can be looked up. */
function hasEvidence(benchmark: string): boolean {
  return runsIn(benchmark).length > 0 || pathsIn(benchmark).some(({ line }) => line !== undefined);
}

function isUnmeasured(benchmark: string): boolean {
  return /^(?:unmeasured|не измерено)(?![\p{L}\p{N}])/iu.test(benchmark);
}

/** Lines are the same when they differ only in case, spacing and marks. */
export function lineKey(line: string): string {
  return wordsOf(line.toLowerCase()).join(" ");
}

function tidyMemory(memory: NewMemory): TidyMemory {
  const seen = new Set<string>();
  const insight = memory.insight
    .flatMap((lines) => lines.split(/[\r\n\u2028\u2029]+/))
    .map((line) => oneLine(line).replace(/^(?:(?:[-*+•]|\d{1,2}[.)])\s+)+/, ""))
    .filter((line) => {
      const key = lineKey(line);
      if (wordsOf(line).length < 2 || seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  const benchmark = withoutLabel(oneLine(memory.benchmark ?? ""));
  const isKeptAsUnmeasured =
    memory.unmeasured && benchmark !== "" && !hasEvidence(benchmark) && !isUnmeasured(benchmark);
  return {
    topic: oneLine(memory.topic).replace(/^#{1,6}\s+/, ""),
    appliesWhen: withoutLabel(oneLine(memory.appliesWhen)),
    insight,
    benchmark: isKeptAsUnmeasured ? `unmeasured: ${benchmark}` : benchmark,
    engineOrModel: withoutLabel(oneLine(memory.engineOrModel ?? "")),
  };
}

function fieldProblems({ topic, appliesWhen, engineOrModel, benchmark }: TidyMemory): string[] {
  const problems: string[] = [];
  if (wordsOf(topic).length === 0) problems.push("`topic` is empty: name the finding in a few words.");
  if (wordsOf(appliesWhen).length < 2)
    problems.push(
      "`appliesWhen` must say in which situation a reader needs this, for example the task, engine and input.",
    );
  for (const [name, text, limit] of [
    ["topic", topic, limits.topic],
    ["appliesWhen", appliesWhen, limits.appliesWhen],
    ["benchmark", benchmark, limits.benchmark],
    ["engineOrModel", engineOrModel, limits.engineOrModel],
  ] as const)
    if (text.length > limit) problems.push(`\`${name}\` has ${text.length} characters; at most ${limit} are kept.`);
  return problems;
}

function insightProblems({ insight }: TidyMemory, { extends: extended }: NewMemory): string[] {
  const problems: string[] = [];
  const fewest = extended === undefined ? fewestLines : 1;
  if (insight.length < fewest || insight.length > mostLines)
    problems.push(
      `\`insight\` has ${insight.length} lines that count (empty, one-word and double lines do not); ${fewest} to ${mostLines} are needed.`,
    );
  const long = insight.findIndex((line) => line.length > limits.line);
  if (long >= 0) problems.push(`Line ${long + 1} of \`insight\` is longer than ${limits.line} characters: split it.`);
  const marked = insight.findIndex(
    (line) => scanMemory(`- ${line}`).lines[0]?.kind !== "text" || /^[`~]{3}|^#/.test(line),
  );
  if (marked >= 0)
    problems.push(
      `Line ${marked + 1} of \`insight\` reads as a heading, a field or a code block: write a sentence, and use \`benchmark\` and \`engineOrModel\` for those.`,
    );
  const specific = insight.filter(isSpecific).length;
  if (insight.length > 0 && specific < Math.ceil(insight.length / 3)) {
    const general = insight.find((line) => !isSpecific(line)) ?? "";
    problems.push(
      `The insight is general knowledge: only ${specific} of ${insight.length} lines name a file, symbol, engine, model, version or figure of this project. Say what was found here, for example which setting in which file gave which result; not "${short(general)}".`,
    );
  }
  return problems;
}

function benchmarkProblems(benchmark: string): string[] {
  if (benchmark === "" || isUnmeasured(benchmark) || hasEvidence(benchmark)) return [];
  return [
    "`benchmark` cites nothing that can be looked up: name the run (`.ml-engineer/runs/<id>`) or the `path:line` that holds the figures, or set `unmeasured` to keep it as unmeasured.",
  ];
}

function secretProblems(tidy: TidyMemory): string[] {
  const found = findSecret(
    [tidy.topic, tidy.appliesWhen, ...tidy.insight, tidy.benchmark, tidy.engineOrModel].join("\n"),
  );
  return found === undefined
    ? []
    : [`It holds what looks like ${found}. Memories are kept in git: leave the value out.`];
}

/** Whether a line names something that can be pointed at: a place, a symbol, an engine or model, a version, a figure. */
function isSpecific(line: string): boolean {
  return (
    pathsIn(line).length > 0 ||
    /`[^`]{2,}`/.test(line) ||
    /[\p{L}\p{N}]_[\p{L}\p{N}]|\p{Ll}\p{Lu}\p{Ll}|\w\(\)|\w=\w/u.test(line) ||
    /\p{N}/u.test(line) ||
    enginesIn(line).length > 0 ||
    modelsIn(line).length > 0
  );
}

/** What would hide text in a review is shown instead. */
function oneLine(text: string): string {
  return visibleContent(text.replace(/\s+/g, " ").trim());
}

function withoutLabel(text: string): string {
  const [line] = scanMemory(text).lines;
  return line?.kind === "field" ? line.value : text;
}

function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
