import type { Workspace } from "../../../workspace/workspace";
import type { DatasetProblem, ReferenceSource } from "../../dataset";

/** What a corpus says of one utterance. */
export interface ImportedLine {
  readonly id?: string;
  /** Absolute. */
  readonly audio: string;
  readonly text: string;
  /** Where the corpus says it. */
  readonly language?: string;
  readonly speaker?: string;
  readonly session?: string;
  readonly conditions?: readonly string[];
  readonly start?: number;
  readonly end?: number;
}

export type Imported = { readonly line: ImportedLine } | { readonly problem: DatasetProblem };

/** What an importer reads. Paths are absolute, with forward or the system's slashes. */
export interface ImportRequest {
  readonly files: Pick<Workspace, "locate" | "open" | "readDirectory">;
  /** The file or folder that the person named. */
  readonly source: string;
  /** Where relative audio paths start; each importer has its own default. */
  readonly audioRoot?: string | undefined;
  readonly signal: AbortSignal;
}

/** Reads one corpus format. Nothing is dropped: what gives no line gives a problem. */
export interface Importer {
  readonly id: string;
  readonly title: string;
  /** What SOURCE has to be. */
  readonly source: string;
  /** Who made the references, where the format alone says so; else the person has to. */
  readonly referenceSource?: ReferenceSource;
  /** @throws PathError when SOURCE or a file that the format cannot do without is not there */
  read(request: ImportRequest): AsyncIterable<Imported>;
}

export function problemAt(path: string, line: number, message: string, remedy: string): Imported {
  return { problem: { path, line, message, remedy, fatal: true } };
}
