import type { TimedWord } from "./dataset";

/** What an engine costs; exactly one of the two. USD. */
type Price = { readonly perMinute: number } | { readonly perHour: number };

/** An engine as `.ml-engineer/evaluation.json` names it. */
export interface EngineConfiguration {
  readonly name: string;
  /**
   * Program and arguments, never a shell line. It stays and answers clip by clip (`protocol: "lines"`), is started for each
   * clip with `{audio}` among its arguments (`"clip"`), or there is none and finished outputs are read (`"folder"`).
   */
  readonly command: readonly string[];
  readonly protocol: "lines" | "clip" | "folder";
  /** For `folder`: where the outputs are, with `{id}` in the name; workspace path. */
  readonly outputs?: string;
  /** Identifier of an output adapter, for example `text`, `whisper`, `google-speech`, `ctm`, `document`. */
  readonly output: string;
  /** Workspace path that the program starts in; default: the root. */
  readonly workingDirectory: string;
  /** Variables beside PATH, HOME, LANG and TEMP. */
  readonly environment: Readonly<Record<string, string>>;
  readonly use: "preview" | "production";
  readonly hosting: "self" | "cloud";
  readonly price?: Price;
  /** MiB; going over it fails the memory bar. */
  readonly memoryLimit?: number;
  /** Seconds that one clip may take before the engine is stopped. */
  readonly clipTimeout: number;
  /** Seconds from the start of the program to its first line. */
  readonly loadTimeout: number;
  /** Options that a grid varies: placeholders `{name}` in the command, or fields of the request line. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** What an engine said about a clip, read by its output adapter. */
export interface Transcript {
  readonly text: string;
  readonly words?: readonly TimedWord[];
  /** BCP 47, where the engine says what it heard. */
  readonly language?: string;
}

/** Reads one shape of engine output. Pure. */
export interface OutputAdapter {
  readonly id: string;
  readonly title: string;
  /** @throws OutputError with a sentence and a remedy when the value has another shape */
  read(output: unknown): Transcript;
}

export class OutputError extends Error {
  override readonly name = "OutputError";
}

/** The first line of a `lines` engine. */
export interface EngineHello {
  /** Name and version as the engine gives them. */
  readonly version: string;
  /** Source files that it loaded: what tells two revisions apart. Absolute or relative to its working directory. */
  readonly sources: readonly string[];
}
