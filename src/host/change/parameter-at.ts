import type { ChainLink, EngineUse, Parameter, PipelineMap } from "../../core/pipeline/map";
import { plainName } from "./engine-parameters";

/** A parameter of an engine, and the call that gets it. */
export interface FoundParameter {
  readonly use: EngineUse;
  readonly parameter: Parameter;
}

/** A place in an open file. The line counts from 1. */
export interface TextPlace {
  readonly path: string;
  readonly line: number;
  /** The whole line as it is in the editor. */
  readonly text: string;
  readonly word: string;
}

/**
 * The parameter that a word stands for: its name or value in the call of the engine, or what carries its value on the way
 * there. A line that does not read as it was mapped stands for none.
 */
export function parameterAt({ engines }: PipelineMap, place: TextPlace): FoundParameter | undefined {
  if (ordinary.has(place.word)) return undefined;
  const candidates = engines.flatMap((use) =>
    use.parameters.flatMap((parameter) => {
      const rank = rankOf(parameter, place);
      return rank === undefined ? [] : [{ use, parameter, rank }];
    }),
  );
  const [best] = candidates.sort((one, other) => one.rank - other.rank);
  return best && { use: best.use, parameter: best.parameter };
}

/** The word at a column, counted from 0: a name, an option of a command line or a number. */
export function wordAt(text: string, column: number): string | undefined {
  const words = text.matchAll(/-{0,2}[A-Za-z_$][\w$]*(?:-\w+)*|\d[\w.+-]*/g);
  for (const { 0: word, index } of words) if (index <= column && column <= index + word.length) return word;
  return undefined;
}

/** How sure it is, 0 the surest. */
function rankOf({ name, value: { text, chain } }: Parameter, place: TextPlace): number | undefined {
  for (const [index, link] of chain.entries()) {
    if (!isAt(link, place)) continue;
    if (index === 0 && plainName(place.word) === plainName(name)) return 0;
    if (text !== undefined && place.word === text) return 1;
    // What is handed on has one name on both lines.
    const neighbour = chain[index === 0 ? 1 : index - 1];
    if (neighbour && hasWord(neighbour.text, place.word)) return 2 + index;
  }
  return undefined;
}

function isAt(link: ChainLink, { path, line, text }: TextPlace): boolean {
  if (link.place.path !== path) return false;
  // Lines may have moved since the file was saved.
  const written = text.trim().slice(0, 200);
  return link.text === written && (link.place.line === line || written.length > shortest);
}

/** Shorter lines, such as a bracket, stand in many places. */
const shortest = 12;

function hasWord(text: string, word: string): boolean {
  return /^[\w$]+$/.test(word) && new RegExp(`(?<![\\w$])${word.replaceAll("$", "\\$")}(?![\\w$])`).test(text);
}

/** Words of a language that stand on most lines. */
const ordinary = new Set(
  "def return await async self this str int float bool None null true false True False import from const let new path".split(
    " ",
  ),
);
