import type { ClassUnit, FunctionUnit, ModuleUnit, Unit } from "../lower/unit";

/** Methods that run without being named: by calling, iterating and entering objects. */
const implicit = new Set([
  "__call__",
  "__iter__",
  "__next__",
  "__getitem__",
  "__enter__",
  "__post_init__",
  "forward",
  "_forward",
]);

/**
 * For a method the others that belong to it, though no call says so: the constructor, which sets what it works with, and
 * what subclasses have in its place; for a constructor what objects do by themselves, and everything that a base from outside may call.
 */
export function kinOf(
  all: readonly FunctionUnit[],
  modules: readonly ModuleUnit[],
): (unit: Unit) => readonly FunctionUnit[] {
  const classes = modules.flatMap((module) => module.classes);
  const own = new Set(classes.map(({ shortName }) => shortName));
  const methods = new Map<Unit, FunctionUnit[]>();
  for (const unit of all) {
    if (unit.parent.kind === "class") methods.set(unit.parent, [...(methods.get(unit.parent) ?? []), unit]);
  }
  const subclasses = new Map<string, ClassUnit[]>();
  for (const one of classes) {
    for (const base of baseNames(one)) subclasses.set(base, [...(subclasses.get(base) ?? []), one]);
  }
  const makers = (parent: Unit) => (methods.get(parent) ?? []).filter(({ shortName }) => isConstructor(shortName));
  return (unit) => {
    if (unit.kind !== "function" || unit.parent.kind !== "class") return [];
    const overriding = (subclasses.get(unit.parent.shortName) ?? []).flatMap((one) =>
      (methods.get(one) ?? []).filter(({ shortName }) => shortName === unit.shortName && shortName !== "__init__"),
    );
    if (unit.shortName !== "__init__") return [...overriding, ...makers(unit.parent)];
    const isCalledFromOutside = baseNames(unit.parent).some((name) => !own.has(name) && !plain.has(name));
    const siblings = (methods.get(unit.parent) ?? []).filter(
      ({ shortName }) => implicit.has(shortName) || (isCalledFromOutside && shortName !== "__init__"),
    );
    return [...overriding, ...siblings];
  };
}

function isConstructor(name: string): boolean {
  return name === "__init__" || name === "constructor";
}

/** Bases that call nothing of what is added to them, or only what other threads and windows do. */
const plain = new Set([
  ...["object", "ABC", "Enum", "IntEnum", "StrEnum", "Exception", "NamedTuple", "TypedDict", "Protocol", "Generic"],
  ...["QObject", "QThread", "QRunnable", "Thread", "Process", "BaseModel", "BaseSettings", "dict", "list", "str"],
]);

function baseNames({ bases }: ClassUnit): readonly string[] {
  return bases.flatMap((base) => (base.kind === "name" || base.kind === "member" ? [base.name] : []));
}
