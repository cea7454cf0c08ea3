import { engines } from "../../pipeline/engines";
import type { ChainLink, Dependency, PipelineMap } from "../../pipeline/map";
import type { Finding, Rule, Verdict } from "../finding";
import { at, code } from "../wording";
import { isFixed } from "./fixed-value";
import { type ModelDecision, modelDecisions } from "./model-decisions";
import { whyNameMoves } from "./moving-names";

/** Red flag 2. A name that can come to mean other weights, or one that stands in code where nobody looks before an update. */
export const unpinnedModel: Rule = {
  number: 2,
  id: "unpinned-model",
  title: "model not pinned to a checkpoint in settings",
  check(map: PipelineMap): Verdict {
    const findings: Finding[] = [];
    const inOrder: Verdict["inOrder"][number][] = [];
    for (const decision of modelDecisions(map)) {
      const { use, name, kind, origin } = decision;
      // Whoever sends the request names the model: the pin is then theirs.
      if (kind === "request" || kind === "unknown" || isLocalPath(name)) continue;
      const reason = whyNameMoves(use, name);
      if (reason !== undefined) findings.push(moving(decision, reason, looseDependency(map, use.engine)));
      else if (use.model !== undefined && isFixed(use.model, use.place)) {
        findings.push(fixedInCode(decision, looseDependency(map, use.engine)));
      } else if (kind === "settings" || kind === "environment") {
        inOrder.push({
          rule: 2,
          place: origin.place,
          text: `The model of ${use.label} is a setting and names one model: ${code(name)}.`,
        });
      }
    }
    return { findings, inOrder, undecided: [] };
  },
};

function moving(decision: ModelDecision, reason: string, dependency: Dependency | undefined): Finding {
  const { use, name, chain, origin } = decision;
  const isCloud = use.hosting === "cloud";
  return {
    rule: 2,
    title: `${use.label} model ${code(name)} can change without a change of yours`,
    severity: "risk",
    place: origin.place,
    chain: [...chain, ...linkTo(dependency)],
    explanation: `${reason} The name is decided at ${at(origin.place)}.${requirementSentence(dependency)}`,
    consequence: isCloud
      ? "The vendor's next model change reaches your transcripts unannounced, and a drop in accuracy looks like bad audio."
      : "An update or a fresh install may transcribe with other weights: accuracy, speed and memory change with no commit to point at.",
    remedy: isCloud
      ? "Move the name (and a version, where the vendor takes one) into settings, store it with every transcript, and measure a fixed test set again on a schedule: it is the only way to notice."
      : `Name an exact checkpoint in settings (${pinExample(decision)}), fix the package version, and store both with every transcript.`,
    ...(isCloud
      ? { measure: `WER of ${use.label} ${code(name)} on a fixed test set, now as a baseline and then monthly.` }
      : {}),
  };
}

function fixedInCode({ use, name, chain, origin }: ModelDecision, dependency: Dependency | undefined): Finding {
  return {
    rule: 2,
    title: `${use.label} model ${code(name)} is fixed in code`,
    severity: "minor",
    place: origin.place,
    chain: [...chain, ...linkTo(dependency)],
    explanation: `${code(name)} stands at ${at(origin.place)} instead of in settings.${requirementSentence(dependency)}`,
    consequence:
      "Going back to another model needs a release, and no configuration says which model made a transcript.",
    remedy: "Make it a field of the settings with this value as its default, and store the name with every transcript.",
  };
}

function pinExample({ use, name }: ModelDecision): string {
  if (name === "large") return "`large-v3` instead of `large`, after checking which one runs today";
  if (name === "turbo") return "`large-v3-turbo` instead of `turbo`";
  return use.parameters.some((parameter) => parameter.name === "revision")
    ? "a commit hash as `revision`"
    : "the same name with a commit hash as `revision`, or a local folder filled at build time";
}

/** The requirement of the engine's package, when it lets versions vary. */
function looseDependency(map: PipelineMap, engine: string): Dependency | undefined {
  const packages = engines.find(({ id }) => id === engine)?.packages ?? [];
  return map.dependencies.find(
    ({ name, requirement }) =>
      packages.includes(name.toLowerCase()) && !/^(={2,3}\s*)?v?\d[\w.+-]*$/.test(requirement.trim()),
  );
}

function requirementSentence(dependency: Dependency | undefined): string {
  if (dependency === undefined) return "";
  const wish = dependency.requirement === "" ? "without a version" : `as ${code(dependency.requirement)}`;
  return ` ${at(dependency.place)} asks for ${code(dependency.name)} ${wish}, so only a lock file would hold the version.`;
}

function linkTo(dependency: Dependency | undefined): readonly ChainLink[] {
  return dependency === undefined ? [] : [{ place: dependency.place, text: dependency.name }];
}

function isLocalPath(name: string): boolean {
  return /^(\.{0,2}\/|[A-Za-z]:)|\.(pt|bin|gguf|onnx|nemo)$/.test(name);
}
