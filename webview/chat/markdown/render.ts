import type { Strings } from "../strings";
import { type CodeBlock, createCodeBlock } from "./code-block";
import { mostNesting, type Token } from "./parser";
import { appendText, pageLink } from "./text";

/** Everything an answer may consist of. A tag that is not here is not made. */
const blockTags: Readonly<Record<string, string>> = {
  blockquote: "blockquote",
  bullet_list: "ul",
  list_item: "li",
  ordered_list: "ol",
  paragraph: "p",
  table: "table",
  tbody: "tbody",
  td: "td",
  th: "th",
  thead: "thead",
  tr: "tr",
  em: "em",
  s: "s",
  strong: "strong",
};

export interface Rendered {
  readonly nodes: readonly Node[];
  /** Set when the tokens are one block of code: it can be updated in place. */
  readonly code?: CodeBlock;
}

/** Makes DOM of tokens, element by element. `lines` is the source that the tokens' line numbers count in. */
export function renderTokens(tokens: readonly Token[], lines: readonly string[], strings: Strings): Rendered {
  const fragment = document.createDocumentFragment();
  let only: CodeBlock | undefined;
  appendTokens(fragment, tokens, { lines, strings, onCode: (code) => (only = code) });
  const nodes = [...fragment.childNodes];
  return only !== undefined && nodes.length === 1 && nodes[0] === only.element ? { nodes, code: only } : { nodes };
}

interface Source {
  readonly lines: readonly string[];
  readonly strings: Strings;
  readonly onCode: (code: CodeBlock) => void;
}

/** Tokens are flat, with openings and closings: the stack of open elements stands for the nesting, so nothing recurses. */
function appendTokens(root: Node, tokens: readonly Token[], source: Source): void {
  const open: Node[] = [root];
  for (const token of tokens) {
    const parent = open.at(-1) ?? root;
    if (token.nesting === 1) open.push(parent.appendChild(openElement(token, source.strings)));
    else if (token.nesting === 0) appendLeaf(parent, token, source);
    else if (open.length > 1) {
      const closed = open.pop();
      if (closed instanceof HTMLElement) finish(closed, token, source);
    }
  }
}

function openElement(token: Token, strings: Strings): Node {
  const name = token.type.replace(/_open$/, "");
  // Paragraphs of a tight list are hidden: their text belongs to the item itself.
  const element = token.hidden
    ? document.createElement("span")
    : name === "heading"
      ? document.createElement(headingTag(token.tag))
      : name === "link"
        ? pageLink(String(token.attrGet("href") ?? ""), strings)
        : document.createElement(blockTags[name] ?? "span");
  if (name === "ordered_list") element.setAttribute("start", String(token.attrGet("start") ?? 1));
  if (token.map !== null && token.level >= mostNesting - 2) element.dataset.lines = token.map.join(",");
  const alignment = /text-align:(right|center)/.exec(String(token.attrGet("style") ?? ""))?.[1];
  if (alignment !== undefined) element.classList.add(`align-${alignment}`);
  return element;
}

function appendLeaf(parent: Node, token: Token, source: Source): void {
  if (token.type === "inline") appendTokens(parent, token.children ?? [], source);
  else if (token.type === "fence" || token.type === "code_block") {
    const language = /^[\w+#.-]{1,40}/.exec(token.info.trim())?.[0].toLowerCase() ?? "";
    const block = createCodeBlock(language, source.strings);
    block.update(token.content.replace(/\n$/, ""), true);
    parent.appendChild(block.element);
    source.onCode(block);
  } else if (token.type === "code_inline") {
    appendText(parent.appendChild(document.createElement("code")), token.content, source.strings);
  } else if (token.type === "hr" || token.type === "hardbreak") {
    parent.appendChild(document.createElement(token.type === "hr" ? "hr" : "br"));
  } else if (token.type === "softbreak") {
    parent.appendChild(document.createTextNode("\n"));
  } else {
    appendText(parent, token.content, source.strings);
  }
}

function finish(element: HTMLElement, token: Token, { lines, strings }: Source): void {
  if (element.dataset.lines !== undefined) {
    // The parser leaves out what is nested too deep; it is shown as written instead.
    const [start = 0, end = 0] = element.dataset.lines.split(",").map(Number);
    delete element.dataset.lines;
    if (!element.hasChildNodes()) appendText(element, lines.slice(start, end).join("\n").trim(), strings);
  }
  if (token.type === "table_close") labelCells(element);
}

/** Narrow views show a wide table row by row, each cell under the name of its column. */
function labelCells(table: HTMLElement): void {
  const names = [...table.querySelectorAll("th")].map((cell) => cell.textContent ?? "");
  table.classList.toggle("wide", names.length > 3);
  for (const row of table.querySelectorAll("tbody tr")) {
    for (const [column, cell] of [...row.children].entries()) {
      if (cell instanceof HTMLElement) cell.dataset.label = names[column] ?? "";
    }
  }
}

/** The page's own headings are levels 1 and 2. */
function headingTag(tag: string): "h3" | "h4" | "h5" {
  return tag === "h1" || tag === "h2" ? "h3" : tag === "h3" ? "h4" : "h5";
}
