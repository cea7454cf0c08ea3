import type { ChainLink, PipelineCall, PipelineMap, PipelineStep } from "../../pipeline/map";
import type { EnginePath } from "../paths";
import { withoutRepeats } from "../wording";

/** The chain of a path: the entry point, every call on the way, the engine call. */
export function pathLinks({ entry, steps, use }: EnginePath): readonly ChainLink[] {
  const calls = steps.map(({ call }) => ({ place: call.place, text: "call" in call ? call.call : call.text }));
  return withoutRepeats([
    { place: entry.place, text: entry.functionName.split(".").at(-1) ?? entry.functionName },
    ...calls,
    { place: use.place, text: use.call },
  ]);
}

/**
 * Steps of one kind that run before the path goes on: in a function of the path above the line where it leads on, directly or in a function called
 * there (`holders`: the functions that come to such a step). Branches are not told apart, so a step in another branch counts too.
 */
export function stepsBefore(
  map: PipelineMap,
  path: EnginePath,
  kind: PipelineStep["kind"],
  holders: ReadonlySet<string>,
): readonly ChainLink[] {
  return path.steps.flatMap(({ caller, call: onward }) => {
    const line = onward.place.line;
    const direct = map.steps
      .filter((step) => step.kind === kind && step.functionName === caller.name && step.place.line < line)
      .map(({ place, call }) => ({ place, text: call }));
    const called = caller.calls
      .filter((call) => call !== onward && call.place.line < line && call.targets.some((target) => holders.has(target)))
      .map((call) => ({ place: call.place, text: nameOfTarget(call, holders) }));
    return [...direct, ...called];
  });
}

function nameOfTarget({ text, targets }: PipelineCall, holders: ReadonlySet<string>): string {
  return (
    targets
      .find((target) => holders.has(target))
      ?.split(".")
      .at(-1) ?? text
  );
}
