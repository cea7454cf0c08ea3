import type { EngineUse, PipelineMap } from "../pipeline/map";
import type { Place } from "../workspace/workspace";
import type { Finding, Observation, Rule, Severity } from "./finding";
import { enginePaths } from "./paths";
import { productionPart } from "./production";
import { rules as allRules, uncheckedFlags } from "./rules";
import { at, code, list } from "./wording";

/** A use of a speech engine, as a review lists it. */
export interface ReviewedEngine {
  /** Name as people say it. */
  readonly label: string;
  readonly hosting: EngineUse["hosting"];
  readonly role: EngineUse["role"];
  readonly call: string;
  readonly place: Place;
  /** The model that this use names, when it could be followed to a value. */
  readonly model?: string;
}

/** What a review says. Plain data that `renderReview` and `parseReview` carry without loss. */
export interface Review {
  readonly parsedFiles: number;
  /** By engine; the transcribing use of each first. Empty when the workspace holds no speech code. */
  readonly engines: readonly ReviewedEngine[];
  /** Risks first, then what is unproven, then the minor ones; within them in the order of the rules. */
  readonly findings: readonly Finding[];
  readonly inOrder: readonly Observation[];
  /** What would settle most, in order; each once. */
  readonly measureFirst: readonly string[];
  /** Where the review is blind: parts of the map that failed, what a rule could not decide, flags without a rule. */
  readonly notSeen: readonly string[];
}

/** Checks a map against the rules; `numbers` narrows them. */
export function reviewPipeline(wholeMap: PipelineMap, numbers?: readonly number[]): Review {
  const { map, testUses } = productionPart(wholeMap);
  const chosen = allRules.filter((rule) => numbers === undefined || numbers.includes(rule.number));
  const verdicts = map.engines.length === 0 ? [] : chosen.map((rule) => rule.check(map));
  const findings = bySeverity(verdicts.flatMap((verdict) => verdict.findings.map(withFirstLines)));
  return {
    parsedFiles: map.parsedFiles,
    engines: listed(map.engines),
    findings,
    inOrder: verdicts.flatMap((verdict) =>
      verdict.inOrder.map((observation) => ({ ...observation, place: firstLine(observation.place) })),
    ),
    measureFirst: [...new Set(findings.flatMap(({ measure }) => measure ?? []))],
    notSeen: [
      ...verdicts.flatMap((verdict) => verdict.undecided),
      ...(map.engines.length === 0 ? [] : [...unreached(map), ...unchecked(chosen)]),
      ...(testUses === 0
        ? []
        : [`Tests were left out: ${testUses} ${testUses === 1 ? "use" : "uses"} of speech engines.`]),
      ...problems(map),
    ],
  };
}

/** A review names single lines, `path:line`: what editors open and people can check. */
function firstLine({ path, line }: Place): Place {
  return { path, line };
}

function withFirstLines(finding: Finding): Finding {
  const chain = finding.chain.map(({ place, text }) => ({ place: firstLine(place), text }));
  return { ...finding, place: firstLine(finding.place), chain };
}

function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  const order: readonly Severity[] = ["risk", "unproven", "minor"];
  return order.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}

function listed(uses: readonly EngineUse[]): readonly ReviewedEngine[] {
  const roles: readonly EngineUse["role"][] = ["transcribe", "load", "configure", "detect-language"];
  const engines = [...new Set(uses.map(({ engine }) => engine))];
  return engines.flatMap((engine) =>
    roles.flatMap((role) =>
      uses
        .filter((use) => use.engine === engine && use.role === role)
        .map(({ label, hosting, call, place, model }) => ({
          label,
          hosting,
          role,
          call,
          place: firstLine(place),
          ...(model?.text === undefined ? {} : { model: model.text }),
        })),
    ),
  );
}

/** Rules 9 and 10 follow ways from entry points; an engine call that none leads to escapes them. */
function unreached(map: PipelineMap): readonly string[] {
  const { paths, cut } = enginePaths(map);
  const tooMany = cut.map(
    ({ name, place }) =>
      `Rules 9 and 10: from ${code(name)} (${at(place)}) more ways lead to engines than were followed.`,
  );
  const reached = new Set(paths.map(({ use }) => use));
  const missed = map.engines.filter((use) => use.role === "transcribe" && !reached.has(use));
  if (missed.length === 0) return tooMany;
  const shown = missed.slice(0, 10).map(({ call, place }) => `${code(call)} (${at(place)})`);
  const rest = missed.length > shown.length ? ` and ${missed.length - shown.length} more` : "";
  return [...tooMany, `Rules 9 and 10: no task, route or command was found that leads to ${list(shown)}${rest}.`];
}

function unchecked(chosen: readonly Rule[]): readonly string[] {
  const left = allRules.filter((rule) => !chosen.includes(rule));
  return [...left, ...uncheckedFlags]
    .sort((one, other) => one.number - other.number)
    .map(({ number, title }) => `Red flag ${number}, ${title}: not checked by rule.`);
}

function problems(map: PipelineMap): readonly string[] {
  const shown = map.problems.slice(0, 10).map(({ path, line, message }) => {
    const place = line === undefined ? path : `${path}:${line}`;
    return place === "" ? message : `${place}: ${message}`;
  });
  return map.problems.length > shown.length
    ? [...shown, `${map.problems.length - shown.length} more files were not read in full.`]
    : shown;
}
