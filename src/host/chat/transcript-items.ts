import type { Change, Item } from "../../protocol/chat";

/** The items of a transcript, which notes how each of its changes is told to a view. */
export class ItemList {
  readonly #items: Item[] = [];
  #changes: Change[] = [];

  get all(): readonly Item[] {
    return this.#items;
  }

  /** The changes that `work` makes. */
  collect(work: () => void): readonly Change[] {
    this.#changes = [];
    work();
    return this.#changes;
  }

  append(item: Item): void {
    this.#items.push(item);
    this.#changes.push({ type: "append", item });
  }

  /** Puts an item in the place of the one with its id. */
  replace(item: Item): void {
    const index = this.#indexOf(item.id);
    if (index === -1) return;
    this.#items[index] = item;
    this.#changes.push({ type: "replace", item });
  }

  /** Ends a passage with its whole text. One that ended with it already is not told again. */
  finish(item: Extract<Item, { kind: "answer" | "thinking" }>): void {
    const shown = this.find(item.id);
    if (shown?.kind === item.kind && shown.done && shown.text === item.text) return;
    this.replace(item);
  }

  appendText(id: string, text: string): void {
    const index = this.#indexOf(id);
    const item = this.#items[index];
    if (item?.kind !== "answer" && item?.kind !== "thinking") return;
    this.#items[index] = { ...item, text: item.text + text };
    this.#changes.push({ type: "append-text", id, text });
  }

  remove(id: string): void {
    const index = this.#indexOf(id);
    if (index === -1) return;
    this.#items.splice(index, 1);
    this.#changes.push({ type: "remove", id });
  }

  find(id: string): Item | undefined {
    return this.#items[this.#indexOf(id)];
  }

  /** What changes stands near the end, so that is where the search starts. */
  #indexOf(id: string): number {
    return this.#items.findLastIndex((item) => item.id === id);
  }
}
