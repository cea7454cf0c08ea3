import type { Place } from "../../workspace/workspace";
import { type Expression, moduleOf, type Unit } from "../lower/unit";

export function placeOf({ line, endLine }: Pick<Expression, "line" | "endLine">, unit: Unit): Place {
  const { path } = moduleOf(unit);
  return endLine > line ? { path, line, endLine } : { path, line };
}

/** Code in the body of a class or a module runs when the module is loaded, so it belongs to no function. */
export function functionNameOf(unit: Unit): string | undefined {
  return unit.kind === "function" ? unit.name : undefined;
}
