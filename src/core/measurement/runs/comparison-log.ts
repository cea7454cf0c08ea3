import * as z from "zod/mini";
import type { MeasurementFolder } from "../../workspace/run-files/measurement-folder";
import type { RunRecord } from "../run";
import type { ComparisonCount } from "./events";
import { MeasurementError } from "./measurement-error";

const logFile = "comparisons.jsonl";

/** Who was compared with whom on which test set, for git: comparisons of all who work on it count. */
interface LoggedComparison {
  readonly at: string;
  /** Name and hash of the test set. */
  readonly dataset: string;
  readonly hash: string;
  /** The same for the same comparison, however often it is looked at. */
  readonly key: string;
}

type TestSet = Pick<RunRecord["datasets"][number], "name" | "hash">;

/** Comparisons on each test set so far. A line that is torn or foreign loses only itself. */
async function countComparisons(
  home: MeasurementFolder,
  datasets: readonly TestSet[],
): Promise<readonly ComparisonCount[]> {
  const logged = await readLog(home);
  return datasets.map(({ name, hash }) => ({ dataset: name, count: keysOf(logged, hash).size }));
}

/**
 * Notes comparisons, each once. @param keys what tells them apart
 * @returns the number of comparisons on each test set, these included
 */
export async function noteComparisons(
  home: MeasurementFolder,
  datasets: readonly TestSet[],
  keys: readonly string[],
  now: Date,
): Promise<readonly ComparisonCount[]> {
  const logged = await readLog(home);
  for (const { name, hash } of datasets) {
    const known = keysOf(logged, hash);
    for (const key of keys) {
      if (known.has(key)) continue;
      const line: LoggedComparison = { at: now.toISOString(), dataset: name, hash, key };
      await home.appendLine(logFile, JSON.stringify(line));
    }
  }
  return await countComparisons(home, datasets);
}

/** @throws MeasurementError when a test set that confirms once has confirmed something else already */
export async function requireUnused(
  home: MeasurementFolder,
  locked: readonly TestSet[],
  keys: readonly string[],
): Promise<void> {
  const logged = await readLog(home);
  for (const { name, hash } of locked) {
    const used = logged.find((comparison) => comparison.hash === hash && !keys.includes(comparison.key));
    if (used) {
      throw new MeasurementError(
        `The locked test set ${name} confirmed a choice already, on ${used.at.slice(0, 10)}.`,
        "A second look would choose by it: compare on another set, or record new clips for a locked part.",
      );
    }
  }
}

function keysOf(logged: readonly LoggedComparison[], hash: string): ReadonlySet<string> {
  return new Set(logged.filter((comparison) => comparison.hash === hash).map(({ key }) => key));
}

async function readLog(home: MeasurementFolder): Promise<readonly LoggedComparison[]> {
  const logged: LoggedComparison[] = [];
  for await (const line of home.lines(logFile)) {
    try {
      const { data } = shape.safeParse(JSON.parse(line));
      if (data) logged.push(data);
    } catch {
      // Not one of ours.
    }
  }
  return logged;
}

const shape = z.object({ at: z.string(), dataset: z.string(), hash: z.string(), key: z.string() });
