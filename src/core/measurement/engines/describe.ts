import type { ProcessExit } from "../../workspace/processes/start-process";

export function describeExit({ code, signal }: ProcessExit): string {
  if (signal === "SIGKILL") return "The engine was killed (SIGKILL), as systems do when memory runs out.";
  if (signal !== undefined) return `The engine was ended by ${signal}.`;
  return code === undefined ? "The engine ended." : `The engine ended with exit code ${code}.`;
}

/** A sentence with the last lines of standard error, which mostly say the reason. */
export function withErrors(sentence: string, { errorTail }: { errorTail(): string }): string {
  const tail = errorTail().split("\n").slice(-5).join("\n").slice(-1000).trim();
  return tail === "" ? sentence : `${sentence} Its last words: ${tail}`;
}
