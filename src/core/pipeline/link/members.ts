import { enclosingClass } from "../lower/builder";
import type { Binding, ClassUnit, Expression, FunctionUnit, Unit } from "../lower/unit";
import type { Entity } from "./entity";

interface Bases {
  evaluate(expression: Expression, unit: Unit): readonly Entity[];
}

export interface FoundMember {
  readonly owners: readonly { readonly unit: ClassUnit; readonly bindings: readonly Binding[] }[];
  /** Paths of the classes from outside that the class extends, directly or through others. */
  readonly externalBases: readonly string[];
}

/** Members of classes, found along their bases, and in subclasses when the bases leave them open. */
export class Members {
  readonly #subclasses = new Map<ClassUnit, ClassUnit[]>();
  #classes: readonly ClassUnit[];

  constructor(classes: readonly ClassUnit[]) {
    this.#classes = classes;
  }

  find(unit: ClassUnit, name: string, bases: Bases): FoundMember {
    const { lineage, externalBases } = this.lineage(unit, bases);
    for (const owner of lineage) {
      const bindings = known(owner, name);
      if (bindings.length > 0) return { owners: [{ unit: owner, bindings }], externalBases };
    }
    const owners = this.#subclassesOf(unit, bases).flatMap((subclass) => {
      const bindings = known(subclass, name);
      return bindings.length > 0 ? [{ unit: subclass, bindings }] : [];
    });
    return { owners, externalBases };
  }

  /** The class and its bases inside the workspace, nearest first. */
  lineage(unit: ClassUnit, bases: Bases): { lineage: readonly ClassUnit[]; externalBases: readonly string[] } {
    const lineage = new Set<ClassUnit>([unit]);
    const externalBases: string[] = [];
    for (const current of lineage) {
      for (const base of current.bases) {
        const expression = base.kind === "subscript" ? base.object : base;
        for (const entity of bases.evaluate(expression, current.parent)) {
          if (entity.kind === "class") lineage.add(entity.unit);
          else if (entity.kind === "external") externalBases.push(entity.path);
        }
      }
    }
    return { lineage: [...lineage], externalBases };
  }

  /** What `super()` stands for inside `unit`. */
  basesAsInstances(unit: Unit, bases: Bases): readonly Entity[] {
    const owner = enclosingClass(unit);
    return (owner?.bases ?? []).flatMap((base) =>
      bases.evaluate(base, owner?.parent ?? unit).flatMap((entity): Entity[] => {
        if (entity.kind === "class") return [{ kind: "instance", unit: entity.unit }];
        return entity.kind === "external" ? [{ kind: "external", path: `${entity.path}()` }] : [];
      }),
    );
  }

  #subclassesOf(unit: ClassUnit, bases: Bases): readonly ClassUnit[] {
    const known = this.#subclasses.get(unit);
    if (known !== undefined) return known;
    // Set first, so that a cycle of bases ends here.
    this.#subclasses.set(unit, []);
    const found = this.#classes.filter((one) => one !== unit && this.lineage(one, bases).lineage.includes(unit));
    this.#subclasses.set(unit, found);
    return found;
  }
}

/** Calls of it look like reading an attribute. */
export function isPropertyLike(unit: FunctionUnit): boolean {
  return unit.decorators.some((decorator) => {
    const name = decorator.kind === "member" ? decorator.name : decorator.kind === "name" ? decorator.name : "";
    return name === "property" || name === "cached_property";
  });
}

/** Members that say nothing, such as `model = None` in a base class, are passed over. */
function known(unit: ClassUnit, name: string): readonly Binding[] {
  const all = [...(unit.bindings.get(name) ?? []), ...(unit.attributes.get(name) ?? [])];
  return all.filter((binding) => binding.kind !== "value" || !isEmpty(binding.value, binding.annotation));
}

function isEmpty(value: Expression | undefined, annotation: Expression | undefined): boolean {
  if (annotation !== undefined) return false;
  return value === undefined || (value.kind === "literal" && ["None", "null", "undefined"].includes(value.value));
}
