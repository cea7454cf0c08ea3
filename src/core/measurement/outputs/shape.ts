import type { TimedWord } from "../dataset";
import { OutputError } from "../engine";

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The JSON in an output that came as text (a file, the standard output of a program); any other value as it is. Python
 * writes NaN for figures that it could not compute, which only makes those figures unreadable: they become null.
 */
export function jsonOf(output: unknown, shape: string): unknown {
  if (typeof output !== "string") return output;
  const source = output.replace(/^\uFEFF/, "");
  if (source.trim() === "") throw new OutputError(`The output is empty. Let the engine write ${shape}.`);
  try {
    return JSON.parse(source);
  } catch {
    try {
      return JSON.parse(
        source.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (found) => (found[0] === '"' ? found : "null")),
      );
    } catch {
      const hint = /^\s*[{[]\s*'/.test(source) ? "It looks like a printed Python object: write it by json.dumps." : "";
      throw new OutputError(`The output is not JSON: ${excerpt(source)} ${hint || `Let the engine write ${shape}.`}`);
    }
  }
}

/** The start of an unexpected value, for a message. */
export function excerpt(value: unknown): string {
  const source = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  const visible = source.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  return `“${visible.length > 80 ? `${visible.slice(0, 79)}…` : visible}”.`;
}

export function finite(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** White space of any kind between words becomes one space. */
export function squeezed(text: string): string {
  return text.trim().replace(/\s+/gu, " ");
}

/** Parts that were written apart, as one text. */
export function joined(parts: Iterable<string>): string {
  return squeezed(
    [...parts]
      .map((part) => part.trim())
      .filter((part) => part !== "")
      .join(" "),
  );
}

/**
 * A word with its times in seconds, when it has any text and both times make sense. Aligners leave words such as numbers
 * without times; those stay in the text and out of the timing.
 */
export function timedWord(text: unknown, start: number | undefined, end: number | undefined): TimedWord | undefined {
  if (typeof text !== "string" || text.trim() === "") return undefined;
  if (start === undefined || end === undefined || start < 0 || end < start) return undefined;
  return { text: squeezed(text), start, end };
}

export function wordsField(words: readonly (TimedWord | undefined)[]): { readonly words?: readonly TimedWord[] } {
  const timed = words.filter((word) => word !== undefined);
  return timed.length > 0 ? { words: timed } : {};
}

/** BCP 47 of what an engine calls the language: a code in any case, with `_` or `-`, or an English name. */
export function languageField(language: unknown): { readonly language?: string } {
  if (typeof language !== "string" || language === "" || language.length > 40) return {};
  const named = codesByName().get(language.toLowerCase());
  if (named !== undefined) return { language: named };
  try {
    const [code] = Intl.getCanonicalLocales(language.replaceAll("_", "-"));
    return code !== undefined && code.split("-")[0]?.length !== undefined && /^[a-z]{2,3}(-|$)/.test(code)
      ? { language: code }
      : {};
  } catch {
    return {};
  }
}

let namedCodes: ReadonlyMap<string, string> | undefined;

/** OpenAI's API and whisper.cpp's server name languages in English. */
function codesByName(): ReadonlyMap<string, string> {
  if (namedCodes) return namedCodes;
  const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(97 + index));
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  const entries = codes.flatMap((code): [string, string][] => {
    const name = names.of(code);
    return name === undefined || Intl.getCanonicalLocales(code)[0] !== code ? [] : [[name.toLowerCase(), code]];
  });
  namedCodes = new Map(entries);
  return namedCodes;
}
