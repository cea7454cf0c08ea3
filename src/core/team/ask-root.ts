import { MemoryError } from "../memory/memory";
import type { AddedMemory } from "../memory/store";

/** Asks the person which of these folders a memory belongs to; undefined when they choose none. */
export type ChooseRoot = (roots: readonly string[], topic: string, signal: AbortSignal) => Promise<string | undefined>;

export interface AskRootPorts {
  readonly topic: string;
  /** Of the tool call. */
  readonly signal: AbortSignal;
  readonly chooseRoot?: ChooseRoot | undefined;
  add(root: string | undefined): Promise<AddedMemory>;
}

/** Milliseconds: the question has to end well before the tool call that waits for it does. */
const patience = 20_000;

/**
 * Adds a memory, and asks the person once where it is not clear which folder it belongs to. A person who does not answer
 * holds nothing up: the model then gets the error, which names the folders. @throws what `add` throws
 */
export async function addAskingRoot({ topic, signal, chooseRoot, add }: AskRootPorts): Promise<AddedMemory> {
  try {
    return await add(undefined);
  } catch (error) {
    if (!chooseRoot || !(error instanceof MemoryError) || error.problem !== "root") throw error;
    const { roots } = error;
    const root = await answerInTime((until) => chooseRoot(roots, topic, until), signal);
    if (root === undefined || !roots.includes(root)) throw error;
    return add(root);
  }
}

/** Undefined when the time is over, or the call was stopped, even for a question that does not listen to its signal. */
async function answerInTime(
  ask: (until: AbortSignal) => Promise<string | undefined>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const timer = setTimeout(stop, patience);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    const over = new Promise<undefined>((resolve) => {
      controller.signal.addEventListener("abort", () => resolve(undefined), { once: true });
      if (controller.signal.aborted) resolve(undefined);
    });
    return await Promise.race([ask(controller.signal), over]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}
