import type { ChainLink } from "../../pipeline/map";
import type { Finding, Severity } from "../finding";
import { at, code, list, withoutRepeats } from "../wording";
import { heldUp, isJavaScript } from "./event-loops";
import { isLiveStream, isRecognizer } from "./live-streams";
import { isLazyCall, type LoopPath } from "./loop-walk";
import { type Group, grouped, labelsOf, namesOf, shortName } from "./path-groups";
import { linkOf, pathLinks } from "./path-steps";

/** What blocks behind one set of entry points. */
export function loopFinding(paths: Group<LoopPath>): Finding {
  const entries = [...new Set(paths.map(({ entry }) => entry))];
  const labels = labelsOf(paths.map(({ use }) => use));
  const isLive = entries.every(isLiveStream);
  return {
    rule: 7,
    title: `Inference blocks the event loop behind ${namesOf(entries)} (${labels})`,
    severity: severityOf(paths, isLive),
    place: paths[0].onward.place,
    chain: withoutRepeats(paths.flatMap((path) => [...pathLinks(path), ...waitOf(path)])),
    explanation: `${grouped(paths, ({ holder }) => holder.name)
      .map(waysOut)
      .join(" ")} Nothing on the way hands it to another thread or process.`,
    consequence: consequence(paths, isLive),
    remedy: `${handOver(paths)}, or put the ${isLive ? "audio" : "recording"} into a queue that a worker empties. More server processes only hide it: each stands still in its turn.`,
    measure: isLive
      ? `Delay of the event loop (p95) with as many ${labels} streams at once as you expect.`
      : "p95 of the time to answer a health check while one long recording is transcribed, against the idle service.",
  };
}

function severityOf(paths: Group<LoopPath>, isLive: boolean): Severity {
  if (paths.every(isRoundTrip)) return "minor";
  // A recognizer holds the loop for moments: whether they add up depends on how many streams there are.
  return isLive && paths.every(({ use }) => isRecognizer(use)) ? "unproven" : "risk";
}

function consequence(paths: Group<LoopPath>, isLive: boolean): string {
  if (paths.every(isRoundTrip)) {
    return "Each call holds the loop for one round trip to the service, the upload of the audio included; whatever else the process does waits that long.";
  }
  return isLive
    ? "Each piece of audio holds the loop while it is decoded. One stream may not notice; with several at once they all wait for one another, and so do new connections and health checks."
    : [...new Set(paths.map(({ entry }) => heldUp(entry)))].join(" ");
}

/** A cloud call that only starts a job, where nothing waits for the job on the same thread. */
function isRoundTrip(path: LoopPath): boolean {
  const { use } = path;
  const startsJob = /(start_transcription_job|long_running_recognize|batch_recognize|\.submit)$/.test(use.call);
  return use.hosting === "cloud" && startsJob && waitOf(path).length === 0;
}

/** Waiting for a job of a cloud service, in the function that started it. */
function waitOf({ use, steps }: LoopPath): readonly ChainLink[] {
  if (use.hosting !== "cloud") return [];
  const calls = steps.at(-1)?.caller.calls ?? [];
  return calls
    .filter(({ text, isAwaited }) => isAwaited !== true && /(\.result|^time\.sleep)$/.test(text))
    .filter(({ place }) => place.path === use.place.path && place.line >= use.place.line)
    .slice(0, 1)
    .map(linkOf);
}

function handOver(paths: Group<LoopPath>): string {
  const calls = [...new Set(paths.map(({ onward }) => linkOf(onward).text))];
  if (isJavaScript(paths[0].onward.place.path)) {
    return `Run ${list(calls.map(code))} in a worker thread or in a process of its own`;
  }
  const awaits = list(calls.map((call) => code(`anyio.to_thread.run_sync(${call}, …, limiter=…)`)));
  const limit = paths.every(({ use }) => use.hosting === "cloud")
    ? "calls as your quota allows at once"
    : "recordings as the GPU or the cores carry at once (1 where the model is not safe to share)";
  const lazy = paths.filter(({ use, onward }) => use === onward && isLazyCall(use)).map(({ use }) => use);
  const reading = `, in a function that also reads the segments: ${labelsOf(lazy)} computes them while they are read`;
  return `Await ${awaits} with a ${code("CapacityLimiter")} of as many ${limit}${lazy.length === 0 ? "" : reading}`;
}

/** "`asr` (a.py:2) is an `async` function and calls `transcribe` (a.py:3), which comes to `model.transcribe` (b.py:9)." */
function waysOut(paths: Group<LoopPath>): string {
  const [{ holder }] = paths;
  const nature = holder.isAsync ? `is an ${code("async")} function` : "runs on Node's only thread";
  const ways = grouped(paths, ({ onward }) => at(onward.place)).map(wayOut);
  return `${code(shortName(holder.name))} (${at(holder.place)}) ${nature} and ${list(ways)}.`;
}

function wayOut(paths: Group<LoopPath>): string {
  const [{ onward }] = paths;
  const uses = [...new Set(paths.map(({ use }) => use))].filter((use) => use !== onward);
  const ends = uses.map(({ call, place }) => `${code(call)} (${at(place)})`);
  const waits = withoutRepeats(paths.flatMap(waitOf)).map(({ text, place }) => `${code(text)} (${at(place)})`);
  const named = `calls ${code(linkOf(onward).text)} (${at(onward.place)})`;
  return [
    ends.length === 0 ? `${named} itself` : `${named}, which comes to ${list(ends)}`,
    ...(waits.length === 0 ? [] : [`waits in ${list(waits)}`]),
  ].join(" and ");
}
