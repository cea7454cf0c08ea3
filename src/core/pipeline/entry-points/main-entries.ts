import type { Program } from "../link/program";
import { moduleOf } from "../lower/unit";
import type { FoundEntry } from "./entry-points";

/** Programs: `if __name__ == "__main__"`, and functions that read the command line. */
export function mainEntries(program: Program): FoundEntry[] {
  const readers = program.calls.flatMap((call): FoundEntry[] => {
    const reads = call.entities.some(
      (entity) => entity.kind === "external" && /^argparse\.ArgumentParser\(\)\.parse_(known_)?args$/.test(entity.path),
    );
    const { unit, expression } = call.site;
    if (!reads || unit.kind === "class") return [];
    const place = { path: moduleOf(unit).path, line: expression.line };
    const name = unit.kind === "function" ? unit.shortName : place.path;
    return [{ kind: "command", framework: "argparse", name, runs: unit, place, options: [], unit }];
  });
  const known = new Set(readers.map((entry) => entry.runs));
  const mains = program.modules.flatMap((module): FoundEntry[] => {
    const { mainLine } = module;
    if (mainLine === undefined) return [];
    const started = program.calls
      .filter((call) => call.site.unit === module && call.site.expression.line >= mainLine)
      .flatMap((call) => call.runs);
    const runs = started.length === 1 && started[0] !== undefined ? started[0] : module;
    const place = { path: module.path, line: mainLine };
    return known.has(runs)
      ? []
      : [{ kind: "command", framework: "main", name: module.path, runs, place, options: [], unit: module }];
  });
  return [...readers, ...mains];
}
