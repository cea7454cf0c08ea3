import type { PipelineMap } from "../../pipeline/map";
import type { Observation } from "../finding";
import { at, code, list } from "../wording";
import { handOvers, lazyHandOvers } from "./loop-walk";
import { grouped, shortName } from "./path-groups";

/** What `async` functions move to other threads or processes, one observation for each function and way of moving. */
export function handedOver(map: PipelineMap): readonly Observation[] {
  return grouped(handOvers(map), ({ by, text }) => `${by.caller.name} ${text}`).map((group) => {
    const [{ by, text: wrapper }] = group;
    const names = [...new Set(group.flatMap(({ runs }) => runs))].map(code);
    const text = `${code(shortName(by.caller.name))} leaves ${list(names)} to ${code(wrapper)}, so the event loop stays free.`;
    return { rule: 7, place: by.call.place, text };
  });
}

/** The call is made on another thread, but the work happens where its result is read. */
export function readElsewhere(map: PipelineMap): readonly string[] {
  return lazyHandOvers(map).map(
    ({ caller, use }) =>
      `Rule 7: ${code(shortName(caller.name))} leaves ${code(use.call)} (${at(use.place)}) to ${code(use.wrapper ?? "")}, but ${use.label} computes its segments while they are read; whether that happens on the event loop is not certain.`,
  );
}

/** `async` functions that block, where nothing that the map shows starts them: a server that is told of them elsewhere, or nothing at all. */
export function withoutEntry(map: PipelineMap): readonly string[] {
  const calls = new Map(map.functions.map((one) => [one.name, one.calls]));
  const reached = new Set(map.entryPoints.map(({ functionName }) => functionName));
  // A Set is iterated in the order of insertion, members added on the way included.
  for (const name of reached) {
    for (const target of (calls.get(name) ?? []).flatMap(({ targets }) => targets)) reached.add(target);
  }
  return map.functions
    .filter(({ name, isAsync }) => isAsync && !reached.has(name))
    .flatMap(({ name }) => {
      const use = map.engines.find(
        (one) =>
          one.functionName === name && one.role === "transcribe" && one.blocks === true && one.wrapper === undefined,
      );
      return use === undefined
        ? []
        : `Rule 7: ${code(shortName(name))} is ${code("async")} and calls ${code(use.call)} (${at(use.place)}) itself; no task, route or command was found that leads there.`;
    });
}
