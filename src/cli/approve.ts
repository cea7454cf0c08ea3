import { createInterface } from "node:readline/promises";
import type { Approve } from "../core/agent/ask-first";
import { visible, visibleContent } from "../core/workspace/visible-text";

/**
 * Asks at a terminal about one call of an agent, with all that a yes starts. Elsewhere the answer is no, unless the person
 * agreed beforehand with `--yes`.
 */
export function approval(isAgreed: boolean): Approve {
  return async ({ name, input, text }, signal) => {
    process.stderr.write(`\nThe agent wants to run ${visible(name)}:\n`);
    process.stderr.write(`${visibleContent(text ?? JSON.stringify(input, undefined, 2))}\n`);
    if (isAgreed) return true;
    if (!process.stdin.isTTY || !process.stderr.isTTY) {
      process.stderr.write("Nobody can be asked here, so it is not run. Agree with --yes.\n");
      return false;
    }
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    try {
      const answer = await terminal.question("Allow it this time? [y/N] ", { signal });
      return /^y(es)?$/i.test(answer.trim());
    } catch (error) {
      if (signal.aborted) return false;
      throw error;
    } finally {
      terminal.close();
    }
  };
}
