import * as vscode from "vscode";
import type { EngineFile } from "./engine-files";
import type { GridTarget } from "./grid-target";
import type { LensItem } from "./lens-items";
import type { FoundParameter } from "./parameter-at";

export interface ActionFacts {
  readonly file: EngineFile;
  /** Changed engine functions of the file. */
  readonly functions: readonly {
    readonly name: string;
    readonly place: { readonly line: number; readonly endLine?: number };
  }[];
  readonly lenses: readonly LensItem[];
  /** At the cursor. */
  readonly parameter: FoundParameter | undefined;
  /** Of the cursor, from 0. */
  readonly line: number;
}

/** What can be measured where the cursor is, for who works without lenses. */
export function engineActions({ file, functions, lenses, parameter, line }: ActionFacts): vscode.CodeAction[] {
  const changed = functions.find(({ place }) => place.line - 1 <= line && line <= (place.endLine ?? place.line) - 1);
  const measure = lenses.find((lens) => lens.line === line && lens.command === "mlEngineer.measureEngine");
  return [
    ...(changed
      ? [
          action(vscode.l10n.t("Evaluate this engine change"), "mlEngineer.evaluateChange", {
            ...{ folder: file.root.path, path: file.path, name: changed.name },
          }),
        ]
      : []),
    ...(measure
      ? [action(vscode.l10n.t("Measure this engine"), "mlEngineer.measureEngine", { folder: file.root.path })]
      : []),
    ...(parameter
      ? [
          action(
            vscode.l10n.t("Measure a grid of {0}…", parameter.parameter.name),
            "mlEngineer.measureGrid",
            gridTargetOf(parameter, file),
          ),
        ]
      : []),
  ];
}

export function gridTargetOf({ parameter: { name, value } }: FoundParameter, { root }: EngineFile): GridTarget {
  // An option of a command line goes into a configuration without its dashes.
  const parameter = name.replace(/^-+/, "");
  return { folder: root.path, parameter, ...(value.text !== undefined && { current: value.text }) };
}

function action(title: string, command: string, target: unknown): vscode.CodeAction {
  const made = new vscode.CodeAction(title, vscode.CodeActionKind.Refactor);
  made.command = { command, title, arguments: [target] };
  return made;
}
