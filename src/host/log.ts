import type * as vscode from "vscode";
import { redact } from "../core/model/anthropic/redact";
import { visibleContent } from "../core/workspace/visible-text";

/**
 * The only way into the log. Whatever is written goes through one filter: registered secrets, things that look like keys,
 * authorization headers. Of an error its message is written, never the headers or bodies that it carries.
 */
export interface Log extends vscode.Disposable {
  debug(message: string, error?: unknown): void;
  info(message: string, error?: unknown): void;
  warn(message: string, error?: unknown): void;
  error(message: string, error?: unknown): void;
  /** From now on this text is never written, nor its usual encodings. */
  addSecret(secret: string): void;
  /** Takes out secrets, for text that is shown elsewhere. */
  redacted(text: string): string;
  show(): void;
}

/** `channel`: the one that the Show log command opens. */
export function createLog(channel: vscode.LogOutputChannel): Log {
  const secrets = new Set<string>();
  const write = (level: "debug" | "info" | "warn" | "error") => (message: string, error?: unknown) =>
    channel[level](withoutSecrets(error === undefined ? message : `${message}: ${describeError(error)}`, [...secrets]));
  return {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    addSecret(secret) {
      if (secret.length >= shortestSecret) secrets.add(secret);
    },
    redacted: (text) => withoutSecrets(text, [...secrets]),
    show: () => channel.show(true),
    dispose: () => channel.dispose(),
  };
}

/** Anything shorter would take ordinary words out of the log. */
const shortestSecret = 8;
const longestEntry = 8_000;

function withoutSecrets(text: string, secrets: readonly string[]): string {
  // Invisible characters inside a key would hide it from the patterns. Half a secret at the cut would not be recognised, so
  // it is cut after the filter; what lies far behind the cut need not be looked at.
  const bare = text.slice(0, longestEntry * 4).replace(/[\p{Cf}\p{Cs}]/gu, "");
  const safe = patterns.reduce(
    (rest, [pattern, replacement]) => rest.replace(pattern, replacement),
    redact(bare, secrets),
  );
  const shown = visibleContent(safe);
  return shown.length > longestEntry || text.length > longestEntry * 4
    ? `${shown.slice(0, longestEntry)}… [cut]`
    : shown;
}

/** Each takes time linear in the text: no pattern has two repetitions that could share characters. */
const patterns: readonly (readonly [RegExp, string])[] = [
  // Headers and fields whose value is secret whatever it looks like.
  [/\b((?:proxy-)?authorization["']?\s*[:=]\s*["']?(?:basic|bearer|token)?)[ \t]*[^\s"',;}]{4,}/gi, "$1 [key]"],
  [/\b((?:x-)?(?:api|access|secret|private)[-_]?(?:key|token)["']?\s*[:=]\s*["']?)[^\s"',;}]{4,}/gi, "$1[key]"],
  [/\b((?:set-)?cookie["']?\s*[:=]\s*)[^\r\n]+/gi, "$1[cookie]"],
  [/\b(pass(?:word|wd|phrase)["']?\s*[:=]\s*["']?)[^\s"',;}]{4,}/gi, "$1[password]"],
  // A user name and password in an address.
  [/(\/\/)[^\s/@:"']{1,100}:[^\s/@"']{1,200}@/g, "$1[login]@"],
  // Keys that are known by their beginning: Anthropic, OpenAI and their like, GitHub, Hugging Face, AWS, Slack, Google; JSON web tokens.
  [/\bsk-[\w-]{16,}/g, "[key]"],
  [/\b(?:gh[pousr]|github_pat|hf|xox[abprs]|glpat)[_-]\w[\w-]{15,}/g, "[key]"],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, "[key]"],
  [/\bAIza[\w-]{30,}/g, "[key]"],
  [/\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*/g, "[key]"],
];

function describeError(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return typeof error === "string" ? error : `a thrown ${typeof error}`;
  // An answer of an endpoint: where in our code it was received says nothing, and what it carries may hold the key.
  const fromEndpoint = "status" in error || "requestID" in error;
  const frames =
    fromEndpoint || depth > 0
      ? ""
      : (error.stack ?? "")
          .split("\n")
          .filter((line) => /^\s+at /.test(line))
          .slice(0, 8)
          .join("\n");
  const cause = error.cause === undefined || depth === 3 ? "" : `; caused by ${describeError(error.cause, depth + 1)}`;
  return `${error.name}: ${error.message}${cause}${frames === "" ? "" : `\n${frames}`}`;
}
