import { parseIgnoreFile } from "./ignore-line";
import { namePattern } from "./name-pattern";

/** What one `.gitignore` says about a path below its folder. */
type Verdict = "ignored" | "kept" | undefined;

export interface IgnoreRules {
  /** `path` is relative to the folder of the `.gitignore`, one character a byte. Folders above it are not looked at. */
  verdict(path: string, isFolder: boolean): Verdict;
}

/** @param text content of a `.gitignore`, one character a byte. */
export function ignoreRules(text: string): IgnoreRules {
  const rules = parseIgnoreFile(text)
    .flatMap(({ negated, foldersOnly, glob }) => {
      const pattern = namePattern(glob);
      return pattern === undefined ? [] : [{ negated, foldersOnly, pattern }];
    })
    .reverse();
  return {
    verdict(path, isFolder) {
      const decisive = rules.find(({ foldersOnly, pattern }) => (isFolder || !foldersOnly) && pattern.test(path));
      if (decisive === undefined) return undefined;
      return decisive.negated ? "kept" : "ignored";
    },
  };
}
