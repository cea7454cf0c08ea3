import { withAncestorRules } from "../ripgrep/ancestor-rules";
import { readsLines, searchOptions, targetOptions, walkOptions } from "../ripgrep/options";
import { OutputParser } from "../ripgrep/output";
import { isMissingProgram, type RipgrepOutcome, runRipgrep } from "../ripgrep/run";
import { visibleShort } from "../visible-text";
import type { Collector } from "./collector";
import { type EngineEnd, type SearchJob, unreadableMessage } from "./engine";

/**
 * Searches in two phases: first with all threads, in whatever order files come; if that meets the limit, again in the
 * order of paths up to the limit. So an answer is deterministic, and neither a full search nor a cut one pays for it.
 */
export async function searchWithRipgrep(
  program: string,
  job: SearchJob,
  newCollector: () => Collector,
  signal: AbortSignal,
): Promise<EngineEnd | "cannot-start"> {
  try {
    const unordered = await search(program, job, newCollector(), [], signal);
    if (!unordered.collector.isFull || signal.aborted) return unordered;
    return await search(program, job, newCollector(), ["--sort=path"], signal);
  } catch (error) {
    if (isMissingProgram(error)) return "cannot-start";
    throw error;
  }
}

async function search(
  program: string,
  job: SearchJob,
  collector: Collector,
  order: readonly string[],
  signal: AbortSignal,
): Promise<EngineEnd> {
  const unreadable: string[] = [];
  for (const target of job.targets) {
    const kind = readsLines(job.query) ? "lines" : job.query.output;
    const parser = new OutputParser(kind, (finding) => collector.add(target, finding));
    const outcome = await withAncestorRules(target, (rules) =>
      runRipgrep({
        program,
        workingFolder: target.root.path,
        options: [...walkOptions, ...order, ...rules, ...searchOptions(job.query), ...targetOptions(target, job.names)],
        signal,
        onOutput: (chunk) => parser.push(chunk),
      }),
    );
    if (collector.isFull || signal.aborted) break;
    const problem = problemOf(outcome);
    if (problem !== undefined) return { ...problem, collector };
    unreadable.push(...unreadableFiles(outcome.errors));
  }
  const [example] = unreadable;
  if (example === undefined) return { outcome: "done", collector };
  return { outcome: "done", message: unreadableMessage(unreadable.length, example), collector };
}

/** Exit code 1 is "no match"; 2 is an error, which may be about a few files only. */
function problemOf({ exitCode, errors }: RipgrepOutcome): Pick<EngineEnd, "outcome" | "message"> | undefined {
  if (exitCode === 0 || exitCode === 1) return undefined;
  const message = errors.replaceAll(/^rg: /gm, "").trim();
  if (/regex|repetition|Unicode class/.test(message))
    return { outcome: "bad-pattern", message: patternMessage(message) };
  if (unreadableFiles(errors).length > 0) return undefined;
  return {
    outcome: "failed",
    message: message === "" ? `ripgrep ended with code ${exitCode}.` : visibleShort(message),
  };
}

/** Advice about options that the tools do not have would send a model astray. */
function patternMessage(message: string): string {
  return message.split("\n\nConsider enabling ")[0] ?? message;
}

function unreadableFiles(errors: string): readonly string[] {
  return [...errors.matchAll(/^rg: (?:\.\/)?(.+?): (.+) \(os error \d+\)$/gm)].map(
    ([, path = "", reason = ""]) => `\`${visibleShort(path)}\` (${reason.toLowerCase()})`,
  );
}
