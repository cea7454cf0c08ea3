import type { EntryPoint, PipelineMap } from "../../pipeline/map";
import type { Rule, Verdict } from "../finding";
import { at, code } from "../wording";
import { loopFinding } from "./event-loop-finding";
import { type Loop, loopOf } from "./event-loops";
import { type LoopPath, type LoopWalk, walkLoop } from "./loop-walk";
import { handedOver, readElsewhere, withoutEntry } from "./off-the-loop";
import { type Group, grouped } from "./path-groups";
import { linkOf } from "./path-steps";

/**
 * Red flag 7. Inference that an event loop runs itself, so that nothing else of the process goes on meanwhile. Only loops that serve others count: a
 * command line may wait for its one result, and a plain `def` route of FastAPI has a thread.
 */
export const blockedEventLoop: Rule = {
  number: 7,
  id: "blocked-event-loop",
  title: "inference runs on the event loop",
  check(map: PipelineMap): Verdict {
    const starts = new Map(map.functions.map((one) => [one.name, one]));
    const walks = map.entryPoints.flatMap((entry) => {
      const start = starts.get(entry.functionName);
      return start === undefined ? [] : [{ entry, loop: loopOf(entry, start), walk: walkLoop(map, entry) }];
    });
    const on = (loop: Loop) => walks.filter((one) => one.loop === loop);
    const shared = on("shared");
    return {
      findings: behindSameEntries(shared.flatMap(({ walk }) => walk.blocked)).map(loopFinding),
      inOrder: [...handedOver(map), ...on("pool").flatMap(({ entry, walk }) => inThreadPool(entry, walk))],
      undecided: [
        ...new Set([
          ...shared.flatMap(({ walk }) => walk.unclear.map(unclearCall)),
          ...on("unknown").flatMap(({ entry, walk }) => unknownLoop(entry, walk)),
          ...readElsewhere(map),
          ...withoutEntry(map),
        ]),
      ],
    };
  },
};

/** What blocks behind the same entry points has the same remedy, so it makes one finding. */
function behindSameEntries(paths: readonly LoopPath[]): readonly Group<LoopPath>[] {
  const byUse = grouped(paths, ({ holder, use }) => `${holder.name} ${at(use.place)}`);
  const entriesOf = (one: Group<LoopPath>) =>
    [...new Set(one.map(({ entry }) => `${at(entry.place)} ${entry.name}`))].sort().join("\n");
  return grouped(byUse, entriesOf).map(([[first, ...same], ...others]) => [first, ...same, ...others.flat()]);
}

function inThreadPool(entry: EntryPoint, { blocked }: LoopWalk): Verdict["inOrder"] {
  const [first] = blocked;
  if (first === undefined) return [];
  const text = `${code(entry.name)} is a plain ${code("def")}: ${entry.framework} runs it, and ${code(first.use.call)} with it, in a thread pool. It must not become ${code("async")} as it is.`;
  return [{ rule: 7, place: entry.place, text }];
}

function unclearCall({ entry, call }: LoopWalk["unclear"][number]): string {
  const { text, place } = linkOf(call);
  return `Rule 7: whether what ${code(text)} (${at(place)}) leads to runs on the event loop of ${code(entry.name)} is not certain.`;
}

function unknownLoop(entry: EntryPoint, { blocked }: LoopWalk): readonly string[] {
  const [first] = blocked;
  return first === undefined
    ? []
    : [
        `Rule 7: ${code(entry.name)} (${at(entry.place)}) is ${code("async")} and comes to ${code(first.use.call)} (${at(first.use.place)}) on its own thread; whether its event loop serves others is up to how ${entry.framework} is run.`,
      ];
}
