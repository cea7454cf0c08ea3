// Compares the lenses of past commits with readings that were committed before the rule ran on them.
// `node scripts/measure-lenses.mjs FOLDER [--errors]`: FOLDER holds a clone of each project under the name that its reading in
// test/core/change/readings has. Prints the tables of docs/lenses.md; with --errors also each function that differs. Nothing of
// the projects is executed, and their clones stay as they are.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRule } from "./lenses/rule.mjs";
import { tables } from "./lenses/tables.mjs";
import { checkOut } from "./lenses/trees.mjs";
import { root } from "./prepare.mjs";

const [clones, ...options] = process.argv.slice(2);
if (clones === undefined) {
  process.stderr.write("Name the folder with the clones.\n");
  process.exit(2);
}
const readings = join(root, "test/core/change/readings");
const findLenses = await openRule();
const results = [];
for (const file of readdirSync(readings).filter((name) => name.endsWith(".json") && !name.startsWith("second"))) {
  const project = file.replace(".json", "");
  for (const { commit, parent, functions } of JSON.parse(readFileSync(join(readings, file), "utf8")).commits) {
    const folder = mkdtempSync(join(tmpdir(), "ml-engineer-lenses-"));
    try {
      const base = checkOut(join(clones, project), { commit, parent }, folder);
      results.push({ project, commit, ...compared(functions, await findLenses(folder, base)) });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    process.stderr.write(`${project} ${commit.slice(0, 8)}\n`);
  }
}
process.stdout.write(`${tables(results)}\n`);
if (options.includes("--errors")) {
  for (const { project, commit, entries } of results) {
    for (const one of entries.filter(({ engine, lens }) => engine !== lens)) {
      const what = one.engine ? "no lens  " : "lens     ";
      const unsure = one.unsure ? " (unsure)" : "";
      process.stdout.write(`${what}${project} ${commit.slice(0, 8)} ${one.name}${unsure}: ${one.reason}\n`);
    }
  }
}

/**
 * Functions of the reading and of the rule, brought together by file and by the name in it. What has a lens and was not read
 * counts as one that should have none. A lens for values decided elsewhere says nothing of the text of its own function, which
 * is what was read: it counts for the commit only.
 */
function compared(functions, lenses) {
  const shown = new Map(lenses.filter(({ kind }) => kind !== "value").map((one) => [`${one.path} ${one.name}`, one]));
  const read = functions.map(({ path, name, engine, unsure = false, reason }) => {
    const module = path.replace(/(\/__init__)?\.py$/, "").replaceAll("/", ".");
    const local = name === module ? "" : name.slice(module.length + 1);
    return { name, engine, unsure, reason, lens: shown.delete(`${path} ${local}`) };
  });
  const others = [...shown.keys()].map((name) => {
    return { name, engine: false, unsure: false, reason: "not in the reading", lens: true };
  });
  return { entries: [...read, ...others], values: lenses.filter(({ kind }) => kind === "value").length };
}
