import type { EngineUse } from "../map";

/** A speech engine, as it is seen in code: where its objects come from and which calls do what. */
export interface Engine {
  /** Stable identifier, for example `faster-whisper`. */
  readonly id: string;
  /** Name as people say it. */
  readonly label: string;
  readonly hosting: EngineUse["hosting"];
  /** Words in the name of a function that say which of several possible engines it is for. */
  readonly hints?: readonly string[];
  /** What code imports to use it: Python module paths and npm package names. */
  readonly imports: readonly string[];
  /**
   * Pattern of a line that shows speech, for packages that mostly serve other purposes: importing them alone is no sign.
   */
  readonly telltale?: string;
  /** Names of its packages in requirements and in package.json, lower case. */
  readonly packages: readonly string[];
  readonly calls: readonly EngineCall[];
  /** Programs that run it, for subprocess calls. */
  readonly binaries?: readonly EngineBinary[];
  /** Factories whose first argument decides what they make, and the keyword of that argument, see `Entity`. */
  readonly factories?: Readonly<Record<string, string>>;
}

export interface EngineCall {
  readonly role: EngineUse["role"];
  /** Dotted paths of what is called, see `Entity`: `whisper.load_model().transcribe`. */
  readonly paths?: readonly string[];
  /** Paths of what the call makes, for factories that make other things as well: `boto3.client(transcribe)`. */
  readonly makes?: readonly string[];
  /** Documented names of the positional arguments. */
  readonly positional?: readonly string[];
  /** Parameters that name the model, the most telling first. */
  readonly model?: readonly string[];
}

export interface EngineBinary {
  /** File name of the program. */
  readonly name: string;
  /** Flags that name the model. */
  readonly model: readonly string[];
  /** Names as general as `main` only count when the command line also holds this. */
  readonly onlyWith?: RegExp;
}

/** `of(["A()", "B()"], "run")` → `A().run`, `B().run`. */
export function of(objects: readonly string[], ...members: readonly string[]): string[] {
  return objects.flatMap((object) => members.map((member) => `${object}.${member}`));
}

/**
 * Ways in which an exported name of an npm package is reached: named, default and whole-module imports.
 */
export function exported(packageName: string, name: string): string[] {
  return [`${packageName}.${name}`, `${packageName}.default`, `${packageName}.default.${name}`, packageName];
}

/** What calling these gives. */
export function made(paths: readonly string[]): string[] {
  return paths.map((path) => `${path}()`);
}
