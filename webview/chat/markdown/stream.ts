import type { Strings } from "../strings";
import { type Environment, parseMarkdown, type Token } from "./parser";
import { type Rendered, renderTokens } from "./render";

/** Markdown that grows at its end, shown in one element. */
export interface MarkdownStream {
  update(text: string, done: boolean): void;
}

/**
 * Blocks that can no longer change are rendered once and left alone; only the last one is parsed and rendered again as
 * it grows. So the work for an answer is linear in its length, and a selection in a finished block survives.
 */
export function createMarkdownStream(container: HTMLElement, strings: Strings): MarkdownStream {
  let environment: Environment = {};
  let text = "";
  /** How many characters of the text are rendered for good. */
  let frozen = 0;
  let tail: Rendered = { nodes: [] };
  let definedLate = false;

  const restart = () => {
    environment = {};
    frozen = 0;
    definedLate = false;
    tail = { nodes: [] };
    container.replaceChildren();
  };
  const replaceTail = (rendered: Rendered) => {
    for (const node of tail.nodes) container.removeChild(node);
    container.append(...rendered.nodes);
    tail = rendered;
  };

  return {
    update(next, done) {
      if (!next.startsWith(text)) restart();
      text = next;
      const lines = text.slice(frozen).split("\n");
      // On a copy: the address of a link definition that is still arriving must not stay.
      const trial: Environment = { references: { ...environment.references } };
      const tokens = parseMarkdown(lines.join("\n"), trial);
      const definesMore = referenceCount(trial) > referenceCount(environment);
      // A definition gives meaning to brackets that were rendered for good before it came.
      definedLate ||= definesMore && frozen > 0;
      if (done && definedLate) {
        restart();
        return this.update(next, true);
      }
      const blocks = splitBlocks(tokens);
      const open = done ? blocks.length : firstOpenBlock(blocks, lines.length - 1);
      const finished = blocks.slice(0, open).flatMap((block) => block.tokens);
      if (finished.length > 0) {
        replaceTail(renderTokens(finished, lines, strings));
        tail = { nodes: [] };
        const start = blocks[open]?.start ?? lines.length;
        if (definesMore) parseMarkdown(lines.slice(0, start).join("\n"), environment);
        frozen += lines.slice(0, start).join("\n").length + (start < lines.length ? 1 : 0);
      }
      const growing = blocks.slice(open).flatMap((block) => block.tokens);
      const only = growing.length === 1 ? growing[0] : undefined;
      if (finished.length === 0 && tail.code !== undefined && only?.type === "fence") {
        tail.code.update(only.content.replace(/\n$/, ""), false);
      } else if (growing.length > 0 || finished.length === 0) {
        replaceTail(renderTokens(growing, lines, strings));
      }
    },
  };
}

interface Block {
  readonly tokens: readonly Token[];
  /** The line of the parsed text at which it begins. */
  readonly start: number;
}

function splitBlocks(tokens: readonly Token[]): readonly Block[] {
  const blocks: { tokens: Token[]; start: number }[] = [];
  for (const token of tokens) {
    const last = blocks.at(-1);
    const begins = token.level === 0 && token.nesting >= 0;
    if (begins || last === undefined) blocks.push({ tokens: [token], start: token.map?.[0] ?? 0 });
    else last.tokens.push(token);
  }
  return blocks;
}

/**
 * The last block may still grow. When it is no more than the unfinished last line, so may the one before it: `2` looks
 * like a paragraph until `2. ` turns out to be the next item of the list above.
 */
function firstOpenBlock(blocks: readonly Block[], lastLine: number): number {
  const last = blocks.length - 1;
  const isUnsettled = (blocks[last]?.start ?? 0) >= lastLine;
  return Math.max(0, isUnsettled ? last - 1 : last);
}

function referenceCount({ references }: Environment): number {
  return Object.keys(references ?? {}).length;
}
