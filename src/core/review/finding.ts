import type { ChainLink, PipelineMap } from "../pipeline/map";
import type { Place } from "../workspace/workspace";

/**
 * `risk`: the code shows it and it will hurt. `unproven`: whether it hurts depends on something that the code does not show,
 * so it names what would settle it. `minor`: true, and cheap to live with for now.
 */
export type Severity = "risk" | "unproven" | "minor";

/** Something a careful engineer would raise unasked, with the places that support it. */
export interface Finding {
  /** Number of the red flag. */
  readonly rule: number;
  readonly title: string;
  readonly severity: Severity;
  readonly place: Place;
  /** How the code leads there, in order; at least one link. */
  readonly chain: readonly ChainLink[];
  /** One or two sentences in the terms of this code: its names and values. */
  readonly explanation: string;
  readonly consequence: string;
  readonly remedy: string;
  /** The measurement that would settle the question, where one would. */
  readonly measure?: string;
}

/** Something that was checked and is done right, so that nobody "repairs" it. */
export interface Observation {
  readonly rule: number;
  readonly place: Place;
  readonly text: string;
}

/** What one rule found. What it cannot decide it says in `undecided` instead of guessing. */
export interface Verdict {
  readonly findings: readonly Finding[];
  readonly inOrder: readonly Observation[];
  readonly undecided: readonly string[];
}

/** One red flag. A rule is pure: the same map gives the same verdict. */
export interface Rule {
  readonly number: number;
  /** A short stable name, for example `unpinned-model`. */
  readonly id: string;
  /** What the rule looks for, as a few words for a list. */
  readonly title: string;
  check(map: PipelineMap): Verdict;
}
