import type { ReferenceSource, TimedWord } from "../dataset";
import {
  type Fields,
  fieldsOf,
  groupOf,
  idOf,
  languageOf,
  numberOf,
  sourceOf,
  stringOf,
  stringsOf,
} from "./manifest-fields";
import { wordsOf } from "./manifest-words";
import { type Finding, fatal, warning } from "./problems";

/** What one line of a manifest says; nothing of it was looked up. */
export interface ManifestEntry {
  readonly id: string;
  readonly audio: string;
  readonly text: string;
  readonly language: string;
  readonly referenceSource: ReferenceSource;
  readonly words?: readonly TimedWord[];
  readonly speaker?: string;
  readonly session?: string;
  readonly conditions: readonly string[];
  /** Seconds; an end that is open is the end of the audio. */
  readonly window?: { readonly start: number; readonly end?: number };
}

/** The names of a manifest's fields, as the documentation lists them. */
const manifestFields = [
  "audio",
  "text",
  "language",
  "referenceSource",
  "id",
  "words",
  "speaker",
  "session",
  "conditions",
  "start",
  "end",
] as const;

/** Reads a line that is not empty. Without an entry one of the findings is fatal. */
export function readEntry(line: string): {
  readonly entry?: ManifestEntry;
  readonly findings: readonly Finding[];
  /** Fields that the manifest does not know; they may be misspelt ones. */
  readonly unknown: readonly string[];
} {
  const fields = fieldsOf(line);
  if ("message" in fields) return { findings: [fields], unknown: [] };
  const findings: Finding[] = [];
  const entry = entryOf(fields, (finding) => findings.push(finding));
  const unknown = [...fields.keys()].filter((name) => !manifestFields.some((known) => known === name));
  return { ...(entry && { entry }), findings, unknown };
}

function entryOf(fields: Fields, report: (finding: Finding) => void): ManifestEntry | undefined {
  const audio = stringOf(fields, "audio", report);
  const text = stringOf(fields, "text", report);
  const language = languageOf(fields, report);
  const referenceSource = sourceOf(fields, report);
  const window = windowOf(fields, report);
  const words = wordsOf(fields.get("words"), report);
  const speaker = groupOf(fields, "speaker", report);
  const session = groupOf(fields, "session", report);
  const conditions = stringsOf(fields, "conditions", report);
  if (audio === undefined || text === undefined || !language || !referenceSource || window === "broken") {
    return undefined;
  }
  if (audio.trim() === "") {
    report(fatal("The field audio is empty.", "Write the path of the audio file."));
    return undefined;
  }
  const id = idOf(fields, audio, window, report);
  if (id === undefined) return undefined;
  return {
    id,
    audio,
    text,
    language,
    referenceSource,
    conditions,
    ...(words && { words }),
    ...(speaker && { speaker }),
    ...(session && { session }),
    ...(window && { window }),
  };
}

function windowOf(fields: Fields, report: (finding: Finding) => void): ManifestEntry["window"] | "broken" {
  if (!fields.has("start") && !fields.has("end")) return undefined;
  const start = fields.has("start") ? numberOf(fields, "start", report) : 0;
  const end = fields.has("end") ? numberOf(fields, "end", report) : undefined;
  if (start === undefined || (fields.has("end") && end === undefined)) return "broken";
  if (start < 0 || (end !== undefined && end <= start)) {
    report(
      fatal(
        `The window from ${start} to ${end ?? "the end"} s is empty or before the audio.`,
        "Write start and end in seconds from the beginning of the file, the end after the start.",
      ),
    );
    return "broken";
  }
  return { start, ...(end !== undefined && { end }) };
}

/** Said once a field for a whole manifest. */
export function unknownField(name: string): Finding {
  const known = foreignNames.get(name);
  return warning(
    `The field ${name} is not one of a manifest and is ignored, here and on further lines.`,
    known ? `Write ${known}, or use ml-engineer dataset import nemo.` : `The fields are ${manifestFields.join(", ")}.`,
  );
}

const foreignNames: ReadonlyMap<string, string> = new Map([
  ["audio_filepath", "audio"],
  ["lang", "language"],
  ["offset", "start and end"],
  ["transcript", "text"],
]);
