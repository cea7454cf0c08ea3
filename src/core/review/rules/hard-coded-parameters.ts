import type { ChainLink, EngineUse, Parameter, PipelineMap } from "../../pipeline/map";
import type { Place } from "../../workspace/workspace";
import type { Finding, Rule, Verdict } from "../finding";
import { at, code, list, oneLine, withoutRepeats } from "../wording";
import { isFixed } from "./fixed-value";
import { type Group, grouped } from "./path-groups";
import { isLineWidth, isTuning } from "./tuning-parameters";

/** Red flag 8. All parameters of one call make one finding; a caller's option or a setting is in order. */
export const hardCodedParameters: Rule = {
  number: 8,
  id: "hard-coded-parameters",
  title: "engine parameters or line width hard-coded",
  check(map: PipelineMap): Verdict {
    return { findings: [...engineFindings(map), ...lineWidthFindings(map)], inOrder: inOrder(map), undecided: [] };
  },
};

/** Calls of one engine in which the same parameters are fixed have one remedy: a setting that all of them read. */
function engineFindings(map: PipelineMap): readonly Finding[] {
  const calls = map.engines
    .map((use) => ({
      use,
      fixed: use.parameters.filter(({ name, value }) => isTuning(name) && isFixed(value, use.place)),
    }))
    .filter(({ fixed }) => fixed.length > 0);
  const keyOf = ({ use, fixed }: FixedCall) => [use.engine, ...fixed.map(({ name }) => name).sort()].join(" ");
  return grouped(calls, keyOf).map(engineFinding);
}

interface FixedCall {
  readonly use: EngineUse;
  readonly fixed: readonly Parameter[];
}

function engineFinding(calls: Group<FixedCall>): Finding {
  const [{ use, fixed }] = calls;
  const names = list(fixed.map((parameter) => code(parameter.name)));
  const isOne = fixed.length === 1;
  return {
    rule: 8,
    title: `${names} hard-coded in ${calls.length === 1 ? code(use.call) : `${calls.length} calls of ${use.label}`}`,
    severity: "minor",
    place: use.place,
    chain: withoutRepeats(calls.flatMap((call) => chainOf({ place: call.use.place, text: call.use.call }, call.fixed))),
    explanation: `${sentences(calls)} Neither settings nor a caller can change ${isOne ? "it" : "them"}.`,
    consequence: hintsLanguage(fixed)
      ? "Recordings in other languages are decoded against the wrong hint, and trying another value needs a release."
      : "Trying another value, or a different one for one kind of recording, needs a release; so nobody measures it.",
    remedy: `Make ${names} ${isOne ? "a field" : "fields"} of the settings with today's ${isOne ? "value as default" : "values as defaults"}${calls.length === 1 ? "" : ", read by every one of these calls"}, and let a request override what depends on the recording.`,
    measure: `A grid over ${names} for ${use.label} on one test set, today's values as the baseline.`,
  };
}

/** One sentence for each set of values, naming every call that has it. */
function sentences(calls: Group<FixedCall>): string {
  const values = ({ fixed }: FixedCall) => list(fixed.map(assignment));
  return grouped(calls, values)
    .map((same) => {
      const places = same.map(({ use }) => `${code(use.call)} (${use.label}, ${at(use.place)})`);
      return `${list(places)} ${same.length === 1 ? "is" : "are"} called with ${values(same[0])}.`;
    })
    .join(" ");
}

function lineWidthFindings(map: PipelineMap): readonly Finding[] {
  const calls = map.functions.flatMap(({ calls }) =>
    calls.flatMap((call) => {
      const width = call.parameters.find(({ name, value }) => isLineWidth(name) && isFixed(value, call.place));
      return width === undefined ? [] : [{ call, width }];
    }),
  );
  const [first] = calls;
  if (first === undefined) return [];
  const links = calls.flatMap(({ call, width }) => chainOf({ place: call.place, text: call.text }, [width]));
  const places = calls.map(({ call }) => at(call.place));
  return [
    {
      rule: 8,
      title: `Caption line width ${code(first.width.name)} hard-coded`,
      severity: "minor",
      place: first.call.place,
      chain: withoutRepeats(links),
      explanation: `${list(calls.map(({ width }) => assignment(width)).filter((text, index, all) => all.indexOf(text) === index))} is fixed at ${list(places)}; neither settings nor the request can change it.`,
      consequence:
        calls.length > 1
          ? "The width depends on font and format of the video, and the copies can drift apart."
          : "The width depends on font and format of the video; another layout needs a release.",
      remedy: `One field of the settings for ${code(first.width.name)}, overridable by the request.`,
    },
  ];
}

function inOrder(map: PipelineMap): Verdict["inOrder"] {
  return map.engines.flatMap((use) => {
    const free = use.parameters.filter(
      ({ name, value }) => isTuning(name) && ["settings", "environment", "request"].includes(value.origin),
    );
    if (free.length === 0) return [];
    const place: Place = use.place;
    const names = list(free.map(({ name }) => code(name)));
    return [{ rule: 8, place, text: `${names} of ${code(use.call)} can be set from outside the code.` }];
  });
}

function hintsLanguage(parameters: readonly Parameter[]): boolean {
  return parameters.some(({ name }) => /language/i.test(name));
}

function assignment({ name, value }: Parameter): string {
  return code(`${name}=${oneLine(value.text ?? "")}`);
}

function chainOf(call: ChainLink, parameters: readonly Parameter[]): readonly ChainLink[] {
  return withoutRepeats([call, ...parameters.flatMap(({ value }) => value.chain)]);
}
