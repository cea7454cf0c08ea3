import * as vscode from "vscode";
import { argumentsOf } from "../../core/measurement/setup/call-arguments";
import type { EngineFunction } from "../../core/measurement/setup/engine-function";
import type { PlannedSetup } from "../../core/measurement/setup/set-up";
import { visible } from "../../core/workspace/visible-text";
import { programWords } from "./plan-words";
import type { TestSet } from "./set-up-test-set";

export interface SetUpFacts {
  readonly chosen: EngineFunction;
  readonly testSet: TestSet;
  /** Files that are written over. */
  readonly there: readonly string[];
}

/** What a person agrees to when they set up: files, the function and how it is called, the program, and what it is given. */
export function setUpWords(
  { engine, files, interpreterReason }: PlannedSetup,
  { chosen, testSet, there }: SetUpFacts,
): string {
  const { id, path, line, hosting, route } = chosen;
  const { manifest, clips, minutes, clip } = testSet;
  const { text, guessed } = argumentsOf(chosen);
  const written = files.map(({ name }) => `.ml-engineer/${name}`).join(", ");
  const called = route
    ? vscode.l10n.t("It sends an upload to {0} of {1}.", route.address, `${path}:${line}`)
    : vscode.l10n.t("It calls {0}({1}) of {2}.", visible(id), visible(text), `${path}:${line}`);
  return [
    vscode.l10n.t("Writes {0}.", written),
    ...(there.length === 0 ? [] : [vscode.l10n.t("There already, and written over: {0}.", there.join(", "))]),
    called,
    ...(guessed.length === 0
      ? []
      : [
          vscode.l10n.t(
            "Nothing in the project says what {0} should be: None, until you edit engine.py.",
            guessed.join(", "),
          ),
        ]),
    "",
    programWords(engine),
    vscode.l10n.t("The interpreter: {0}.", visible(interpreterReason)),
    clip === undefined
      ? vscode.l10n.t("It is tried with a second of silence.")
      : vscode.l10n.t(
          "It is tried with {0}, then measured with {1} clips, {2} minutes of audio ({3}).",
          visible(clip.audioPath),
          clips,
          minutes.toFixed(1),
          visible(manifest ?? ""),
        ),
    hosting === "cloud"
      ? vscode.l10n.t("The audio leaves this machine for the service that it calls.")
      : vscode.l10n.t("By its configuration the audio stays on this machine."),
  ].join("\n");
}
