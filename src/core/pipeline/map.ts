import type { Place } from "../workspace/workspace";

/** One step of following a value to where it comes from, for example call → parameter default → settings field. */
export interface ChainLink {
  readonly place: Place;
  /** The source line, trimmed, at most 200 characters. */
  readonly text: string;
}

/**
 * Where a value is decided: `literal` in the call itself, a module `constant`, a parameter's `default`, a `settings` field,
 * an `environment` variable, the `request` of a caller (schema field, CLI option), or `unknown`.
 */
export type ValueOrigin = "literal" | "constant" | "default" | "settings" | "environment" | "request" | "unknown";

export interface Value {
  /** The value as source text, unquoted for strings; undefined when it could not be followed to one. */
  readonly text: string | undefined;
  readonly origin: ValueOrigin;
  /** From the use to the origin; at least one link. */
  readonly chain: readonly ChainLink[];
}

export interface Parameter {
  /** Keyword as written, or the documented name of a positional argument, for example `model` or `temperature`. */
  readonly name: string;
  readonly value: Value;
}

/** A place where code loads, configures or calls a speech engine. */
export interface EngineUse {
  /** Identifier of the engine in `engines/`, for example `openai-whisper`, `faster-whisper`, `google-speech`. */
  readonly engine: string;
  /** Name as people say it, for example "openai-whisper". */
  readonly label: string;
  readonly hosting: "self" | "cloud";
  /** `load`: weights or client are made; `configure`: options object; `transcribe`: speech becomes text; `detect-language`. */
  readonly role: "load" | "configure" | "transcribe" | "detect-language";
  /** The call as written, for example `whisper.load_model`. */
  readonly call: string;
  readonly place: Place;
  /** The call that runs this one elsewhere, as written, for example `anyio.to_thread.run_sync`; absent for a direct call. */
  readonly wrapper?: string;
  /**
   * Whether the call holds its thread until it has an answer. False for what gives a coroutine, a promise or a future;
   * absent when the code does not show which kind of client it is.
   */
  readonly blocks?: boolean;
  /** {@link PipelineFunction.name} of the enclosing function; undefined at module level. */
  readonly functionName: string | undefined;
  readonly parameters: readonly Parameter[];
  /** The model or checkpoint that this use names, when it names one. */
  readonly model: Value | undefined;
}

/** A step around the engine: audio preparation (`probe`, `decode`, `convert`, `vad`, `download`) or transcript building (`transcript`). */
export interface PipelineStep {
  readonly kind: "probe" | "decode" | "convert" | "vad" | "download" | "transcript";
  readonly call: string;
  readonly place: Place;
  readonly functionName: string | undefined;
}

/** What starts work: a queue task, an HTTP or WebSocket route, a command line, or `main`. */
export interface EntryPoint {
  readonly kind: "task" | "route" | "command";
  /** `dramatiq`, `celery`, `rq`, `arq`, `fastapi`, `flask`, `django`, `express`, `click`, `typer`, `argparse`, `bullmq` … */
  readonly framework: string;
  /** Function name, or method and path for a route. */
  readonly name: string;
  readonly functionName: string;
  readonly place: Place;
  /** Options of the decorator or call, for example `time_limit` and `max_retries`. */
  readonly options: readonly Parameter[];
}

export interface PipelineFunction {
  /** Qualified by module path within the workspace, for example `transcription.service.transcribe_with_whisper`. */
  readonly name: string;
  /** First to last line. */
  readonly place: Place;
  readonly isAsync: boolean;
  /** Runs when it is iterated, not when it is called. */
  readonly isGenerator?: true;
  /** As declared, `self` among them; absent for the body of a module. */
  readonly declares?: readonly DeclaredParameter[];
  readonly calls: readonly PipelineCall[];
}

export interface DeclaredParameter {
  readonly name: string;
  /** Its type as written. */
  readonly annotation?: string;
  /** Its default as written. */
  readonly defaultText?: string;
  /** `*args`, `**options` or `...rest`. */
  readonly isRest?: true;
}

export interface PipelineCall {
  /** Callee as written, for example `anyio.to_thread.run_sync`. */
  readonly text: string;
  readonly place: Place;
  /** Qualified names of functions of the workspace that this call runs, also when passed as an argument (`run_sync(fn)`, `fn.send`). */
  readonly targets: readonly string[];
  readonly parameters: readonly Parameter[];
  /** Whether the call stands inside a `try` block that catches errors. */
  readonly guarded: boolean;
  readonly isAwaited?: true;
}

/** A speech or queue package that the project declares. */
export interface Dependency {
  readonly name: string;
  /** The requirement as written, for example `>=20231117`; empty when there is none. */
  readonly requirement: string;
  readonly place: Place;
}

/** A function as the text of its file has it; one inside of another is not part of that other one. */
export interface CodeFunction {
  /** {@link PipelineFunction.name} */
  readonly name: string;
  /** 1-based, decorators included. */
  readonly line: number;
  readonly endLine: number;
  /** Equal for functions that do the same by their tokens, whatever they are called. */
  readonly fingerprint: string;
}

/** A statement that runs when its module is loaded. */
export interface CodeStatement {
  readonly line: number;
  readonly endLine: number;
  /** What it makes known, as far as it is an assignment or the head of a class. */
  readonly names: readonly string[];
  readonly fingerprint: string;
}

/** What runs in a file, without comments, docstrings, formatting, annotations and lines for logs. */
export interface CodeFile {
  readonly path: string;
  /** Qualified name of the module. */
  readonly module: string;
  readonly functions: readonly CodeFunction[];
  readonly statements: readonly CodeStatement[];
}

/** A function that decides what an engine gets, does or gives. */
export interface EngineCode {
  /** {@link PipelineFunction.name} */
  readonly name: string;
  readonly path: string;
  /**
   * `engine`: loads, configures or calls one, prepares audio or makes transcripts; `helper`: works for such a function;
   * `caller`: uses one, and only what touches `names` matters in it.
   */
  readonly reach: "engine" | "helper" | "caller";
  /** Of a caller: names of what it hands to engine code and gets from it. */
  readonly names?: readonly string[];
}

/** Where the speech code of a workspace is, and how its parts hang together. Plain data, in a deterministic order. */
export interface PipelineMap {
  readonly engines: readonly EngineUse[];
  readonly steps: readonly PipelineStep[];
  readonly entryPoints: readonly EntryPoint[];
  /** Functions that reach an engine or are reached from an entry point that does. */
  readonly functions: readonly PipelineFunction[];
  readonly dependencies: readonly Dependency[];
  readonly engineCode: readonly EngineCode[];
  /** Every file that was parsed. */
  readonly code: readonly CodeFile[];
  /** Files that were parsed. */
  readonly parsedFiles: number;
  /** What limits this map: files too large, not parsed, or with syntax errors, the file limit. Never silent. */
  readonly problems: readonly { readonly path: string; readonly line?: number; readonly message: string }[];
}
