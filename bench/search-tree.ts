import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "./harness";

/** Part of the folder's name: another tree needs another key. */
const key = "ml-engineer-bench-tree-1";
const packages = 40;
const filesOfPackage = 750;
const ignoredFiles = 20_000;

/**
 * A tree of 50,000 files, about 280 MB, of which 40 % are ignored by git: packages with sources at several depths, and
 * installed modules beside them. The same every time; made once and kept in the temporary folder.
 */
export async function searchTree(): Promise<string> {
  const tree = join(tmpdir(), key);
  if (await stat(tree).catch(() => undefined)) return tree;
  const unfinished = `${tree}-${process.pid}`;
  const random = createRandom(50_000);
  await writeFolder(unfinished, { ".gitignore": "node_modules/\n*.log\ndist\n" });
  for (let index = 0; index < packages; index++) {
    for (let number = 0; number < filesOfPackage; number++) {
      await writeSource(join(unfinished, "packages", `p${index}`, "src", folderOf(number, 8)), number, random);
    }
  }
  for (let number = 0; number < ignoredFiles; number++) {
    await writeSource(join(unfinished, "node_modules", `m${number % 400}`, "lib", folderOf(number, 5)), number, random);
  }
  await rename(unfinished, tree).catch(() => rm(unfinished, { recursive: true }));
  return tree;
}

/** In a few files of the tree, and in none of the ignored ones. */
export const rarePattern = "zephyr_transcribe_(alpha|beta)";
/** In every file. */
export const commonPattern = "const";

const extensions = ["ts", "tsx", "py", "md", "json"];
const words = [
  "audio",
  "segment",
  "decode",
  "const",
  "buffer",
  "return",
  "model",
  "await",
  "frame",
  "import",
  "export",
  "words",
];

async function writeSource(folder: string, number: number, random: () => number): Promise<void> {
  const lines: string[] = [];
  for (let bytes = 0, length = 1000 + random() * 9200; bytes < length; ) {
    const line = Array.from({ length: 6 }, () => words[Math.floor(random() * words.length)]).join(" ");
    lines.push(`${"  ".repeat(lines.length % 4)}${line};`);
    bytes += line.length + 5;
  }
  if (number % 500 === 7 && folder.includes("packages")) lines.push("zephyr_transcribe_alpha(frame);");
  const extension = extensions[number % extensions.length];
  await writeFolder(folder, { [`file-${number}.${extension}`]: `${lines.join("\n")}\n` });
}

const made = new Set<string>();

async function writeFolder(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  if (!made.has(folder)) await mkdir(folder, { recursive: true });
  made.add(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
}

function folderOf(number: number, size: number): string {
  return join(`d${Math.floor(number / size) % 10}`, `e${Math.floor(number / size / 10) % 10}`);
}
