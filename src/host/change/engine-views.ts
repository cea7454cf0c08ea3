import * as vscode from "vscode";
import { createAddressBook } from "../diagnostics/workspace-places";
import { engineActions, gridTargetOf } from "./engine-actions";
import type { EngineFile } from "./engine-files";
import { lensItems } from "./lens-items";
import { measuredValues } from "./measured-values";
import { OpenEngineCode, type OpenEngineCodePorts } from "./open-engine-code";
import { type FoundParameter, parameterAt, wordAt } from "./parameter-at";
import { parameterHover } from "./parameter-hover";

/** What the editor shows on engine code: lenses, hovers and actions. Loaded when it asks for the first of them. */
export class EngineViews {
  readonly #ports: OpenEngineCodePorts;
  readonly #code: OpenEngineCode;

  constructor(ports: OpenEngineCodePorts) {
    this.#ports = ports;
    this.#code = new OpenEngineCode(ports);
  }

  async lenses(document: vscode.TextDocument, signal: AbortSignal): Promise<vscode.CodeLens[]> {
    const file = await this.#code.file(document);
    if (!file || signal.aborted) return [];
    const items = await lensItems(await this.#code.facts(file, document, signal));
    return items.map(({ line, title, tooltip, command = "", arguments: values = [] }) => {
      const range = new vscode.Range(line, 0, line, 0);
      return new vscode.CodeLens(range, { title, tooltip, command, arguments: [...values] });
    });
  }

  async hover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const file = await this.#code.file(document);
    const found = file && parameterIn(file, document, position);
    if (!found) return undefined;
    const { runs, now } = this.#ports;
    const { name } = found.parameter;
    const [values, uriOf] = await Promise.all([
      measuredValues(name, await this.#code.runsOf(file), (run) => runs.summary(run)),
      createAddressBook(file.workspace),
    ]);
    const markdown = parameterHover({ found, values, grid: gridTargetOf(found, file), now: now(), uriOf });
    return markdown && new vscode.Hover(markdown);
  }

  async actions(
    document: vscode.TextDocument,
    { start }: vscode.Range,
    signal: AbortSignal,
  ): Promise<vscode.CodeAction[]> {
    const file = await this.#code.file(document);
    if (!file || signal.aborted) return [];
    const facts = await this.#code.facts(file, document, signal);
    const lenses = await lensItems(facts);
    const parameter = parameterIn(file, document, start);
    return engineActions({ file, functions: facts.functions, lenses, parameter, line: start.line });
  }
}

function parameterIn(
  { map, path }: EngineFile,
  document: vscode.TextDocument,
  { line, character }: vscode.Position,
): FoundParameter | undefined {
  const { text } = document.lineAt(line);
  const word = wordAt(text, character);
  return word === undefined ? undefined : parameterAt(map, { path, line: line + 1, text, word });
}
