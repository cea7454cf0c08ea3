import type { Normalizer } from "../scoring";
import { hashOf } from "./hash";
import { collapseRuns, strip } from "./python-text";

/** The values that each option may have; the first is the default. */
export type Choices = Readonly<Record<string, readonly string[]>>;

type Chosen<Options extends Choices> = { readonly [Name in keyof Options]: Options[Name][number] };

/** One entry of the list in index.ts. */
export interface NormalizerKind {
  readonly id: string;
  readonly options: Choices;
  /** Throws a RangeError that names the option when it is unknown or has a value that it may not have. */
  create(options?: Readonly<Record<string, string>>): Normalizer;
}

interface Definition<Options extends Choices> {
  readonly id: string;
  /** Goes up with every change of code or tables that changes the output for any text. */
  readonly version: string;
  readonly options: Options;
  /** Data that decides the output, as plain JSON. */
  readonly tables: unknown;
  build(chosen: Chosen<Options>): {
    normalize(text: string): string;
    /** The text whose code points are the units of the character error rate; the normalised text where this is not given. */
    spell?(text: string): string;
  };
}

/**
 * Makes a normaliser out of what is its own: words and characters are cut as jiwer 4 cuts them by default, so that
 * scoring with this normaliser equals normalising first and calling jiwer on the result.
 */
export function defineNormalizer<const Options extends Choices>(definition: Definition<Options>): NormalizerKind {
  const { id, version, options: choices, tables } = definition;
  return {
    id,
    options: choices,
    create(options = {}) {
      const chosen = choose(id, choices, options);
      const { normalize, spell = normalize } = definition.build(chosen);
      return {
        id,
        version,
        hash: hashOf(JSON.stringify([id, version, chosen, tables])),
        normalize,
        words: (text) =>
          collapseRuns(strip(normalize(text)))
            .split(" ")
            .filter((word) => word !== ""),
        characters: (text) => Array.from(strip(spell(text))),
      };
    },
  };
}

function choose<Options extends Choices>(
  id: string,
  choices: Options,
  options: Readonly<Record<string, string>>,
): Chosen<Options> {
  for (const [name, value] of Object.entries(options)) {
    const allowed = Object.hasOwn(choices, name) ? choices[name] : undefined;
    if (!allowed) throw new RangeError(`The normalizer ${id} has no option "${name}".`);
    if (!allowed.includes(value)) {
      throw new RangeError(`The option "${name}" of the normalizer ${id} is one of: ${allowed.join(", ")}.`);
    }
  }
  const chosen = Object.entries(choices).map(([name, allowed]) => [
    name,
    Object.hasOwn(options, name) ? options[name] : allowed[0],
  ]);
  // Every option was checked above, which the type of fromEntries cannot express.
  return Object.fromEntries(chosen) as Chosen<Options>;
}
