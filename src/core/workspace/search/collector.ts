import { comparePaths } from "./path-order";
import type { SearchFile, SearchLine, SearchQuery } from "./search";
import { relativeToTarget, type Target } from "./targets";

/** What an engine found: a line of a file, or a file with its number of matching lines. */
export interface Finding {
  /** Relative to the root of the target. */
  readonly path: string;
  readonly line?: SearchLine;
  readonly matches?: number;
}

export interface FindingRules {
  readonly limit: number;
  readonly output: SearchQuery["output"];
  /** Asked with a path relative to the target. */
  readonly accepts: (relativePath: string) => boolean;
  /** Asked with a workspace path. */
  readonly isSecret: (path: string) => boolean;
}

/** Gathers what either engine finds, so that the limit, the glob and the secrets mean the same for both. */
export class Collector {
  /** There is more than the limit. */
  isFull = false;
  private readonly rules: FindingRules;
  private readonly files = new Map<string, { matches: number; readonly lines: SearchLine[] }>();
  private rows = 0;
  private current: { readonly name: string; readonly path: string; readonly isTaken: boolean } | undefined;

  constructor(rules: FindingRules) {
    this.rules = rules;
  }

  /** False when the engine should stop. */
  add(target: Target, finding: Finding): boolean {
    // An engine may have sent more before it learns that this was enough.
    if (this.isFull) return false;
    const name = target.prefix + finding.path;
    if (this.current?.name !== name) {
      this.current = { name, path: finding.path, isTaken: this.takes(target, finding.path, name) };
    }
    if (!this.current.isTaken) return true;
    if (this.startsRow(finding, name) && ++this.rows > this.rules.limit) {
      this.isFull = true;
      return false;
    }
    this.take(name, finding);
    return true;
  }

  sortedFiles(): readonly SearchFile[] {
    return [...this.files]
      .sort(([one], [other]) => comparePaths(one, other))
      .map(([path, { matches, lines }]) => ({ path, matches, lines }));
  }

  private take(name: string, { line, matches }: Finding): void {
    const file = this.files.get(name) ?? { matches: 0, lines: [] };
    this.files.set(name, file);
    file.matches += matches ?? (line?.isMatch ? 1 : 0);
    if (line !== undefined && this.rules.output === "lines") file.lines.push(line);
  }

  /** Lines are rows of their own, except where files are counted line by line. */
  private startsRow({ line }: Finding, name: string): boolean {
    return (line !== undefined && this.rules.output === "lines") || !this.files.has(name);
  }

  /** That a secret file matches is not even counted: enough patterns would spell out what stands in it. */
  private takes(target: Target, path: string, name: string): boolean {
    if (target.innerRoots.some((inner) => path === inner || path.startsWith(`${inner}/`))) return false;
    if (target.kind === "file") {
      if (path !== target.below) return false;
    } else if (!this.rules.accepts(relativeToTarget(target, path))) return false;
    return !this.rules.isSecret(name);
  }
}
