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
  const problems: string[] = [];
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
    problems.push(...unreadableFiles(outcome.errors));
  }
  const [example] = problems;
  if (example === undefined) return { outcome: "done", collector };
  return { outcome: "done", message: unreadableMessage(problems.length, example), collector };
}

/** Exit code 1 is "no match"; 2 is an error, which may be about a few files only. */
function problemOf({ exitCode, errors }: RipgrepOutcome): Pick<EngineEnd, "outcome" | "message"> | undefined {
  if (exitCode === 0 || exitCode === 1) return undefined;
  const message = errors.replaceAll(/^rg: /gm, "").trim();
  if (patternFault.test(errors)) {
    return { outcome: "bad-pattern", message: patternMessage(message) };
  }
  const others = errors.split("\n").filter((line) => line !== "" && !unreadable.test(line) && !brokenRule.test(line));
  if (exitCode === 2 && errors !== "" && others.length === 0) return undefined;
  return {
    outcome: "failed",
    message: message === "" ? `ripgrep ended with code ${exitCode}.` : visibleShort(message),
  };
}

const patternFault =
  /^rg: (?:regex parse error:|the literal .* is not allowed in a regex|.*regex exceeds size limit.*)$/im;
const unreadable = /^rg: (?:\.\/)?(.+?): (.+) \(os error \d+\)$/;
/** A rule of a `.gitignore` that is no glob is passed over. */
const brokenRule = /: error parsing glob /;

/** Advice about options that the tools do not have would send a model astray. */
function patternMessage(message: string): string {
  return message.split("\n\nConsider enabling ")[0] ?? message;
}

function unreadableFiles(errors: string): readonly string[] {
  return errors.split("\n").flatMap((line) => {
    const [, path, reason] = unreadable.exec(line) ?? [];
    return path === undefined || reason === undefined ? [] : [`\`${visibleShort(path)}\` (${reason.toLowerCase()})`];
  });
}
