import type { Expression } from "../lower/unit";

/** The object behind `params.model_dump()`, `asdict(params)` and the like. */
export function dumpedObject(value: Expression): Expression | undefined {
  if (value.kind !== "call") return undefined;
  const { callee } = value;
  if (callee.kind === "member" && ["model_dump", "dict", "_asdict", "copy"].includes(callee.name)) return callee.object;
  const name = callee.kind === "member" || callee.kind === "name" ? callee.name : "";
  return name === "asdict" || name === "vars" || name === "dict" ? value.arguments[0]?.value : undefined;
}
