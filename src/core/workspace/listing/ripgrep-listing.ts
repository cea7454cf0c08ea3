import { withAncestorRules } from "../ripgrep/ancestor-rules";
import { targetOptions, walkOptions } from "../ripgrep/options";
import { isMissingProgram, runRipgrep } from "../ripgrep/run";
import type { Gatherer } from "./gatherer";
import type { ListingJob } from "./list-files";

export async function listWithRipgrep(
  program: string,
  job: ListingJob,
  newGatherer: () => Gatherer,
  signal: AbortSignal,
): Promise<Gatherer | "cannot-start"> {
  try {
    const unordered = await list(program, job, newGatherer(), job.newest ? ["--sortr=modified"] : [], signal);
    if (!unordered.isFull || job.newest || signal.aborted) return unordered;
    // Cut where the threads happened to be, the list would be another one each time.
    return await list(program, job, newGatherer(), ["--sort=path"], signal);
  } catch (error) {
    if (isMissingProgram(error)) return "cannot-start";
    throw error;
  }
}

async function list(
  program: string,
  job: ListingJob,
  gatherer: Gatherer,
  order: readonly string[],
  signal: AbortSignal,
): Promise<Gatherer> {
  for (const target of job.targets) {
    const decoder = new TextDecoder();
    let rest = "";
    await withAncestorRules(target, (rules) =>
      runRipgrep({
        program,
        workingFolder: target.root.path,
        options: ["--files", ...walkOptions, ...order, ...rules, ...targetOptions(target, job.names)],
        signal,
        onOutput(chunk) {
          const paths = (rest + decoder.decode(chunk, { stream: true })).split("\0");
          rest = paths.pop() ?? "";
          return paths.every((path) => gatherer.add(target, path.startsWith("./") ? path.slice(2) : path));
        },
      }),
    );
  }
  return gatherer;
}
