import * as z from "zod/mini";
import type { EngineHello } from "../engine";
import type { Said } from "./session";

/**
 * The first line of a `lines` engine: `{"engine": "name version", "sources": ["engine.py", …]}`.
 * @returns a sentence when it is something else
 */
export function readHello(line: string): EngineHello | string {
  const value = parse(line);
  const hello = helloShape.safeParse(value);
  if (hello.success) return { version: hello.data.engine, sources: hello.data.sources ?? [] };
  return `The first line of the engine has to be \`{"engine": "name version", "sources": [files]}\`, but it is ${shown(line)}. ${useErrors}`;
}

export interface AnswerLine {
  readonly id: string;
  /** Seconds that the engine says it took. */
  readonly own?: number;
  /** A string is what the engine says went wrong. */
  readonly said: Said | string;
}

/**
 * Any other line: `{"id": …, "text": "…", "words": [{"text", "start", "end"}]}` or `{"id": …, "output": …}` or
 * `{"id": …, "error": "…"}`, each with `seconds` if the engine measures itself.
 * @returns a sentence when it is something else
 */
export function readAnswer(line: string): AnswerLine | string {
  const value = parse(line);
  if (value === undefined) return `The engine wrote ${shown(line)} instead of a line of JSON. ${useErrors}`;
  const answer = answerShape.safeParse(value);
  if (!answer.success) {
    const [issue] = answer.error.issues;
    const place = issue?.path.length ? ` at \`${issue.path.join(".")}\`` : "";
    return `The engine's answer has another shape than agreed${place}: ${shown(line)}.`;
  }
  const { id, text, words, language, output, error, seconds } = answer.data;
  const own = seconds === undefined ? {} : { own: seconds };
  if (error !== undefined) return { id: `${id}`, ...own, said: error };
  if (output !== undefined) return { id: `${id}`, ...own, said: { output } };
  if (text === undefined)
    return `The engine's answer has neither \`text\` nor \`output\` nor \`error\`: ${shown(line)}.`;
  const transcript = { text, ...(words && { words }), ...(language !== undefined && { language }) };
  return { id: `${id}`, ...own, said: { transcript } };
}

const helloShape = z.object({
  engine: z.string().check(z.minLength(1), z.maxLength(500)),
  sources: z.optional(z.array(z.string()).check(z.maxLength(10_000))),
});

const second = z.number().check(z.minimum(0));
const answerShape = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.optional(z.string()),
  words: z.optional(z.array(z.object({ text: z.string(), start: second, end: second }))),
  language: z.optional(z.string()),
  output: z.optional(z.unknown()),
  error: z.optional(z.string()),
  seconds: z.optional(second),
});

const useErrors = "What is meant for people belongs on standard error.";

/** Undefined for what is no JSON object. */
function parse(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function shown(line: string): string {
  const start = line.length > 120 ? `${line.slice(0, 120)}…` : line;
  return JSON.stringify(start);
}
