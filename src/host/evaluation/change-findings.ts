import type { Change } from "../../core/change/change";
import type { PipelineMap } from "../../core/pipeline/map";
import type { Finding } from "../../core/review/finding";
import { reviewPipeline } from "../../core/review/review";
import type { Place } from "../../core/workspace/workspace";

/**
 * What the review rules find in what was changed: findings that stand in a changed function or on a changed line, or whose
 * chain leads over a changed line. Others were there before, and are not this change's.
 */
export function findingsIn(
  { functions, diff }: Pick<Change, "functions" | "diff">,
  map: PipelineMap,
): readonly Finding[] {
  const lines = changedLines(diff);
  const isOnLine = ({ path, line }: Place) => lines.get(path)?.has(line) === true;
  const isInFunction = ({ path, line }: Place) =>
    functions.some(({ place }) => place.path === path && place.line <= line && line <= (place.endLine ?? place.line));
  return reviewPipeline(map).findings.filter(
    ({ place, chain }) => isInFunction(place) || isOnLine(place) || chain.some((link) => isOnLine(link.place)),
  );
}

/** Lines of the working tree that a unified diff adds, by path. */
function changedLines(diff: string): ReadonlyMap<string, ReadonlySet<number>> {
  const changed = new Map<string, Set<number>>();
  let lines = new Set<number>();
  let line = 0;
  let left = 0;
  for (const text of diff.split("\n")) {
    const hunk = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/.exec(text);
    if (hunk) {
      [line, left] = [Number(hunk[1]), Number(hunk[2] ?? 1)];
    } else if (left > 0 && (text.startsWith("+") || text.startsWith(" "))) {
      if (text.startsWith("+")) lines.add(line);
      line++;
      left--;
    } else if (left === 0 && text.startsWith("+++ b/")) {
      lines = new Set();
      changed.set(text.slice("+++ b/".length), lines);
    }
  }
  return changed;
}
