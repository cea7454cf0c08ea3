import {
  type LockedTeamFolder,
  type TeamFile,
  TeamFileError,
  type TeamFileProblem,
  type TeamFiles,
  type TeamFolder,
} from "../workspace/team-files";
import { chooseRoot, citedPaths } from "./choose-root";
import { findDuplicate, newLines } from "./duplicates";
import { withMore, withStale, withTitle } from "./edit";
import { isIndex, parseMemory, renderMemory } from "./format";
import { MemoryError, type MemoryList, type NewMemory, type StoredMemory } from "./memory";
import { calendarDay, dateInName, freeName, memoryFileName, topicKey } from "./names";
import { newestFirst } from "./read-memories";
import { mostLines, type TidyMemory, validateMemory } from "./validate";

export interface MemoryStorePorts {
  readonly files: TeamFiles;
  now(): Date;
  /** Whether a workspace path exists. With it a benchmark may cite only what is there. */
  exists?(path: string): Promise<boolean>;
}

export interface AddOptions {
  /** Name of the root, when somebody chose one. */
  readonly root?: string | undefined;
  /** Workspace paths of what was read or measured, which tell the root where the memory itself does not. */
  readonly evidence?: readonly string[];
}

export interface AddedMemory {
  /** `unchanged`: a file held all of it already. */
  readonly outcome: "written" | "extended" | "unchanged";
  readonly title: string;
  readonly folder: TeamFolder;
  /** File name. */
  readonly name: string;
  /** Workspace path. */
  readonly path: string;
}

/** What {@link MemoryStore.restore} needs to bring a memory back. */
export interface RemovedMemory {
  readonly folder: TeamFolder;
  readonly name: string;
  readonly text: string;
}

/** The memories of a team's agents: one file each, changed only as they were last seen. */
export class MemoryStore {
  readonly #ports: MemoryStorePorts;

  constructor(ports: MemoryStorePorts) {
    this.#ports = ports;
  }

  /** All memories of an agent, or of all agents, in every root, and those that wait to be shared. Newest first. */
  async list(agent?: string): Promise<MemoryList<StoredMemory>> {
    const { files } = this.#ports;
    const { folders, problems } = await files.folders("memory");
    const all: TeamFileProblem[] = [...problems];
    const memories: StoredMemory[] = [];
    for (const folder of folders) {
      if (agent !== undefined && folder.agent !== agent) continue;
      const read = await files.read(folder);
      all.push(...read.problems);
      memories.push(...read.files.map(storedMemory));
    }
    return { memories: memories.sort(newestFirst), problems: all };
  }

  /** Writes a new memory, or adds to the one that it extends. @throws MemoryError, TeamFileError */
  async add(agent: string, memory: NewMemory, options: AddOptions = {}): Promise<AddedMemory> {
    const { tidy, problems } = validateMemory(memory);
    const all = [...problems, ...(await this.#missingEvidence(tidy.benchmark))];
    if (all.length > 0) throw new MemoryError("invalid", "The memory was not written.", { problems: all });
    const { memories } = await this.list(agent);
    if (memory.extends !== undefined) return this.#extend(findNamed(memories, memory.extends), tidy);
    const { files, exists } = this.#ports;
    const elsewhere = findDuplicate(tidy, memories);
    if (elsewhere) return duplicate(elsewhere.memory, elsewhere.isSame);
    const folder = files.folderFor("memory", agent, await chooseRoot(tidy, { roots: files.roots, exists, ...options }));
    return files.change(folder, async (locked) => {
      const names = await locked.names();
      const added = await readAdded(locked, folder, names, memories);
      const meanwhile = findDuplicate(tidy, added);
      if (meanwhile) return duplicate(meanwhile.memory, meanwhile.isSame);
      const day = calendarDay(this.#ports.now());
      const name = freeName(names, (number) => memoryFileName(day, tidy.topic, number));
      await locked.create(name, renderMemory(contentOf(tidy)));
      return { outcome: "written", title: tidy.topic, folder, name, path: `${folder.path}/${name}` };
    });
  }

  /** Gives a memory another topic and the file name that goes with it. Resolves to the new name. @throws MemoryError, TeamFileError */
  async rename(memory: StoredMemory, topic: string): Promise<string> {
    const title = topic.replace(/\s+/g, " ").trim();
    if (topicKey(title) === "" || title.length > 100)
      throw new MemoryError("invalid", "A topic has between 1 and 100 characters.");
    if (isIndex(memory.name))
      throw new MemoryError("invalid", `\`${memory.name}\` is the index that other tools find by its name.`);
    return this.#change(memory, async (locked, names) => {
      const day = dateInName(memory.name) ?? (memory.date || calendarDay(this.#ports.now()));
      const others = names.filter((name) => name !== memory.name);
      const name = freeName(others, (number) => memoryFileName(day, title, number));
      await locked.write(memory.name, withTitle(memory.file.text, title));
      if (name !== memory.name) await locked.rename(memory.name, name);
      return name;
    });
  }

  /** @throws MemoryError, TeamFileError */
  async remove(memory: StoredMemory): Promise<RemovedMemory> {
    const { folder, text } = memory.file;
    await this.#change(memory, (locked) => locked.remove(memory.name));
    return { folder, name: memory.name, text };
  }

  /** Brings a removed memory back, under its name or the next free one. Resolves to the name. @throws TeamFileError */
  async restore({ folder, name, text }: RemovedMemory): Promise<string> {
    return this.#ports.files.change(folder, async (locked) => {
      if ((await locked.text(name)) === text) return name;
      const free = freeName(await locked.names(), (number) =>
        number > 1 ? name.replace(/\.md$/, `-${number}.md`) : name,
      );
      await locked.create(free, text);
      return free;
    });
  }

  /** @throws MemoryError, TeamFileError */
  async markStale(memory: StoredMemory, reason: string): Promise<void> {
    const words = reason.replace(/\s+/g, " ").trim().slice(0, 300) || "marked by hand";
    const stale = { date: calendarDay(this.#ports.now()), reason: words };
    await this.#change(memory, (locked) => locked.write(memory.name, withStale(memory.file.text, stale)));
  }

  /** @throws MemoryError, TeamFileError */
  async unmarkStale(memory: StoredMemory): Promise<void> {
    await this.#change(memory, (locked) => locked.write(memory.name, withStale(memory.file.text, undefined)));
  }

  async #extend(memory: StoredMemory, tidy: TidyMemory): Promise<AddedMemory> {
    const { folder } = memory.file;
    return this.#ports.files.change(folder, async (locked) => {
      // Read anew: what another session added in the meantime is kept, and counts.
      const text = await locked.text(memory.name);
      if (text === undefined) throw gone(memory);
      const now = parseMemory(memory.name, text);
      const { insight, benchmarks } = newLines(now, tidy);
      const result = { title: now.title, folder, name: memory.name, path: memory.path } as const;
      if (insight.length + benchmarks.length === 0) return { outcome: "unchanged", ...result };
      const total = now.insight.length + insight.length;
      if (total > mostLines)
        throw new MemoryError("invalid", "The memory was not written.", {
          problems: [
            `\`${memory.path}\` would have ${total} lines of insight; at most ${mostLines} are kept in one file. Write what is new as a memory of its own, with a topic of its own.`,
          ],
        });
      await locked.write(memory.name, withMore(text, insight, benchmarks));
      return { outcome: "extended", ...result };
    });
  }

