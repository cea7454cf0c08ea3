import type { Evaluator } from "../link/evaluator";
import type { Members } from "../link/members";
import type { ClassUnit, Expression } from "../lower/unit";
import type { ValueOrigin } from "../map";

/** What the fields of a class are decided by. */
export function originOfFields(
  unit: ClassUnit,
  isConstructed: boolean,
  members: Members,
  evaluator: Evaluator,
): ValueOrigin {
  const { lineage, externalBases } = members.lineage(unit, evaluator);
  if (externalBases.some((path) => /BaseSettings$/.test(path))) return "settings";
  if (lineage.some((one) => /(Settings|Config|Configuration)$/.test(one.shortName))) return "settings";
  const isSchema = externalBases.some((path) => /(BaseModel|SQLModel|Struct|Schema|Serializer|TypedDict)$/.test(path));
  if (isSchema) return isConstructed ? "default" : "request";
  if (lineage.some(isDataclass)) {
    return !isConstructed && /(Request|Payload|Body|Input|Form)$/.test(unit.shortName) ? "request" : "default";
  }
  return "constant";
}

/** Fields in the order in which a generated constructor takes them. */
export function fieldNames(unit: ClassUnit, members: Members, evaluator: Evaluator): readonly string[] {
  const { lineage } = members.lineage(unit, evaluator);
  const names = new Set<string>();
  for (const one of [...lineage].reverse()) {
    for (const [name, [binding]] of one.bindings) {
      if (binding?.kind === "value" && binding.annotation !== undefined) names.add(name);
    }
  }
  return [...names];
}

function isDataclass(unit: ClassUnit): boolean {
  return unit.decorators.some((decorator) => {
    const callee: Expression = decorator.kind === "call" ? decorator.callee : decorator;
    const name = callee.kind === "member" || callee.kind === "name" ? callee.name : "";
    return ["dataclass", "define", "frozen", "s", "attrs"].includes(name);
  });
}
