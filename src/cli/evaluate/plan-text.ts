import type { Dataset } from "../../core/measurement/dataset";
import type { Estimate, EstimatedRow } from "../../core/measurement/runs/events";
import { visible } from "../../core/workspace/visible-text";

/** Problems of a test set that are printed one by one. */
const mostProblems = 10;

/** What was read, and what is wrong with it. */
export function datasetText({ name, utterances, problems, requested }: Dataset): string {
  const minutes = utterances.reduce((sum, { duration }) => sum + duration, 0) / 60;
  const shown = problems
    .slice(0, mostProblems)
    .map(({ path, line, message, remedy, fatal }) =>
      visible(`  ${path}:${line}: ${fatal ? "left out: " : ""}${message} ${remedy}`),
    );
  const more = problems.length - shown.length;
  return [
    `Test set ${visible(name)}: ${utterances.length} of ${requested} clips, ${minutes.toFixed(1)} minutes.`,
    ...shown,
    ...(more > 0 ? [`  … and ${more} more problems: ml-engineer dataset check`] : []),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

/** What is about to run, what it costs, and where the audio goes. */
export function estimateText({ rows, costCap }: Estimate): string {
  const isPriced = rows.some(({ usd }) => usd !== undefined);
  return [...rows.flatMap(rowText), ...(isPriced ? [`The run stops before it costs more than ${costCap} USD.`] : [])]
    .map((line) => `${line}\n`)
    .join("");
}

function rowText({
  name,
  command,
  workingDirectory,
  protocol,
  hosting,
  clips,
  minutes,
  usd,
}: EstimatedRow): readonly string[] {
  const program = protocol === "folder" ? "reads finished outputs" : visible(command.map(quoted).join(" "));
  const price = usd === undefined ? "" : `, about ${usd.toFixed(2)} USD`;
  const audio = hosting === "cloud" ? "The audio leaves this machine for the service that it calls." : "";
  return [
    `${visible(name)}: ${clips} clips, ${minutes.toFixed(1)} minutes of audio${price}`,
    `  ${program}${workingDirectory === "." ? "" : `  (in ${visible(workingDirectory)})`}`,
    ...(audio === "" ? [] : [`  ${audio}`]),
  ];
}

/** Arguments as they are: nothing is ever given to a shell. */
export function quoted(argument: string): string {
  return /^[\w@%+=:,./{}-]+$/.test(argument) ? argument : JSON.stringify(argument);
}
