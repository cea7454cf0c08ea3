import { engineFunctions } from "../../core/change/engine-functions";
import { rankFunctions } from "../../core/measurement/setup/choose";
import type { EngineUse, PipelineMap } from "../../core/pipeline/map";
import { isTestPath } from "../../core/pipeline/test-path";

/**
 * The call that turns speech into text for most of what this project does: the one that the function reaches which a set-up
 * would measure, else the first that runs on this machine. Undefined where there is none.
 */
export function mainCall(map: PipelineMap): EngineUse | undefined {
  const calls = map.engines.filter(
    ({ role, place }) => role === "transcribe" && !isTestPath(place.path) && !place.path.startsWith(".ml-engineer/"),
  );
  for (const { path, line } of rankFunctions(engineFunctions(map))) {
    const start = map.functions.find(({ place }) => place.path === path && place.line === line);
    const reached = start && reachedFrom(start.name, map);
    const call = reached && calls.find(({ functionName }) => functionName !== undefined && reached.has(functionName));
    if (call) return call;
  }
  return calls.find(({ hosting }) => hosting === "self") ?? calls[0];
}

function reachedFrom(name: string, { functions }: PipelineMap): ReadonlySet<string> {
  const found = new Set([name]);
  // A Set is iterated in the order of insertion, members added on the way included.
  for (const one of found) {
    for (const call of functions.find((candidate) => candidate.name === one)?.calls ?? []) {
      for (const target of call.targets) found.add(target);
    }
  }
  return found;
}
