import { noAnswer } from "../../core/agent/history";
import type { AssistantBlock } from "../../core/model/message";
import type { Item } from "../../protocol/chat";
import type { ItemList } from "./transcript-items";

type Kind = "thinking" | "answer";
type TextItem = Extract<Item, { kind: Kind }>;

/**
 * The items of one message of the model: while it streams, from the pieces that come; once it is complete, from its
 * blocks alone. Ids count within the message and kind, so that both ways name the same passage alike.
 */
export class StreamedMessage {
  readonly #items: ItemList;
  readonly #prefix: string;
  #shown: string[] = [];
  #counts: Record<Kind, number> = { thinking: 0, answer: 0 };
  /** The passage that grows. Its item appears with the first character that can be seen. */
  #current: { readonly kind: Kind; readonly id: string; text: string } | undefined;

  constructor(items: ItemList, index: number) {
    this.#items = items;
    this.#prefix = `m${index}`;
  }

  stream(type: "thinking" | "text", text: string): void {
    const kind = type === "text" ? "answer" : "thinking";
    if (this.#current?.kind !== kind) {
      // Blank text between two passages of thinking is no answer: the thinking goes on behind it.
      if (text.trim() === "" && this.#current !== undefined) return;
      this.#finishCurrent();
      this.#current = { kind, id: `${this.#prefix}${kind[0]}${this.#counts[kind]}`, text: "" };
    }
    const current = this.#current;
    const isShown = this.#shown.includes(current.id);
    current.text += text;
    if (isShown) this.#items.appendText(current.id, text);
    else if (current.text.trim() !== "") {
      this.#counts[kind]++;
      this.#shown.push(current.id);
      this.#items.append({ kind, id: current.id, text: current.text, done: false });
    }
  }

  /** The message as it is stored. What was shown differently is put right. */
  complete(blocks: readonly AssistantBlock[]): void {
    const wanted = itemsOf(blocks, this.#prefix);
    const ids = wanted.map(({ id }) => id);
    for (const id of this.#shown.filter((shown) => !ids.includes(shown))) this.#items.remove(id);
    const kept = this.#shown.filter((shown) => ids.includes(shown));
    const inOrder = kept.every((id, index) => ids[index] === id);
    if (!inOrder) for (const id of kept) this.#items.remove(id);
    for (const item of wanted) {
      if (inOrder && kept.includes(item.id)) this.#items.finish(item);
      else this.#items.append(item);
    }
    this.#shown = [];
    this.#current = undefined;
  }

  /** The request starts again: what was thought before does not count. */
  forgetThinking(): void {
    for (const id of this.#shown) if (this.#items.find(id)?.kind === "thinking") this.#items.remove(id);
    this.#shown = this.#shown.filter((id) => this.#items.find(id) !== undefined);
    this.#counts.thinking = 0;
    if (this.#current?.kind === "thinking" || this.#shown.length === 0) this.#current = undefined;
  }

  /** Behind an item that came in the middle of the message. */
  moveToEnd(): void {
    for (const id of this.#shown) {
      const item = this.#items.find(id);
      this.#items.remove(id);
      if (item) this.#items.append(item);
    }
  }

  /** No message came of what was shown. */
  discard(): void {
    for (const id of this.#shown) this.#items.remove(id);
    this.#shown = [];
    this.#counts = { thinking: 0, answer: 0 };
    this.#current = undefined;
  }

  #finishCurrent(): void {
    const item = this.#current && this.#items.find(this.#current.id);
    if (item?.kind === "thinking" || item?.kind === "answer") this.#items.finish({ ...item, done: true });
  }
}

/** Passages of the same kind are one item, whatever blocks a person does not see lie between them. */
function itemsOf(blocks: readonly AssistantBlock[], prefix: string): readonly TextItem[] {
  const items: TextItem[] = [];
  const counts: Record<Kind, number> = { thinking: 0, answer: 0 };
  for (const block of blocks) {
    const passage = passageOf(block);
    const last = items.at(-1);
    if (passage === undefined || (passage.text.trim() === "" && last?.kind !== passage.kind)) continue;
    if (last?.kind === passage.kind) items[items.length - 1] = { ...last, text: last.text + passage.text };
    else items.push({ ...passage, id: `${prefix}${passage.kind[0]}${counts[passage.kind]++}`, done: true });
  }
  return items;
}

function passageOf(block: AssistantBlock): { readonly kind: Kind; readonly text: string } | undefined {
  if (block.type === "thinking") return { kind: "thinking", text: String(block.thinking) };
  if (block.type !== "text" || block.text === noAnswer) return undefined;
  return { kind: "answer", text: String(block.text) };
}
