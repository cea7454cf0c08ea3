import type { RunSummary } from "../../core/measurement/report/summary";
import type { FoundRun } from "../../core/measurement/tools/homes";
import type { RunningEvaluation } from "../evaluation/evaluation-progress";
import type { RunProblem } from "./stored-runs";

/** Runs of one day, by the clock of whoever looks. */
export interface DayNode {
  readonly kind: "day";
  /** As `2026-11-22`; the one of runs that cannot be read is `broken`. */
  readonly day: string;
  readonly isRecent: boolean;
  readonly children: readonly (RunNode | BrokenRunNode)[];
}

export interface RunNode {
  readonly kind: "run";
  readonly run: FoundRun;
  /** Its figures, as far as they are known. */
  readonly summary: RunSummary | undefined;
  readonly isBaseline: boolean;
  /** Others of its folder are compared with another run. */
  readonly hasOtherBaseline: boolean;
  /** Name of the folder, where several are open. */
  readonly root: string | undefined;
}

export interface BrokenRunNode {
  readonly kind: "broken";
  readonly problem: RunProblem;
}

/** The evaluation that runs in this window now. */
export interface RunningNode {
  readonly kind: "running";
  readonly running: RunningEvaluation;
}

export type RunTreeNode = DayNode | RunNode | BrokenRunNode | RunningNode;

export interface RunForestInput {
  /** Newest first. */
  readonly runs: readonly FoundRun[];
  readonly problems: readonly RunProblem[];
  readonly baselines: ReadonlyMap<string, string>;
  readonly running: RunningEvaluation | undefined;
  readonly hasSeveralRoots: boolean;
  readonly now: Date;
  knownSummary(run: FoundRun): RunSummary | undefined;
}

/** The tree: what runs now, then runs by day, the newest first. */
export function runForest({ runs, problems, running, now, ...facts }: RunForestInput): readonly RunTreeNode[] {
  const days = new Map<string, RunNode[]>();
  const shown = running ? withoutCurrent(runs, running) : runs;
  for (const run of shown) {
    const day = dayOf(run.record.created);
    const node = runNode(run, facts);
    const known = days.get(day);
    if (known) known.push(node);
    else days.set(day, [node]);
  }
  const recent = new Set([dayOf(now.toISOString()), yesterday(now), ...[...days.keys()].slice(0, 1)]);
  const broken = problems.map((problem): BrokenRunNode => ({ kind: "broken", problem }));
  return [
    ...(running ? [{ kind: "running", running } as const] : []),
    ...[...days].map(([day, children]): DayNode => ({ kind: "day", day, isRecent: recent.has(day), children })),
    ...(broken.length > 0 ? [{ kind: "day", day: "broken", isRecent: true, children: broken } as const] : []),
  ];
}

function runNode(
  run: FoundRun,
  { baselines, hasSeveralRoots, knownSummary }: Pick<RunForestInput, "baselines" | "hasSeveralRoots" | "knownSummary">,
): RunNode {
  const { name } = run.home.root;
  const baseline = baselines.get(name);
  const isBaseline = baseline === run.record.id;
  return {
    kind: "run",
    run,
    summary: knownSummary(run),
    isBaseline,
    hasOtherBaseline: baseline !== undefined && !isBaseline,
    root: hasSeveralRoots ? name : undefined,
  };
}

/** The record of the run that goes on now says that it did not end; the node of its progress stands for it. */
function withoutCurrent(runs: readonly FoundRun[], { folder }: RunningEvaluation): readonly FoundRun[] {
  const current = runs.find(({ home }) => home.root.path === folder);
  return runs.filter((run) => run !== current || run.record.finished !== undefined);
}

/** The day on the clock of this machine. */
export function dayOf(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time.slice(0, 10);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function yesterday(now: Date): string {
  const date = new Date(now);
  date.setDate(date.getDate() - 1);
  return dayOf(date.toISOString());
}
