import type { TimedWord } from "../dataset";
import { type Finding, warning } from "./problems";

/**
 * Words with their times. They serve the timing measures only, so a broken list is reported and left out, and the clip's
 * error rate is measured all the same.
 */
export function wordsOf(value: unknown, report: (finding: Finding) => void): readonly TimedWord[] | undefined {
  if (value === undefined) return undefined;
  const words: TimedWord[] = [];
  if (!Array.isArray(value)) return reject("The field words is no list.", report);
  for (const [index, item] of value.entries()) {
    const word = wordOf(item);
    if (!word) return reject(`Word ${index + 1} has no text with a start and an end after it.`, report);
    if (word.start < (words.at(-1)?.start ?? 0))
      return reject(`Word ${index + 1} starts before the one before it.`, report);
    words.push(word);
  }
  return words;
}

function wordOf(value: unknown): TimedWord | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const item = new Map<string, unknown>(Object.entries(value));
  const [text, start, end] = [item.get("text") ?? item.get("word"), item.get("start"), item.get("end")];
  if (typeof text !== "string" || text.trim() === "" || !isTime(start) || !isTime(end) || end < start) return undefined;
  return { text, start, end };
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function reject(message: string, report: (finding: Finding) => void): undefined {
  const remedy = 'Write [{"text": "…", "start": 0.1, "end": 0.4}, …] in seconds from the start of the audio, in order.';
  report(warning(`${message} The word times are left out.`, remedy));
  return undefined;
}
