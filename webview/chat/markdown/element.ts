import type { Strings } from "../strings";
import { createMarkdownStream, type MarkdownStream } from "./stream";

interface MarkdownContent {
  readonly text: string;
  readonly done: boolean;
  readonly strings: Strings;
}

/** `<ml-markdown .content=${…}>`: shows Markdown of a model, also while it grows. */
class MarkdownElement extends HTMLElement {
  #stream: MarkdownStream | undefined;
  #content: MarkdownContent | undefined;
  /** When the next update may run, and the frame that waits for it. */
  #earliest = 0;
  #frame = 0;

  set content(content: MarkdownContent) {
    this.#content = content;
    if (content.done || performance.now() >= this.#earliest) this.#show();
    else if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#retry());
  }

  #retry(): void {
    this.#frame = 0;
    if (this.#content !== undefined) this.content = this.#content;
  }

  /**
   * A block that grows to a great length, such as one endless list, costs more with each update. Resting three times as
   * long as the update took keeps three quarters of the page's time for the reader.
   */
  #show(): void {
    if (this.#content === undefined) return;
    const { text, done, strings } = this.#content;
    this.#stream ??= createMarkdownStream(this, strings);
    const start = performance.now();
    this.#stream.update(text, done);
    const took = performance.now() - start;
    this.#earliest = took > 4 ? start + took * 4 : 0;
  }
}

customElements.define("ml-markdown", MarkdownElement);
