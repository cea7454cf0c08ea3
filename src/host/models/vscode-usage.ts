import type { Message } from "../../core/model/message";
import type { ModelRequest, Usage } from "../../core/model/model";
import { countedText } from "./vscode-messages";

interface Counter {
  countTokens(text: string): Thenable<number>;
}

/** Milliseconds that an answer's end waits for counts that are still under way. */
const patience = 500;

/**
 * VS Code reports no usage, so tokens are counted here and marked as such. What was counted once is remembered: messages never
 * change, and each count is a call into another process.
 */
export class TokenCounter {
  readonly #counts = new WeakMap<object, Promise<number>>();

  /** Starts counting a prompt; the answer is added when it is complete. */
  start(model: Counter, request: ModelRequest): (answer: string) => Promise<Usage> {
    const { system, tools, messages } = request;
    const fixed = () =>
      `${system}\n${JSON.stringify(tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })))}`;
    const prompt = [
      this.#count(model, tools, fixed),
      ...messages.map((message: Message) => this.#count(model, message, () => countedText(message))),
    ];
    return async (answer) => {
      const [output = 0, ...input] = await Promise.all([count(model, answer), ...prompt]);
      const inputTokens = input.reduce((sum, tokens) => sum + tokens, 0);
      return { inputTokens, outputTokens: output, cacheReadTokens: 0, cacheWriteTokens: 0, estimated: true };
    };
  }

  #count(model: Counter, key: object, text: () => string): Promise<number> {
    let counted = this.#counts.get(key);
    if (counted === undefined) {
      counted = count(model, text());
      this.#counts.set(key, counted);
    }
    return counted;
  }
}

/** Falls back to an estimate when the model does not count, or not in time. */
async function count(model: Counter, text: string): Promise<number> {
  const estimate = Math.ceil(text.length / 3.5);
  if (text === "") return 0;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<number>((resolve) => {
    timer = setTimeout(() => resolve(estimate), patience);
  });
  try {
    const counted = await Promise.race([model.countTokens(text), late]);
    return Number.isFinite(counted) && counted >= 0 ? counted : estimate;
  } catch {
    return estimate;
  } finally {
    clearTimeout(timer);
  }
}
