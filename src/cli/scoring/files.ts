import { readFile } from "node:fs/promises";
import type { Read, Side } from "../../core/scoring/formats/problem";
import type { FilePair } from "../../core/scoring/formats/utterances";
import type { Normalizer } from "../../core/scoring/scoring";
import { visible } from "../../core/workspace/visible-text";
import { messageOf, WrongUsage } from "../errors";

export type FileNames = Readonly<Record<Side, string>>;

/** Reads two files that the person named. @throws WrongUsage with file, line and remedy. */
export async function readPair<Value>(names: FileNames, read: (files: FilePair) => Read<Value>): Promise<Value> {
  const [reference, hypothesis] = await Promise.all([bytesOf(names.reference), bytesOf(names.hypothesis)]);
  const { value, problems } = read({ reference, hypothesis });
  if (value !== undefined) return value;
  const shown = problems
    .slice(0, mostProblems)
    .map(({ side, line, message, remedy }) => visible(`${names[side]}:${line}: ${message} ${remedy}`));
  const more = problems.length - shown.length;
  throw new WrongUsage([...shown, ...(more > 0 ? [`… and ${more} more like these.`] : [])].join("\n"));
}

const mostProblems = 5;

async function bytesOf(name: string): Promise<Uint8Array> {
  try {
    return await readFile(name);
  } catch (error) {
    throw new WrongUsage(`${visible(name)} cannot be read: ${messageOf(error)}.`);
  }
}

export interface NormalizerChoice {
  readonly normalizer: string;
  readonly normalizerOption?: readonly string[];
}

/** @throws WrongUsage for an id or an option that there is not. */
export async function normalizerNamed({
  normalizer: id,
  normalizerOption = [],
}: NormalizerChoice): Promise<Normalizer> {
  const { normalizerIds, normalizerOf } = await import("../../core/scoring/normalizers");
  const options = normalizerOption.map((option) => {
    const [, name, value] = /^([^=]+)=(.*)$/.exec(option) ?? [];
    if (name === undefined || value === undefined)
      throw new WrongUsage(`Write --normalizer-option name=value, not ${visible(option)}.`);
    return [name, value] as const;
  });
  let normalizer: Normalizer | undefined;
  try {
    normalizer = normalizerOf(id, Object.fromEntries(options));
  } catch (error) {
    if (error instanceof RangeError) throw new WrongUsage(error.message);
    throw error;
  }
  if (!normalizer)
    throw new WrongUsage(`There is no normalizer ${visible(id)}. There are: ${normalizerIds.join(", ")}.`);
  return normalizer;
}
