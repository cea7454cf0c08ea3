import type { Program } from "../link/program";
import type { FoundEntry } from "./entry-points";

/** Next.js finds its handlers by file name: `app/…/route.ts` and `pages/api/….ts`. */
export function nextHandlers(program: Program): FoundEntry[] {
  return program.modules.flatMap((module): FoundEntry[] => {
    const route = /(?:^|\/)app\/(.*?)\/?route\.[jt]sx?$/.exec(module.path)?.[1];
    const api = /(?:^|\/)pages\/(api\/.*)\.[jt]sx?$/.exec(module.path)?.[1];
    if (route === undefined && api === undefined) return [];
    return module.functions.flatMap((unit): FoundEntry[] => {
      const isMethod = /^(GET|POST|PUT|PATCH|DELETE)$/.test(unit.shortName);
      const isHandler = unit.parent === module && (route === undefined ? unit.shortName === "handler" : isMethod);
      if (!isHandler) return [];
      const name = route === undefined ? `/${api}` : `${unit.shortName} /${route}`;
      const place = { path: module.path, line: unit.line };
      return [{ kind: "route", framework: "next", name, runs: unit, place, options: [], unit: module }];
    });
  });
}
