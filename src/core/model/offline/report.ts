import { changeReport } from "./change-report";
import { answerableQuestions, type Plan } from "./plan";
import { reviewReport } from "./review-report";
import { measuredText, reportedRun } from "./run-report";

export interface GatheredResult {
  readonly name: string;
  readonly content: string;
  readonly isError: boolean;
}

/** The answer: how the question was read, what the tools said, and what was not looked at. Nothing is added to their facts. */
export function reportOf(plan: Plan, results: readonly GatheredResult[]): readonly string[] {
  const opening = plan.answers
    ? `No language model is connected: this is the offline reviewer, ${plan.reading}.`
    : "I cannot answer this without a language model. What I checked instead is below; it is what can be said for certain.";
  const handoffs = results.filter(({ name }) => name === "RequestHandoff");
  const sections = results.filter(({ name }) => !reportedApart.has(name)).map(section);
  const figures = changeOf(plan, results) ?? measured(results);
  return [opening, ...sections, handedOver(handoffs), ...figures, ...kept(results), closing(plan)]
    .filter((part) => part !== "")
    .map((part) => `${part}\n\n`);
}

/** The diff is read so that the answer rests on it; the person has it before them. */
const reportedApart: ReadonlySet<string> = new Set([
  "Glob",
  "RequestHandoff",
  "ReadChange",
  "ReadRun",
  "Evaluate",
  "WriteMemory",
]);

function changeOf({ change }: Plan, results: readonly GatheredResult[]): readonly string[] | undefined {
  const run = results.find(({ name, isError }) => name === "ReadRun" && !isError);
  const report = change && run && changeReport(run.content, change);
  return report === undefined ? undefined : [report];
}

function section({ name, content, isError }: GatheredResult): string {
  if (isError) return `${name} did not work: ${content}`;
  if (name === "Grep") return `**Found in the code**\n\n${fenced(content)}`;
  if (name === "Read") return fenced(content);
  if (name === "ReviewPipeline") return reviewReport(content);
  return content;
}

function handedOver(handoffs: readonly GatheredResult[]): string {
  if (handoffs.length === 0) return "";
  // The first sentence says what was recorded; the others are for a model that goes on.
  const lines = handoffs.map(({ content, isError }) =>
    isError ? `- Not recorded: ${content}` : `- ${content.replace(/([.!?])\s[\s\S]*$/, "$1")}`,
  );
  return ["## Handed over", "", ...lines].join("\n");
}

/** Text from files must not end the fence that shows it. */
function fenced(content: string): string {
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${content}\n${fence}`;
}

function measured(results: readonly GatheredResult[]): string[] {
  const read = results.find(({ name }) => name === "ReadRun" || name === "Evaluate");
  if (read?.isError) return [`${read.name} did not work: ${read.content}`];
  const run = read && reportedRun(read.content);
  if (run) return [measuredText(run)];
  const evaluation = results.find(({ name }) => name === "Glob");
  if (read && !evaluation) return [read.content];
  if (!evaluation || evaluation.isError) return [];
  const path = evaluation.content.split("\n").find((line) => line.trim().endsWith("evaluation.json"));
  return [
    path === undefined
      ? "Nothing is measured here yet: there is no `.ml-engineer/evaluation.json`, so no figure for WER, speed, memory or cost can be given."
      : `An evaluation is configured in ${path.trim()}.`,
  ];
}

/** One that is known already, or nearly so, is not kept twice, and that is no failure of the answer. */
function kept(results: readonly GatheredResult[]): string[] {
  const memory = results.find(({ name }) => name === "WriteMemory");
  return memory && !memory.isError ? [memory.content] : [];
}

function closing({ answers }: Plan): string {
  if (answers) return "";
  return ["Without a language model I can answer:", ...answerableQuestions.map((question) => `- ${question}`)].join(
    "\n",
  );
}
