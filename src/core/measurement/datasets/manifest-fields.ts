import { visibleShort } from "../../workspace/visible-text";
import type { ReferenceSource } from "../dataset";
import { type Finding, fatal, warning } from "./problems";

export type Fields = ReadonlyMap<string, unknown>;
type Report = (finding: Finding) => void;

export function fieldsOf(line: string): Fields | Finding {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return fatal("The line is not JSON.", 'Write one object a line, for example {"audio": "a.wav", "text": "…", …}.');
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return fatal("The line is JSON, but no object.", "Write one object with the fields of a clip on each line.");
  }
  // null is how some programs write that a field is not there.
  return new Map(Object.entries(value).filter(([, field]) => field !== null));
}

export function stringOf(fields: Fields, name: string, report: Report): string | undefined {
  const value = fields.get(name);
  if (typeof value === "string" && value.isWellFormed()) return value;
  report(
    value === undefined
      ? fatal(`The field ${name} is missing.`, remedies.get(name) ?? `Add ${name}.`)
      : fatal(`The field ${name} is no text.`, `Write ${name} as a string in quotation marks.`),
  );
  return undefined;
}

const remedies: ReadonlyMap<string, string> = new Map([
  ["audio", "Add the path of the audio file, relative to the manifest."],
  ["text", 'Add what is said, or "" where nobody speaks.'],
]);

/** Speaker or session. Neither decides whether the clip can be measured. */
export function groupOf(fields: Fields, name: string, report: Report): string | undefined {
  const value = fields.get(name);
  if (value === undefined || (typeof value === "string" && value.isWellFormed())) return value;
  report(warning(`The field ${name} is no text and is ignored.`, `Write ${name} as a string in quotation marks.`));
  return undefined;
}

export function numberOf(fields: Fields, name: string, report: Report): number | undefined {
  const value = fields.get(name);
  if (typeof value === "number" && Number.isFinite(value)) return value;
  report(fatal(`The field ${name} is no number.`, `Write ${name} in seconds, for example 12.5.`));
  return undefined;
}

export function stringsOf(fields: Fields, name: string, report: Report): readonly string[] {
  const value = fields.get(name);
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((item) => typeof item === "string" && item.trim() !== "")) {
    return [...new Set(value as string[])];
  }
  report(warning(`The field ${name} is no list of texts and is ignored.`, `Write for example ["noisy", "telephone"].`));
  return [];
}

export function languageOf(fields: Fields, report: Report): string | undefined {
  const value = fields.get("language");
  const language = typeof value === "string" ? canonicalLanguage(value) : undefined;
  if (language !== undefined) return language;
  const remedy = "Write a language tag, for example ru, en or en-US.";
  report(
    value === undefined
      ? fatal("The field language is missing.", remedy)
      : fatal(`The field language is no language tag: ${visibleShort(JSON.stringify(value), 40)}.`, remedy),
  );
  return undefined;
}

/**
 * The tag in its usual spelling; undefined for none. BCP 47 keeps five to eight letters free for languages to come, so that
 * `russian` would be a tag, and its clips a language of their own beside `ru`.
 */
export function canonicalLanguage(written: string): string | undefined {
  try {
    const [language] = Intl.getCanonicalLocales(written);
    return language !== undefined && /^[a-z]{2,3}(?:-|$)/.test(language) ? language : undefined;
  } catch {
    return undefined;
  }
}

export function sourceOf(fields: Fields, report: Report): ReferenceSource | undefined {
  const value = fields.get("referenceSource");
  const source = typeof value === "string" ? parseReferenceSource(value) : undefined;
  if (source) return source;
  const remedy = "Write who made the text: human, corrected-from:<engine>, or machine.";
  report(
    value === undefined
      ? fatal("The field referenceSource is missing.", remedy)
      : fatal(`The field referenceSource is ${visibleShort(JSON.stringify(value), 40)}, which is none.`, remedy),
  );
  return undefined;
}

/** `human`, `machine` or `corrected-from:<engine>`; undefined for anything else. */
export function parseReferenceSource(written: string): ReferenceSource | undefined {
  if (written === "human" || written === "machine") return { kind: written };
  const engine = /^corrected-from:\s*(\S.*)$/.exec(written)?.[1]?.trim();
  return engine ? { kind: "corrected", engine } : undefined;
}

export function writeReferenceSource(source: ReferenceSource): string {
  return source.kind === "corrected" ? `corrected-from:${source.engine}` : source.kind;
}

/** As given, else the audio's path without its ending, with the times of the window. */
export function idOf(
  fields: Fields,
  audio: string,
  window: { readonly start: number; readonly end?: number } | undefined,
  report: Report,
): string | undefined {
  if (!fields.has("id")) {
    const path = audio.replaceAll("\\", "/").replace(/^(?:\.?\/)+/, "");
    const times = window ? `#${window.start}-${window.end ?? "end"}` : "";
    return path.replace(/\.[a-z0-9]{1,5}$/i, "") + times;
  }
  const id = stringOf(fields, "id", report);
  if (id === undefined) return undefined;
  if (id.trim() === id && id !== "" && id.length <= longestId && !/\p{Cc}/u.test(id)) return id;
  report(
    fatal("The id is empty, too long, or has spaces around it.", `Write up to ${longestId} characters on one line.`),
  );
  return undefined;
}

const longestId = 256;
