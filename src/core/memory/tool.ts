import * as z from "zod/mini";
import { defineTool, success, ToolError } from "../tools/tool";
import { TeamFileError } from "../workspace/team-files";
import { MemoryError, type NewMemory } from "./memory";
import type { AddedMemory } from "./store";

export interface WriteMemoryPorts {
  /** Keeps it as a memory of the agent that asks. `root` is the folder that the model chose. @throws MemoryError, TeamFileError */
  add(
    memory: NewMemory,
    options: { readonly root?: string | undefined; readonly signal: AbortSignal },
  ): Promise<AddedMemory>;
}

/** It writes without a question: until the person agreed, what it writes waits outside of the repository. */
export function createWriteMemoryTool({ add }: WriteMemoryPorts) {
  return defineTool({
    name: "WriteMemory",
    description:
      "Keeps one finding for the whole team as a file in your memory folder. Use it at the end, only for something that is not obvious and that was measured or observed in this project: benchmark results, quirks of an engine, a bottleneck and its cure, cost, the effect of a parameter, a version conflict. Not for general knowledge, keys, or people's words from transcripts. `insight` has 5 to 15 lines, each specific to this project. `benchmark` gives figures, test set and hardware, and cites the run (`.ml-engineer/runs/<id>`) or `path:line` that holds them; without one, set `unmeasured`. `engineOrModel` names them with versions. `extends` names an existing memory that the lines are added to. `root` names the folder, only where several are open and it is not clear.",
    input: z.object({
      topic: z.string(),
      appliesWhen: z.string(),
      insight: z.array(z.string()),
      benchmark: z.optional(z.string()),
      engineOrModel: z.optional(z.string()),
      extends: z.optional(z.string()),
      unmeasured: z.optional(z.boolean()),
      root: z.optional(z.string()),
    }),
    access: "read",
    title: ({ topic }) => topic.slice(0, 100),
    async run({ root, ...memory }, { signal }) {
      const { outcome, path, folder } = await added(() => add(given(memory), { root, signal }));
      if (outcome === "unchanged")
        return success(`\`${path}\` holds all of it already; nothing was written.`, "already known");
      const verb = outcome === "written" ? "Kept as" : "Added to";
      const waits = folder.shared
        ? ""
        : " It waits outside of the repository until the person agrees to keep it there.";
      return success(`${verb} \`${path}\`.${waits}`, outcome === "written" ? "kept" : "added to an existing memory");
    },
  });
}

async function added(work: () => Promise<AddedMemory>): Promise<AddedMemory> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof MemoryError)
      throw new ToolError([error.message, ...error.problems.map((problem) => `- ${problem}`)].join("\n"), error.hint);
    if (error instanceof TeamFileError) throw new ToolError(error.message, error.hint);
    throw error;
  }
}

/** Without the fields that were given as undefined, and with empty ones as not given. */
function given(
  memory: {
    readonly [Key in keyof NewMemory]: NewMemory[Key] | undefined;
  } & Pick<NewMemory, "topic" | "appliesWhen" | "insight">,
): NewMemory {
  const { topic, appliesWhen, insight, benchmark, engineOrModel, extends: extended, unmeasured } = memory;
  return {
    topic,
    appliesWhen,
    insight,
    ...(benchmark && { benchmark }),
    ...(engineOrModel && { engineOrModel }),
    ...(extended && { extends: extended }),
    ...(unmeasured && { unmeasured }),
  };
}