  /** Runs a change of a file that is still as it was shown. */
  async #change<Result>(
    memory: StoredMemory,
    work: (locked: LockedTeamFolder, names: readonly string[]) => Promise<Result>,
  ): Promise<Result> {
    return this.#ports.files.change(memory.file.folder, async (locked) => {
      const text = await locked.text(memory.name);
      if (text === undefined) throw gone(memory);
      if (text !== memory.file.text)
        throw new MemoryError(
          "changed",
          `\`${memory.path}\` was changed since it was shown, so it was left as it is.`,
          {
            hint: "Look at it again and repeat the step.",
          },
        );
      return work(locked, await locked.names());
    });
  }

  async #missingEvidence(benchmark: string): Promise<readonly string[]> {
    const { files, exists } = this.#ports;
    const cited = citedPaths(benchmark);
    if (!exists || cited.length === 0) return [];
    const prefixes = files.roots.length > 1 ? ["", ...files.roots.map(({ name }) => `${name}/`)] : [""];
    for (const path of cited) for (const prefix of prefixes) if (await exists(`${prefix}${path}`)) return [];
    return [
      `\`benchmark\` cites \`${cited[0]}\`, which does not exist: name a run or a \`path:line\` of this workspace as it is, or set \`unmeasured\` and leave the place out.`,
    ];
  }
}

function storedMemory(file: TeamFile): StoredMemory {
  const date = dateInName(file.name) ?? calendarDay(new Date(file.modified));
  return {
    ...parseMemory(file.path, file.text),
    agent: file.folder.agent,
    path: file.path,
    name: file.name,
    date,
    file,
  };
}

/** What others wrote into the folder since it was listed. */
async function readAdded(
  locked: LockedTeamFolder,
  folder: TeamFolder,
  names: readonly string[],
  known: readonly StoredMemory[],
): Promise<StoredMemory[]> {
  const listed = new Set(known.filter(({ file }) => file.folder.path === folder.path).map(({ name }) => name));
  const added: StoredMemory[] = [];
  for (const name of names) {
    const text = listed.has(name) ? undefined : await readableText(locked, name);
    const path = `${folder.path}/${name}`;
    // Only compared with the new memory: nothing opens it, and its age does not matter.
    if (text !== undefined) added.push(storedMemory({ folder, name, path, realPath: "", text, modified: 0 }));
  }
  return added;
}

/** A file that cannot be read is named by the list; here it only cannot be compared. */
async function readableText(locked: LockedTeamFolder, name: string): Promise<string | undefined> {
  try {
    return await locked.text(name);
  } catch (error) {
    if (error instanceof TeamFileError) return undefined;
    throw error;
  }
}

/** @throws MemoryError when the file does not hold all of it */
function duplicate(memory: StoredMemory, isSame: boolean): AddedMemory {
  const { title, name, path, file } = memory;
  if (isSame) return { outcome: "unchanged", title, folder: file.folder, name, path };
  throw new MemoryError("duplicate", `\`${path}\` ("${title}") holds nearly the same.`, {
    existing: path,
    hint: `Give \`extends: "${name}"\` to add the lines that are new to it; if it is another finding, say in \`topic\` and \`appliesWhen\` what sets it apart.`,
  });
}

function findNamed(memories: readonly StoredMemory[], wanted: string): StoredMemory {
  const found = memories.filter(({ path, name }) => path === wanted || name === wanted || name === `${wanted}.md`);
  const [memory] = found;
  if (memory && found.length === 1) return memory;
  const message = memory
    ? `There are several memories \`${wanted}\`: give the whole path, for example \`${memory.path}\`.`
    : `There is no memory \`${wanted}\` to extend.`;
  throw new MemoryError("missing", message, { hint: "Name a file of your own memory folder, or leave `extends` out." });
}

function contentOf({ topic, benchmark, ...rest }: TidyMemory) {
  return { ...rest, title: topic, benchmarks: benchmark === "" ? [] : [benchmark] };
}

function gone({ path }: StoredMemory): MemoryError {
  return new MemoryError("missing", `\`${path}\` is not there any more.`);
}
