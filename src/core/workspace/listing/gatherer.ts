import type { Target } from "../search/targets";

export interface Listed {
  /** Workspace path. */
  readonly path: string;
  readonly target: Target;
  /** Relative to the root. */
  readonly relativePath: string;
  /** Nanoseconds since the epoch, where the walk looked it up. */
  readonly modified: bigint | undefined;
}

/** Gathers what a walk finds, so that the bound and the globs mean the same with and without ripgrep. */
export class Gatherer {
  /** There are more files than are ever listed. */
  isFull = false;
  readonly files: Listed[] = [];
  private readonly accepts: (target: Target, path: string) => boolean;

  constructor(accepts: (target: Target, path: string) => boolean) {
    this.accepts = accepts;
  }

  /** False when the walk should stop. `relativePath` is relative to the root. */
  add(target: Target, relativePath: string, modified?: bigint): boolean {
    if (this.isFull) return false;
    const { innerRoots, prefix } = target;
    if (innerRoots.some((inner) => relativePath.startsWith(`${inner}/`))) return true;
    if (!this.accepts(target, relativePath)) return true;
    if (this.files.length >= mostFiles) this.isFull = true;
    else this.files.push({ path: prefix + relativePath, target, relativePath, modified });
    return !this.isFull;
  }
}

const mostFiles = 500_000;
