import { enclosingClass } from "../lower/builder";
import type { Binding, ModuleUnit, Unit } from "../lower/unit";
import { moduleOf } from "../lower/unit";
import type { Entity } from "./entity";
import type { ModuleIndex } from "./module-index";

export interface FoundBinding {
  readonly binding: Binding;
  /** Module whose imports the binding is about. */
  readonly module: ModuleUnit;
}

export type ImportTarget =
  | (Entity & { readonly kind: "external" | "module" })
  | { readonly kind: "bound"; readonly module: ModuleUnit; readonly name: string };

/** Where names are bound: in functions, around them, in modules and through imports. */
export class Scopes {
  readonly #modules: ReadonlyMap<string, ModuleUnit>;
  readonly #index: ModuleIndex;

  constructor(modules: ReadonlyMap<string, ModuleUnit>, index: ModuleIndex) {
    this.#modules = modules;
    this.#index = index;
  }

  /** The unit in which a name seen from `unit` is bound. Names of a class body are not seen inside its methods. */
  ownerOf(name: string, unit: Unit): Unit | undefined {
    for (let current: Unit = unit; ; current = current.parent) {
      const isVisible = current.kind !== "class" || current === unit;
      if (isVisible && this.bindingsIn(current, name).length > 0) return current;
      if (current.kind === "module") return undefined;
    }
  }

  bindingsIn(owner: Unit, name: string): readonly FoundBinding[] {
    return this.#bindingsIn(owner, name, new Set());
  }

  #bindingsIn(owner: Unit, name: string, seen: Set<Unit>): readonly FoundBinding[] {
    if (seen.has(owner)) return [];
    seen.add(owner);
    const module = moduleOf(owner);
    const own = owner.bindings.get(name) ?? [];
    if (own.length > 0) return own.map((binding) => ({ binding, module }));
    if (owner.kind !== "module") return [];
    for (const star of owner.stars) {
      const target = this.moduleOf(owner, star);
      const found = target === undefined ? [] : this.#bindingsIn(target, name, seen);
      if (found.length > 0) return found;
    }
    return this.#submodule(owner, name);
  }

  /** `self`, `cls` and `this` inside a method. */
  selfOf(name: string, unit: Unit): Entity | undefined {
    const owner = enclosingClass(unit);
    if (owner === undefined || unit.kind === "class") return undefined;
    if (name === "self" || name === "this") return { kind: "instance", unit: owner };
    return name === "cls" ? { kind: "class", unit: owner } : undefined;
  }

  importTarget(module: ModuleUnit, from: string, member: string | undefined): ImportTarget {
    const target = this.moduleOf(module, from);
    if (target !== undefined) {
      return member === undefined
        ? { kind: "module", module: target }
        : { kind: "bound", module: target, name: member };
    }
    if (member !== undefined && module.language === "python") {
      const separator = from.endsWith(".") ? "" : ".";
      const submodule = this.moduleOf(module, `${from}${separator}${member}`);
      if (submodule !== undefined) return { kind: "module", module: submodule };
    }
    const name = from.replace(/^node:/, "");
    return { kind: "external", path: member === undefined ? name : `${name}.${member}` };
  }

  moduleOf(module: ModuleUnit, specifier: string): ModuleUnit | undefined {
    const path = this.#index.resolve(module.path, specifier);
    return path === undefined ? undefined : this.#modules.get(path);
  }

  /** `from package import module` and `package.module`. */
  #submodule(owner: ModuleUnit, name: string): readonly FoundBinding[] {
    if (owner.language !== "python" || !owner.path.endsWith("/__init__.py")) return [];
    if (this.moduleOf(owner, `.${name}`) === undefined) return [];
    return [{ binding: { kind: "import", line: 1, from: `.${name}`, member: undefined }, module: owner }];
  }
}
