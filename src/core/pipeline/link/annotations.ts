import type { Expression, Unit } from "../lower/unit";
import type { Entity } from "./entity";

interface Evaluating {
  evaluate(expression: Expression, unit: Unit): readonly Entity[];
  member(entity: Entity, name: string): readonly Entity[];
}

/** What a value with this type annotation is. */
export function instancesOf(annotation: Expression, unit: Unit, evaluator: Evaluating): readonly Entity[] {
  switch (annotation.kind) {
    case "subscript":
      return instancesOfGeneric(annotation.object, annotation.index, unit, evaluator);
    case "opaque":
      return annotation.children.flatMap((child) => instancesOf(child, unit, evaluator));
    case "literal":
      return instancesOfQuoted(annotation, unit, evaluator);
    default:
      return evaluator.evaluate(annotation, unit).flatMap(instanceOf);
  }
}

function instancesOfGeneric(
  object: Expression,
  index: Expression | undefined,
  unit: Unit,
  evaluator: Evaluating,
): readonly Entity[] {
  const name = object.kind === "member" || object.kind === "name" ? object.name : "";
  if (!["Optional", "Union", "Annotated"].includes(name) || index === undefined) return [];
  const items = index.kind === "list" ? index.items : [index];
  const types = name === "Annotated" ? items.slice(0, 1) : items;
  const typed = types.flatMap((item) => instancesOf(item, unit, evaluator));
  // `Annotated[Service, Depends(get_service)]`: what the dependency returns is closer than its type.
  const made = name === "Annotated" ? items.slice(1).flatMap((item) => evaluator.evaluate(item, unit)) : [];
  return [...typed, ...made.filter((entity) => entity.kind === "instance")];
}

/** A type in quotes, as Python writes one that is defined later. */
function instancesOfQuoted(
  annotation: Expression & { readonly kind: "literal" },
  unit: Unit,
  evaluator: Evaluating,
): readonly Entity[] {
  const { value, line, endLine, start, end } = annotation;
  const [first, ...rest] = value.split(".");
  if (first === undefined || !/^[A-Za-z_][\w.]*$/.test(value)) return [];
  const found = rest.reduce<readonly Entity[]>(
    (objects, name) => objects.flatMap((object) => evaluator.member(object, name)),
    evaluator.evaluate({ kind: "name", name: first, line, endLine, start, end }, unit),
  );
  return found.flatMap(instanceOf);
}

function instanceOf(entity: Entity): Entity[] {
  if (entity.kind === "class") return [{ kind: "instance", unit: entity.unit }];
  return entity.kind === "external" ? [{ kind: "external", path: `${entity.path}()` }] : [];
}
