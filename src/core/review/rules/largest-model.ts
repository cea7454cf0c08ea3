import type { PipelineMap } from "../../pipeline/map";
import type { Rule, Verdict } from "../finding";
import { at, code } from "../wording";
import { type ModelDecision, modelDecisions } from "./model-decisions";

/** Red flag 1. Without a measurement on the team's own audio it stays unproven: the code cannot show what suffices. */
export const largestModel: Rule = {
  number: 1,
  id: "largest-model",
  title: "the largest model where a smaller one may do",
  check(map: PipelineMap): Verdict {
    const selfHosted = modelDecisions(map).filter(({ use }) => use.hosting === "self");
    return {
      findings: selfHosted.filter(({ use, name }) => isLargest(use.engine, name)).map(finding),
      inOrder: selfHosted
        .filter(({ name }) => isSmallerWhisper(name))
        .map(({ name, use, origin }) => ({
          rule: 1,
          place: origin.place,
          text: `${code(name)}, which the code names for ${use.label}, is not the largest of its family.`,
        })),
      undecided: [],
    };
  },
};

function finding({ name, use, chain, origin }: ModelDecision): Verdict["findings"][number] {
  return {
    rule: 1,
    title: `${use.label} runs ${code(name)}, the largest size`,
    severity: "unproven",
    place: origin.place,
    chain,
    explanation: `${code(use.call)} gets ${code(name)}, decided at ${at(origin.place)}. Nothing in the code shows that a smaller size was measured and fell short.`,
    consequence:
      "About 1.5 billion parameters against 0.24 billion for `small` (about 10 GB of GPU memory against 2 GB): five to ten times the compute for each audio hour, whether or not it buys accuracy.",
    remedy:
      "Measure `small` and `medium` on your own recordings first and keep the cheapest that meets the bar (WER under 15 % for Russian, 10 % for English, on clean audio).",
    measure: `WER and real-time factor of ${code("small")} against ${code(name)} in ${use.label}, on the same 50 or more clips a language, paired, with intervals.`,
  };
}

function isLargest(engine: string, name: string): boolean {
  const isWhisper = engine.includes("whisper") || name.includes("whisper");
  return isWhisper && /(^|[/._-])large(-v[123])?($|[._-])/.test(name) && !/turbo|distil/.test(name);
}

function isSmallerWhisper(name: string): boolean {
  return /^((openai\/)?whisper-|systran\/faster-whisper-)?(tiny|base|small|medium)(\.en)?$/i.test(name);
}
