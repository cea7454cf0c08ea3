import * as vscode from "vscode";
import type { ChainLink } from "../../core/pipeline/map";
import { code, escaped } from "../chat/markdown-text";
import { since } from "../since";
import { engineParameter } from "./engine-parameters";
import { percent, twoDigits } from "./figures";
import type { GridTarget } from "./grid-target";
import type { MeasuredValue } from "./measured-values";
import type { FoundParameter } from "./parameter-at";

/** Links of a chain that are shown; the middle of a longer one is left out. */
const mostLinks = 8;
const mostRows = 12;

export interface HoverFacts {
  readonly found: FoundParameter;
  readonly values: readonly MeasuredValue[];
  readonly grid: GridTarget;
  readonly now: Date;
  uriOf(path: string): vscode.Uri | undefined;
}

/** What a parameter does, where its value is decided, and what was measured with it. Nothing where none of it is known. */
export function parameterHover(facts: HoverFacts): vscode.MarkdownString | undefined {
  const { use, parameter } = facts.found;
  const does = engineParameter(parameter.name)?.does;
  if (does === undefined && facts.values.length === 0) return undefined;
  const { text } = parameter.value;
  const value = text === undefined ? vscode.l10n.t("not known from the code") : code(text === "" ? '""' : text);
  const markdown = new vscode.MarkdownString(
    [
      `**${escaped(parameter.name)}** · ${escaped(use.label)} · ${value}`,
      ...(does === undefined ? [] : [does]),
      ...(isWrittenHere(facts.found) ? [] : [chainText(facts)]),
      valuesText(facts),
      `[${vscode.l10n.t("Measure a grid")}](${commandLink("mlEngineer.measureGrid", facts.grid)})`,
    ].join("\n\n"),
  );
  // Text of files is escaped, and of all commands only this one runs from here.
  markdown.isTrusted = { enabledCommands: ["mlEngineer.measureGrid"] };
  markdown.supportHtml = false;
  return markdown;
}

/** The pointer is on it already. */
function isWrittenHere({ parameter: { value } }: FoundParameter): boolean {
  return value.origin === "literal" && value.chain.length <= 1;
}

function chainText({ found, uriOf }: HoverFacts): string {
  const { origin, chain } = found.parameter.value;
  const half = mostLinks / 2;
  const isLong = chain.length > mostLinks;
  const lines = (links: readonly ChainLink[]) => links.map((link) => linkLine(link, uriOf));
  const shown = isLong ? [...lines(chain.slice(0, half)), "- …", ...lines(chain.slice(-half))] : lines(chain);
  return [vscode.l10n.t("Its value comes from here ({0}):", originWords(origin)), ...shown].join("\n");
}

function linkLine({ place: { path, line }, text }: ChainLink, uriOf: HoverFacts["uriOf"]): string {
  const uri = uriOf(path);
  const name = `${escaped(path)}:${line}`;
  const link = uri ? `[${name}](${address(uri)}#L${line})` : name;
  return `- ${link} ${code(text)}`;
}

/** A file's address that closes no link of Markdown. */
function address(uri: vscode.Uri): string {
  return uri.toString().replaceAll("(", "%28").replaceAll(")", "%29");
}

function originWords(origin: FoundParameter["parameter"]["value"]["origin"]): string {
  switch (origin) {
    case "literal":
      return vscode.l10n.t("written in the call");
    case "constant":
      return vscode.l10n.t("a constant");
    case "default":
      return vscode.l10n.t("a default");
    case "settings":
      return vscode.l10n.t("a setting");
    case "environment":
      return vscode.l10n.t("an environment variable");
    case "request":
      return vscode.l10n.t("the request");
    case "unknown":
      return vscode.l10n.t("its origin is not known");
  }
}

function valuesText({ values, now }: HoverFacts): string {
  if (values.length === 0) return vscode.l10n.t("No run has measured other values of it here.");
  const head = [vscode.l10n.t("Value"), vscode.l10n.t("Engine"), "WER", "RTF", vscode.l10n.t("Measured")];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rows = values.slice(0, mostRows).map(({ value, engine, run: { record }, languages, rtf }) => {
    const rates = languages.map(({ language, wer: { point, interval } }) => {
      const bounds = interval ? ` (${percent(interval.low)}…${percent(interval.high)})` : "";
      return `${languages.length > 1 ? `${escaped(language)} ` : ""}${percent(point)}${bounds}`;
    });
    const age = since(record.finished ?? record.created, now);
    const figures = [rates.join("; ") || "–", rtf ? twoDigits(rtf.point) : "–", age];
    return line([escaped(value), escaped(engine), ...figures]);
  });
  return [line(head), line(head.map(() => "---")), ...rows].join("\n");
}

function commandLink(command: string, argument: unknown): string {
  // Brackets would end the link.
  const encoded = encodeURIComponent(JSON.stringify([argument]))
    .replaceAll("(", "%28")
    .replaceAll(")", "%29");
  return `command:${command}?${encoded}`;
}
