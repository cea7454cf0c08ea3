import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { messageOf, WrongUsage } from "./errors";

/** Reads a file that the person named, or standard input for `-`. Only UTF-8 text. @throws WrongUsage */
export async function readInput(file: string): Promise<string> {
  if (file === "-") return await text(process.stdin);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file));
  } catch (error) {
    if (error instanceof TypeError) throw new WrongUsage(`${file} is not UTF-8 text.`);
    throw new WrongUsage(`${file} cannot be read: ${messageOf(error)}.`);
  }
}
