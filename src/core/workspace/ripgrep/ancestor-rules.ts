import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mostRuleBytes, parseIgnoreFile } from "../search/ignore/ignore-line";
import { namePattern } from "../search/ignore/name-pattern";
import type { Target } from "../search/targets";

/**
 * A search that starts below a root still obeys the `.gitignore` files between the two, but none above the root.
 * ripgrep can read all parents or none, so the rules between are rewritten, relative to the root, into a file of their own.
 */
export async function withAncestorRules<Result>(
  target: Target,
  run: (options: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const rules = target.kind === "file" ? [] : await ancestorRules(target);
  if (rules.length === 0) return await run([]);
  const folder = await mkdtemp(join(tmpdir(), "ml-engineer-rules-"));
  try {
    const file = join(folder, "rules");
    await writeFile(file, rules.join("\n"), "latin1");
    return await run([`--ignore-file=${file}`]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function ancestorRules({ root, below }: Target): Promise<readonly string[]> {
  const segments = below === "" ? [] : below.split("/");
  const rules: string[] = [];
  for (const depth of segments.keys()) {
    const folder = segments.slice(0, depth);
    const start = folder.map((name) => `/${escapeGlob(Buffer.from(name).toString("latin1"))}`).join("");
    for (const { negated, foldersOnly, glob } of parseIgnoreFile(await readRules(join(root.path, ...folder)))) {
      if (namePattern(glob) === undefined) continue;
      rules.push(`${negated ? "!" : ""}${start}/${glob}${foldersOnly ? "/" : ""}`);
    }
  }
  return rules;
}

async function readRules(folder: string): Promise<string> {
  const file = join(folder, ".gitignore");
  try {
    const { size } = await stat(file).then((status) => (status.isFile() ? status : { size: Number.POSITIVE_INFINITY }));
    return size <= mostRuleBytes ? await readFile(file, "latin1") : "";
  } catch {
    return "";
  }
}

function escapeGlob(name: string): string {
  return name.replace(/[\\*?[\]{},!# ]/g, "\\$&");
}
