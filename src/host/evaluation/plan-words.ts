import * as vscode from "vscode";
import { commandLine, type PreparedRun } from "../../core/measurement/tools/proposal";
import { visible } from "../../core/workspace/visible-text";

/** What a person agrees to before engines run: commands, clips, minutes, USD and where the audio goes. */
export function planWords({ estimate, datasets, engines }: PreparedRun): string {
  const { rows, costCap } = estimate;
  const isPriced = rows.some(({ usd }) => usd !== undefined);
  const blocks = rows.map(({ name, command, protocol, workingDirectory, hosting, clips, minutes, usd }) => [
    usd === undefined
      ? vscode.l10n.t("{0}: {1} clips, {2} minutes of audio", visible(name), clips, minutes.toFixed(1))
      : vscode.l10n.t(
          "{0}: {1} clips, {2} minutes of audio, about {3} USD",
          visible(name),
          clips,
          minutes.toFixed(1),
          usd.toFixed(2),
        ),
    protocol === "folder"
      ? vscode.l10n.t("Reads finished outputs; nothing is started.")
      : programWords({ command, workingDirectory }),
    hosting === "cloud"
      ? vscode.l10n.t("The audio leaves this machine for the service that it calls.")
      : vscode.l10n.t("By its configuration the audio stays on this machine."),
  ]);
  const variables = engines.flatMap(({ name, environment }) => {
    const given = Object.entries(environment).map(([key, value]) => visible(`${key}=${value}`));
    return given.length === 0 ? [] : [vscode.l10n.t("{0} gets {1}", visible(name), given.join(" "))];
  });
  const sets = datasets.map(
    ({ name, utterances, requested }) => `${visible(name)} (${utterances.length}/${requested})`,
  );
  return [
    ...blocks.map((lines) => lines.join("\n")),
    [
      ...variables,
      vscode.l10n.t("Test sets, with their usable clips: {0}", sets.join(", ")),
      ...(isPriced ? [vscode.l10n.t("The run stops before it costs more than {0} USD.", costCap)] : []),
      vscode.l10n.t("Programs are started again to compare speed and to measure memory."),
    ].join("\n"),
  ].join("\n\n");
}

/** A command, and where it runs unless that is the folder itself. */
export function programWords({
  command,
  workingDirectory,
}: {
  readonly command: readonly string[];
  readonly workingDirectory: string;
}): string {
  const line = commandLine(command);
  return workingDirectory === "." ? line : vscode.l10n.t("{0} (in {1})", line, visible(workingDirectory));
}
