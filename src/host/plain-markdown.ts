import * as vscode from "vscode";
import { visibleContent } from "../core/workspace/visible-text";

/** Characters of one field: a tooltip is no editor. */
const longestField = 2000;

/** A titled part of a tooltip whose text is somebody else's: none of it is Markdown. Nothing for an empty text. */
export function plainField(title: string, text: string | undefined): readonly string[] {
  return text === undefined || text.trim() === "" ? [] : [`**${title}**\n\n${plain(text)}`];
}

/** Sections as Markdown in which no command runs, no HTML is drawn and no icon is faked. */
export function safeMarkdown(sections: readonly string[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(sections.join("\n\n"));
  markdown.isTrusted = false;
  markdown.supportHtml = false;
  markdown.supportThemeIcons = false;
  return markdown;
}

/** A sentence for lists and notifications, which are no Markdown: code stands in quotation marks. */
export function withQuotedCode(sentence: string): string {
  return sentence.replaceAll(/`([^`]*)`/g, "“$1”");
}

/** Text as a block of code, so that nothing in it is Markdown; it keeps its lines. */
function plain(text: string): string {
  const shown = text.length > longestField ? `${text.slice(0, longestField).toWellFormed()}…` : text;
  const lines = visibleContent(shown.trim());
  const longest = Math.max(2, ...(lines.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${lines}\n${fence}`;
}
