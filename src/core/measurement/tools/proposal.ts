import { createHash } from "node:crypto";
import { visible } from "../../workspace/visible-text";
import type { EvaluationConfiguration } from "../configuration";
import type { Dataset } from "../dataset";
import type { EngineConfiguration } from "../engine";
import type { Estimate, RunEvent } from "../runs/events";
import type { RunnerFile } from "./runner-files";

/** A run that is ready to start: everything was read, and nothing was started or written. */
export interface PreparedRun {
  readonly estimate: Estimate;
  readonly datasets: readonly Dataset[];
  /** Those of the estimate's rows. */
  readonly engines: readonly EngineConfiguration[];
  /** Goes on with the run that was read. */
  readonly events: AsyncGenerator<RunEvent>;
}

/**
 * Takes a run to where the person decides.
 * @throws what `evaluate` throws
 */
export async function prepareRun(
  events: AsyncGenerator<RunEvent>,
  { engines }: Pick<EvaluationConfiguration, "engines">,
  names?: readonly string[],
): Promise<PreparedRun> {
  const datasets: Dataset[] = [];
  for (;;) {
    const { value: event, done } = await events.next();
    if (done) throw new Error("the run ended before it began");
    if (event.type === "dataset") datasets.push(event.dataset);
    if (event.type !== "estimate") continue;
    const chosen = engines.filter(({ name }) => names?.includes(name) ?? true);
    return { estimate: event.estimate, datasets, engines: chosen, events };
  }
}

/** What a person agrees to: commands, clips, minutes, USD and where the audio goes. */
export function proposalText({ estimate, datasets, engines }: PreparedRun): string {
  const { rows, costCap } = estimate;
  const priced = rows.some(({ usd }) => usd !== undefined);
  return [
    ...rows.flatMap(({ name, command, protocol, workingDirectory, hosting, clips, minutes, usd }) => [
      `${visible(name)}: ${clips} clips, ${minutes.toFixed(1)} minutes of audio${usd === undefined ? "" : `, about ${usd.toFixed(2)} USD`}`,
      ...(protocol === "folder"
        ? ["  reads finished outputs; nothing is started"]
        : [`  ${commandLine(command)}  (in ${visible(workingDirectory)})`]),
      hosting === "cloud"
        ? "  The audio leaves this machine for the service that it calls."
        : "  By its configuration the audio stays on this machine.",
    ]),
    ...engines.flatMap(({ name, environment }) =>
      Object.keys(environment).length === 0
        ? []
        : [`${visible(name)} gets ${Object.entries(environment).map(assignment).join(" ")}`],
    ),
    `Test sets: ${datasets.map(({ name, utterances }) => `${visible(name)} (${utterances.length} clips)`).join(", ")}`,
    ...(priced ? [`The run stops before it costs more than ${costCap} USD.`] : []),
    ...(priced ? [] : ["No engine has a price in the configuration."]),
    "Programs are started again to compare speed and to measure memory.",
  ].join("\n");
}

/** Tells whether the same programs were agreed to before, whatever clips they get. */
export function commandsDigest(
  { engines, estimate }: Pick<PreparedRun, "engines" | "estimate">,
  runners: readonly RunnerFile[],
): string {
  const programs = engines.map(({ name, command, workingDirectory, environment, hosting, price, parameters }) => [
    [name, command, workingDirectory, hosting, price ?? null],
    [Object.entries(environment).sort(), Object.entries(parameters).sort()],
  ]);
  // A grid puts other values into the same command; the names of its rows tell them.
  const rows = estimate.rows.map(({ name }) => name);
  return createHash("sha256")
    .update(JSON.stringify([programs, rows, runners]))
    .digest("hex");
}

/** Arguments as they are: nothing is ever given to a shell. */
export function commandLine(command: readonly string[]): string {
  return command
    .map((argument) => (/^[\w@%+=:,./{}-]+$/.test(argument) ? argument : JSON.stringify(visible(argument))))
    .join(" ");
}

function assignment([name, value]: readonly [string, string]): string {
  return `${visible(name)}=${visible(value)}`;
}
