import { Command } from "commander";
import { parseMemory } from "../../core/memory/format";
import { MemoryError, type NewMemory, type StoredMemory } from "../../core/memory/memory";
import { recall } from "../../core/memory/recall";
import { visible } from "../../core/workspace/visible-text";
import { openWorkspace } from "../environment";
import { WorkFailed } from "../errors";
import { readInput } from "../input";
import { folders } from "../options";
import { stateFolder } from "../state";
import { openTeam } from "../team";

interface ListOptions {
  readonly workspace?: readonly string[];
  readonly agent?: string;
  readonly query?: string;
  readonly json?: boolean;
}

interface AddOptions {
  readonly workspace?: readonly string[];
  readonly agent: string;
  readonly file?: string;
  readonly topic?: string;
  readonly appliesWhen?: string;
  readonly insight?: readonly string[];
  readonly benchmark?: string;
  readonly engine?: string;
  readonly extends?: string;
  readonly unmeasured?: boolean;
  readonly root?: string;
  readonly json?: boolean;
}

export function memoryCommand(): Command {
  return new Command("memory")
    .description("what the agents keep of this workspace")
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(addCommand());
}

function listCommand(): Command {
  return new Command("list")
    .description("list the memories, or those that a question would recall, the best first")
    .option("-w, --workspace <folder>", "folder to work in; may be given several times (default: here)", folders)
    .option("--agent <name>", "only the memories of this agent")
    .option("--query <question>", "rank them as at the start of a conversation with this question")
    .option("--json", "print an object with the memories and the problems")
    .action(async ({ workspace: named = ["."], agent, query, json }: ListOptions) => {
      const workspace = await openWorkspace(named, { trusted: false });
      const { memories } = await openTeam(workspace, stateFolder(workspace));
      const listed = await memories.list(agent);
      const entries =
        query === undefined ? listed.memories.map((memory) => ({ memory })) : ranked(listed.memories, query);
      const rows = entries.map(toJson);
      const problems = [...listed.problems, ...listed.memories.flatMap(problemsOf)];
      process.stdout.write(
        json
          ? `${JSON.stringify({ memories: rows, problems }, null, 2)}\n`
          : rows.map(toText).join("") || "No memory is kept here.\n",
      );
      for (const { path, message } of problems) process.stderr.write(`${visible(`${path}: ${message}`)}\n`);
    });
}

function addCommand(): Command {
  return new Command("add")
    .description("keep a finding in the repository: from a file in the format of a memory, or from options")
    .option("-w, --workspace <folder>", "folder to work in; may be given several times (default: here)", folders)
    .option("--agent <name>", "whose memory it is", "ml-ai-engineer")
    .option("--file <file>", "a memory as Markdown; - for standard input")
    .option("--topic <text>")
    .option("--applies-when <text>", "the situation that should bring it back")
    .option("--insight <line>", "a line of insight; given 5 to 15 times", folders)
    .option("--benchmark <text>", "figures, with the run or path:line that they come from")
    .option("--engine <text>", "engine and model that it is about")
    .option("--extends <file>", "the memory that these lines are added to")
    .option("--unmeasured", "the benchmark's figures have no record")
    .option("--root <folder>", "name of the folder it belongs to, where several are open")
    .option("--json", "print what was done as JSON")
    .action(async (options: AddOptions) => {
      const { workspace: named = ["."], agent, root, json } = options;
      const workspace = await openWorkspace(named, { trusted: false });
      // The command itself is the person's consent to have this file in the repository.
      const { memories } = await openTeam(workspace, stateFolder(workspace), { shared: true });
      try {
        const { outcome, path, title } = await memories.add(agent, await newMemory(options), { root });
        process.stdout.write(json ? `${JSON.stringify({ outcome, path, title })}\n` : `${outcome}: ${visible(path)}\n`);
      } catch (error) {
        if (!(error instanceof MemoryError)) throw error;
        throw new WorkFailed(
          [error.message, ...error.problems.map((problem) => `- ${problem}`), error.hint ?? ""].join("\n").trimEnd(),
        );
      }
    });
}

async function newMemory(options: AddOptions): Promise<NewMemory> {
  const { file, topic, appliesWhen, insight, benchmark, engine, unmeasured } = options;
  const written = file === undefined ? undefined : parseMemory("memory.md", await readInput(file));
  const [figures, about] = [benchmark ?? written?.benchmarks.join("; "), engine ?? written?.engineOrModel];
  return {
    topic: topic ?? written?.title ?? "",
    appliesWhen: appliesWhen ?? written?.appliesWhen ?? "",
    insight: insight ?? written?.insight ?? [],
    ...(figures && { benchmark: figures }),
    ...(about && { engineOrModel: about }),
    ...(options.extends && { extends: options.extends }),
    ...(unmeasured && { unmeasured }),
  };
}

/** What is broken in a file that is used all the same. */
function problemsOf({ path, problems }: StoredMemory) {
  return problems.map(({ line, message }) => ({ path, message: `line ${line}: ${message}` }));
}

interface Entry {
  readonly memory: StoredMemory;
  readonly why?: string;
}

function ranked(memories: readonly StoredMemory[], question: string): Entry[] {
  const { recalled } = recall({
    memories,
    question,
    engines: [],
    models: [],
    files: [],
    budget: Number.MAX_SAFE_INTEGER,
  });
  return recalled.map(({ memory, why }) => ({ memory, why }));
}

function toJson({ memory, why }: Entry) {
  const { agent, path, title, appliesWhen, benchmarks, engineOrModel, stale, date, file } = memory;
  return {
    agent,
    path,
    title,
    appliesWhen,
    benchmarks,
    engineOrModel: engineOrModel || null,
    stale: stale ?? null,
    date,
    shared: file.folder.shared,
    ...(why !== undefined && { why }),
  };
}

function toText({ agent, path, title, appliesWhen, stale, shared, why }: ReturnType<typeof toJson>): string {
  const remarks = [...(stale ? ["stale"] : []), ...(shared ? [] : ["not in the repository"]), ...(why ? [why] : [])];
  const head = `${title}${remarks.length > 0 ? `  (${remarks.join("; ")})` : ""}`;
  const applies = appliesWhen === "" ? [] : [`    Applies when: ${appliesWhen}`];
  return [head, ...applies, `    ${agent} · ${path}`].map((line) => `${visible(line)}\n`).join("");
}
