import { type FunctionUnit, moduleOf, type Unit } from "../lower/unit";

/** Names that many things have say nothing about which of them is meant. */
const common = new Set([
  "__init__",
  "run",
  "get",
  "set",
  "close",
  "open",
  "start",
  "stop",
  "main",
  "update",
  "items",
  "keys",
  "values",
  "load",
  "read",
  "write",
  "name",
  "forward",
  "call",
  "join",
  "split",
  "format",
  "append",
  "copy",
  "size",
  "shape",
]);

/**
 * For a function the others that its body names without a call that could be followed: properties, and methods of objects
 * that nobody could tell the class of. A name counts when one function has it in the same module, or one in the modules beside.
 */
export function mentionsOf(all: readonly FunctionUnit[]): (unit: Unit) => readonly FunctionUnit[] {
  const byName = new Map<string, FunctionUnit[]>();
  for (const unit of all) {
    if (unit.shortName.length < 4 || common.has(unit.shortName)) continue;
    byName.set(unit.shortName, [...(byName.get(unit.shortName) ?? []), unit]);
  }
  return (unit) => {
    const module = moduleOf(unit);
    const folder = folderOf(module.path);
    return [...memberNames(unit)].flatMap((name) => {
      const candidates = (byName.get(name) ?? []).filter((one) => one !== unit);
      const same = candidates.filter((one) => one.module === module);
      const near = candidates.filter((one) => folderOf(one.module.path) === folder);
      return same.length > 0 ? same.slice(0, 3) : near.length <= 3 ? near : [];
    });
  };
}

function memberNames(unit: Unit): ReadonlySet<string> {
  const names = new Set<string>();
  if (unit.kind !== "function") return names;
  const lines = moduleOf(unit).lines.slice(unit.line - 1, unit.endLine);
  for (const line of lines) {
    for (const [, name = ""] of line.replace(/#.*$/, "").matchAll(/\.([A-Za-z_]\w{3,})/g)) names.add(name);
  }
  return names;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
