import { spawn } from "node:child_process";
import { mkdir, mkdtemp, open, readdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { renderMemory } from "../src/core/memory/format";
import { recall } from "../src/core/memory/recall";
import { MemoryStore } from "../src/core/memory/store";
import { createTeamFiles } from "../src/core/workspace/team-files/node-team-files";
import { type BenchRow, pairedRatio } from "./harness";

/** P20: what a safe write costs, and what recall from 1,000 memories costs beside reading them. */
export async function benchMemory(): Promise<readonly BenchRow[]> {
  const path = await realpath(await mkdtemp(join(tmpdir(), "ml-engineer-bench-memory-")));
  try {
    const root = join(path, "project");
    const folder = join(root, ".claude", "agents-memory", "a");
    await mkdir(folder, { recursive: true });
    await writeMemories(folder);
    const openFiles = () =>
      createTeamFiles({ roots: [{ name: "project", path: root }], staging: join(path, "staging"), shared: true });
    return [await recallRow(folder, openFiles), await appendRow(path, openFiles), await writersRow(path)];
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

type OpenFiles = () => ReturnType<typeof createTeamFiles>;

const count = 1_000;
const question = "Why does faster-whisper invent words in long silence, and which threshold helps?";

async function recallRow(folder: string, openFiles: OpenFiles): Promise<BenchRow> {
  const read = async () => {
    for (const name of await readdir(folder)) await readFile(join(folder, name), "utf8");
  };
  const recallAll = async () => {
    const store = new MemoryStore({ files: await openFiles(), now: () => new Date() });
    const { memories } = await store.list("a");
    if (memories.length !== count) throw new Error(`${memories.length} memories were read`);
    const { recalled } = recall({
      memories,
      question,
      engines: ["faster-whisper"],
      models: [],
      files: [],
      budget: 3_000,
    });
    if (recalled.length < 3) throw new Error("too little was recalled");
  };
  const ratio = await pairedRatio({ reference: read, subject: recallAll, bar: 5 });
  return { id: "P20", what: `list and recall from ${count} memories / readFile of the same`, bar: "≤ 5 ×", ...ratio };
}

async function appendRow(path: string, openFiles: OpenFiles): Promise<BenchRow> {
  const files = await openFiles();
  const [root] = files.roots;
  if (!root) throw new Error("there is no root");
  const folder = files.folderFor("memory", "large", root);
  const text = `# Large\n\n${"- a line of two hundred kilobytes of insight that somebody kept in one file\n".repeat(2_740)}`;
  const plain = join(path, "plain.md");
  await files.change(folder, (locked) => locked.create("large.md", text));
  await writeFile(plain, text);
  const ratio = await pairedRatio({
    reference: async () => {
      const now = await readFile(plain, "utf8");
      const temporary = await open(`${plain}.tmp`, "w");
      await temporary.writeFile(`${now.slice(0, text.length)}- one more\n`);
      await temporary.sync();
      await temporary.close();
      await rename(`${plain}.tmp`, plain);
    },
    subject: () =>
      files.change(folder, async (locked) => {
        const now = (await locked.text("large.md")) ?? "";
        await locked.write("large.md", `${now.slice(0, text.length)}- one more\n`);
      }),
    rounds: 40,
    bar: 1.5,
  });
  return {
    id: "P20",
    what: "append to 200 KB, locked and fsynced / temp, fsync, rename alone",
    bar: "≤ 1.5 ×",
    ...ratio,
  };
}

/** Two processes that take turns at one folder, against one that has it to itself. */
async function writersRow(path: string): Promise<BenchRow> {
  await build({
    entryPoints: [resolve("src/core/workspace/team-files/node-team-files.ts")],
    outfile: join(path, "team-files.mjs"),
    bundle: true,
    format: "esm",
    platform: "node",
  });
  await writeFile(join(path, "writer.mjs"), writer);
  let run = 0;
  const write = (name: string, entries: number) =>
    new Promise<void>((done, fail) => {
      const child = spawn(process.execPath, [join(path, "writer.mjs"), `run-${run}`, name, String(entries)], {
        stdio: ["ignore", "ignore", "inherit"],
      });
      child.on("close", (code) => (code === 0 ? done() : fail(new Error(`a writer ended with ${code}`))));
    });
  const ratio = await pairedRatio({
    prepare: () => {
      run++;
    },
    reference: () => write("one", 400),
    subject: () => Promise.all([write("one", 200), write("two", 200)]),
    rounds: 5,
    bar: 3,
  });
  return { id: "P20", what: "2 processes × 200 new files / one × 400", bar: "≤ 3 ×", ...ratio };
}

const writer = `
import { createTeamFiles } from "./team-files.mjs";
import { join } from "node:path";
const [run, name, entries] = process.argv.slice(2);
const here = import.meta.dirname;
const files = await createTeamFiles({ roots: [{ name: "project", path: join(here, "project") }], staging: join(here, "staging"), shared: true });
const folder = files.folderFor("memory", run, files.roots[0]);
for (let entry = 0; entry < Number(entries); entry++)
  await files.change(folder, (locked) => locked.create(name + "-" + entry + ".md", "# Finding " + entry + "\\n"));
`;

/** About a kilobyte each, of ten topics and five engines. */
async function writeMemories(folder: string): Promise<void> {
  const engines = ["faster-whisper 1.0.3", "openai-whisper", "Google Speech V2", "Deepgram nova-2", "Vosk"];
  const topics = [
    "silence",
    "beam size",
    "model loading",
    "cost",
    "timing",
    "opus",
    "retries",
    "punctuation",
    "GPU",
    "channels",
  ];
  for (let index = 0; index < count; index++) {
    const topic = `${topics[index % topics.length]} ${index}`;
    const engine = engines[index % engines.length] ?? "";
    const insight = Array.from(
      { length: 9 },
      (_, line) =>
        `with ${engine} the ${topic} of clip-${index}-${line}.wav in app/module_${index % 40}.py gave ${line * index} ms and ${line} errors`,
    );
    const memory = {
      title: topic,
      appliesWhen: `${topic} is decided for ${engine}`,
      insight,
      benchmarks: [],
      engineOrModel: engine,
    };
    await writeFile(
      join(folder, `2026-03-${10 + (index % 20)}-${topic.replaceAll(" ", "-")}.md`),
      renderMemory(memory),
    );
  }
}
