import { audioParameter } from "./audio-parameter";
import { argumentsOf } from "./call-arguments";
import { type EngineFunction, isMethod } from "./engine-function";

/**
 * Functions that a runner can call with a recording, the likeliest first. A function that takes a path goes before a method,
 * that before an upload route, that before one that wants samples; what needs a queue, a cloud or guessed arguments goes last.
 */
export function rankFunctions(candidates: readonly EngineFunction[]): readonly EngineFunction[] {
  return candidates
    .map((candidate) => ({ candidate, score: scoreOf(candidate) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || compare(one.candidate.id, other.candidate.id))
    .map(({ candidate }) => candidate);
}

function scoreOf(candidate: EngineFunction): number {
  const { route, isTask, hosting, distance, path, name } = candidate;
  if (path.startsWith(".ml-engineer/")) return 0;
  if (route !== undefined) {
    const isReachable = ["fastapi", "flask"].includes(route.framework) && !/\{\w+\}|<\w+/.test(route.address);
    return isReachable ? 75 - (hosting === "cloud" ? 40 : 0) : 0;
  }
  const taken = audioParameter(candidate);
  if (taken === undefined || taken.form === "upload") return 0;
  const guessed = argumentsOf(candidate).guessed.length;
  return (
    { path: 90, pathlib: 90, bytes: 85, stream: 70, samples: 60 }[taken.form] +
    taken.certainty +
    Math.min(distance, 3) +
    (/transcri|recogni|speech|stt|asr/i.test(name) ? 5 : 0) -
    guessed * 4 -
    (isMethod(candidate) ? 6 : 0) -
    (isTask ? 15 : 0) -
    (hosting === "cloud" ? 40 : 0) -
    (/detect|warm|convert|download|validate/i.test(name) ? 30 : 0) -
    (/(^|\/)(tests?|benchmarks?|scripts|examples)\//.test(path) ? 50 : 0)
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
