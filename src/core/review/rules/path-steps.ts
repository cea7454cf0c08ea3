import type { ChainLink, PipelineCall, PipelineMap, PipelineStep } from "../../pipeline/map";
import type { EnginePath, PathStep } from "../paths";
import { withoutRepeats } from "../wording";

/** The chain of a path: the entry point, every call on the way, the engine call. */
export function pathLinks({ entry, steps, use }: EnginePath): readonly ChainLink[] {
  const calls = steps.map(({ call }) => linkOf(call));
  return withoutRepeats([
    { place: entry.place, text: entry.functionName.split(".").at(-1) ?? entry.functionName },
    ...calls,
    { place: use.place, text: use.call },
  ]);
}

export function linkOf(call: PathStep["call"]): ChainLink {
  return { place: call.place, text: "text" in call ? call.text : call.call };
}

/**
 * Steps of one kind that run before the path goes on: in a function of the path above the end of the call that leads on, directly or in a function called
 * there (`holders`: the functions that come to such a step). Branches are not told apart, so a step in another branch counts too.
 */
export function stepsBefore(
  map: PipelineMap,
  { steps }: { readonly steps: readonly PathStep[] },
  kind: PipelineStep["kind"],
  holders: ReadonlySet<string>,
): readonly ChainLink[] {
  return steps.flatMap(({ caller, call: onward }) => {
    // What stands among the arguments of the onward call runs before it.
    const line = (onward.place.endLine ?? onward.place.line) + 1;
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
