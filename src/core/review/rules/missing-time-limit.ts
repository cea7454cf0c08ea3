import type { PipelineMap } from "../../pipeline/map";
import type { Finding, Rule, Severity, Verdict } from "../finding";
import { type EnginePath, enginePaths } from "../paths";
import { at, code, list, withoutRepeats } from "../wording";
import { limitWithout } from "./framework-limits";
import { isLiveStream } from "./live-streams";
import { grouped, labelsOf, namesOf } from "./path-groups";
import { pathLinks } from "./path-steps";
import { timeLimits } from "./time-limits";

/**
 * Red flag 10. Inference that nothing stops: no option of the task, no guard on the way. Command lines are left out: a person sits in front of them. So are live
 * streams, which bring a moment of audio at a time. Of the cloud clients only Google's is judged, whose waiting stands in the code; the others bring time limits of their own.
 */
export const missingTimeLimit: Rule = {
  number: 10,
  id: "missing-time-limit",
  title: "no time limit on inference",
  check(map: PipelineMap): Verdict {
    const unlimited = new Map<string, EnginePath[]>();
    const inOrder = new Map<string, Verdict["inOrder"][number]>();
    const undecided = new Set<string>();
    for (const path of enginePaths(map).paths.filter(isJudged)) {
      const { entry, use } = path;
      const key = `${use.engine} ${use.functionName} ${at(use.place)}`;
      const { limit, unclear } = timeLimits(map, path);
      if (limit !== undefined) {
        const text = `${code(limit.text)} limits the time of ${code(use.call)} on the way from ${code(entry.name)}.`;
        inOrder.set(`${key} ${at(limit.place)}`, { rule: 10, place: limit.place, text });
      } else if (unclear !== undefined) {
        undecided.add(
          `Rule 10: whether ${code(unclear.text)} at ${at(unclear.place)} limits the time of ${code(use.call)} (${at(use.place)}) is not certain.`,
        );
      } else unlimited.set(key, [...(unlimited.get(key) ?? []), path]);
    }
    const byUse = [...unlimited.values()].map(onePerEntry);
    const findings = withSameEntries(byUse).flatMap((paths) => finding(paths) ?? []);
    return { findings, inOrder: [...inOrder.values()], undecided: [...undecided] };
  },
};

function isJudged({ entry, use }: EnginePath): boolean {
  if (entry.kind === "command" || isLiveStream(entry)) return false;
  if (use.hosting === "self") return true;
  return use.engine.startsWith("google") && /(long_running|batch)_?recognize$/i.test(use.call);
}

function onePerEntry(paths: readonly EnginePath[]): readonly EnginePath[] {
  const byEntry = new Map(paths.toReversed().map((path) => [at(path.entry.place), path]));
  return paths.filter((path) => byEntry.get(at(path.entry.place)) === path);
}

/**
 * Engine calls behind the same entry points have the same remedy, so they share a finding. What waits for a cloud service is limited where it waits and
 * stays alone.
 */
function withSameEntries(byUse: readonly (readonly EnginePath[])[]): readonly (readonly EnginePath[])[] {
  const keyOf = (paths: readonly EnginePath[]): string => {
    const places = [...new Set(paths.map(({ entry }) => `${at(entry.place)} ${entry.name}`))].sort();
    const alone = paths.flatMap(({ use }) => (use.hosting === "cloud" ? [at(use.place)] : [])).slice(0, 1);
    return [...places, ...alone].join("\n");
  };
  return grouped(byUse, keyOf).map((group) => group.flat());
}

function finding(paths: readonly EnginePath[]): Finding | undefined {
  const [first] = paths;
  if (first === undefined) return undefined;
  const { use } = first;
  if (use.hosting === "cloud") return cloudFinding(first);
  const uses = [...new Set(paths.map((path) => path.use))];
  const limits = onePerEntry(paths).map((path) => limitWithout(path.entry));
  const severity: Severity = limits.some((limit) => limit.certain) ? "risk" : "unproven";
  return {
    rule: 10,
    title:
      uses.length === 1
        ? `No time limit on ${code(use.call)} (${use.label})`
        : `No time limit on inference behind ${namesOf(paths.map(({ entry }) => entry))} (${labelsOf(uses)})`,
    severity,
    place: use.place,
    chain: withoutRepeats(paths.flatMap(pathLinks)),
    explanation: `Nothing on the way to ${list(uses.map(nameOf))} limits ${uses.length === 1 ? "its" : "their"} time. ${limits.map(({ sentence }) => sentence).join(" ")}`,
    consequence: [...new Set(limits.map(({ consequence }) => consequence))].join(" "),
    remedy: [
      ...new Set(limits.map(({ remedy }) => remedy)),
      "Derive the limit from the length of the recording, and refuse recordings longer than it allows before they are queued. A thread cannot be killed: run inference that must end in a process of its own.",
    ].join(" "),
    measure: `Real-time factor (p50 and p95) of ${labelsOf(uses)} on the worker's hardware, from which the limit for a given length follows.`,
  };
}

function nameOf({ call, place }: EnginePath["use"]): string {
  return `${code(call)} (${at(place)})`;
}

/** Only where the waiting itself is seen: an operation may be handed on and waited for elsewhere. */
function cloudFinding(path: EnginePath): Finding | undefined {
  const { use, entry, steps } = path;
  const wait = steps
    .at(-1)
    ?.caller.calls.find(({ text, place }) => text.endsWith(".result") && place.line >= use.place.line);
  if (wait === undefined) return undefined;
  return {
    rule: 10,
    title: `No timeout of its own while waiting for ${use.label}`,
    severity: "minor",
    place: use.place,
    chain: withoutRepeats([...pathLinks(path), { place: wait.place, text: wait.text }]),
    explanation: `${code(entry.name)} leads to ${code(use.call)}, and ${code(wait.text)} at ${at(wait.place)} waits for its result without a ${code("timeout")}.`,
    consequence:
      "google-api-core gives up after 900 seconds since version 2.11 and waited without end before: the limit comes with the installed version, and the operation itself runs on, and is billed, with nobody reading its result.",
    remedy: `Pass ${code("timeout=")} from settings to the wait for the result, derived from the length of the recording.`,
  };
}
