import type { DatasetProblem } from "../dataset";

/** What is wrong, without where. */
export interface Finding {
  readonly message: string;
  readonly remedy: string;
  /** Whether the utterance cannot be measured at all. */
  readonly fatal: boolean;
}

export function fatal(message: string, remedy: string): Finding {
  return { message, remedy, fatal: true };
}

export function warning(message: string, remedy: string): Finding {
  return { message, remedy, fatal: false };
}

/** Collects the problems of one file. A file of a million broken lines must not fill the memory: the rest is counted. */
export class Problems {
  readonly #path: string;
  readonly #found: DatasetProblem[] = [];
  #further = 0;
  #furtherFatal = 0;
  #firstFurther = 0;

  constructor(path: string) {
    this.#path = path;
  }

  add(line: number, finding: Finding, utterance?: string): void {
    if (this.#found.length < mostProblems) {
      this.#found.push({ path: this.#path, line, ...finding, ...(utterance !== undefined && { utterance }) });
      return;
    }
    if (this.#further++ === 0) this.#firstFurther = line;
    if (finding.fatal) this.#furtherFatal++;
  }

  /** In the order of lines. */
  list(): readonly DatasetProblem[] {
    const sorted = this.#found.toSorted((one, other) => one.line - other.line);
    if (this.#further === 0) return sorted;
    const message = `There are ${this.#further} problems more, ${this.#furtherFatal} of them fatal.`;
    const remedy = "Mend those above and check again.";
    return [...sorted, { path: this.#path, line: this.#firstFurther, message, remedy, fatal: this.#furtherFatal > 0 }];
  }
}

const mostProblems = 10_000;
