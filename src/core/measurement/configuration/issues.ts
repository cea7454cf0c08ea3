import type * as z from "zod/mini";
import type { JsonPath } from "./json";

/** What is wrong at a place of the written configuration, and what to do about it. */
export interface Finding {
  readonly at: JsonPath;
  readonly message: string;
  readonly remedy: string;
}

type Issue = z.core.$ZodIssue;

/** An issue of the schema in sentences; each unknown field is one of its own. */
export function explain(issue: Issue, written: unknown): readonly Finding[] {
  const { path: at } = issue;
  const value = valueAt(written, at);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      at: [...at, key],
      message: `There is no such field here.`,
      remedy:
        at.length === 0 || at.at(-1) !== "price"
          ? "Check its spelling against the editor's completion, or remove it."
          : priceRemedy,
    }));
  }
  if (value === undefined && issue.code !== "invalid_key")
    return [{ at, message: "It is missing.", remedy: remedyFor(at, issue) }];
  return [{ at, message: messageFor(issue, value), remedy: remedyFor(at, issue) }];
}

function messageFor(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return `It is ${kindOf(value)} where ${kindNames[issue.expected] ?? issue.expected} is expected.`;
    case "invalid_value":
      return `${JSON.stringify(value)} is none of its values.`;
    case "too_small":
      return isEmpty(value) ? "It is empty." : `${JSON.stringify(value)} is too small.`;
    case "too_big":
      return typeof value === "string" ? "It is too long." : `${JSON.stringify(value)} is too large.`;
    default:
      return `${JSON.stringify(value) ?? "It"} does not fit.`;
  }
}

function remedyFor(at: JsonPath, issue: Issue): string {
  const field = [...at].reverse().find((key) => typeof key === "string") ?? "";
  const known = remedies[String(field)];
  if (known !== undefined) return known;
  if (issue.code === "invalid_value")
    return `Write ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}.`;
  if (issue.code === "invalid_type") return `Write ${kindNames[issue.expected] ?? issue.expected}.`;
  if (issue.code === "too_small")
    return typeof issue.minimum === "number" && issue.origin !== "string"
      ? `Write ${issue.inclusive === false ? "more than" : "at least"} ${issue.minimum}.`
      : "Write a text.";
  if (issue.code === "too_big")
    return `Write ${issue.inclusive === false ? "less than" : "at most"} ${issue.maximum}${issue.origin === "string" ? " characters" : ""}.`;
  return "Compare it with the editor's completion.";
}

const priceRemedy = 'Write either { "perMinute": 0.016 } or { "perHour": 1.2 }, in USD.';
const fractionRemedy = "Write a fraction above 0 and below 1: one point of WER is 0.01.";

/** What to write, where the kind of value alone would not tell. */
const remedies: Readonly<Record<string, string>> = {
  command: 'Write the program and its arguments as a list, as ["python3", "engine.py"]: no shell takes a line apart.',
  price: priceRemedy,
  perMinute: priceRemedy,
  perHour: priceRemedy,
  smallestDifference: fractionRemedy,
  margin: fractionRemedy,
  schema: "Write 1: the only version there is.",
  datasets: 'Name at least one test set, as [{ "name": "clips", "manifest": "clips.jsonl" }].',
  engines: 'Name at least one engine, as [{ "name": "base", "command": ["python3", "engine.py"] }].',
  noRegressionAgainst: 'Write a branch, tag or commit, as "main".',
  environment: 'Write texts by name, as { "OMP_NUM_THREADS": "1" }.',
};

const kindNames: Readonly<Record<string, string>> = {
  array: "a list",
  object: "an object",
  record: "an object",
  string: "a text in quotes",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number") return "a number";
  return typeof value === "string" ? "a text" : typeof value === "boolean" ? String(value) : "an object";
}

function isEmpty(value: unknown): boolean {
  return value === "" || (Array.isArray(value) && value.length === 0);
}

function valueAt(written: unknown, at: JsonPath): unknown {
  let value = written;
  for (const key of at) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
