import { createInterface } from "node:readline/promises";
import { WrongUsage } from "../errors";

/** What is agreed to stands above the question. @throws WrongUsage where nobody can be asked */
export async function askToGoOn(isAgreed: boolean): Promise<boolean> {
  if (isAgreed) return true;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new WrongUsage("An engine costs money or sends audio away. Agree with --yes.");
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question("Start? [y/N] ");
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
