import type { FoundEntry } from "../entry-points/entry-points";
import type { Program, ResolvedCall } from "../link/program";
import type { Expression, FunctionUnit, ModuleUnit, Unit } from "../lower/unit";

/** Code that runs as a whole: a function, or the body of a module. */
export type Runnable = FunctionUnit | ModuleUnit;

export interface CallGraph {
  readonly callsOf: ReadonlyMap<Unit, readonly ResolvedCall[]>;
  /** Whoever reaches one of `goals`, the goals among them. */
  reaching(goals: Iterable<Runnable>): ReadonlySet<Unit>;
  /** Whatever runs because of `starts`, these among them. */
  reachedFrom(starts: Iterable<Runnable>): ReadonlySet<Unit>;
}

export function createCallGraph(program: Program): CallGraph {
  const callsOf = new Map<Unit, ResolvedCall[]>();
  for (const call of program.calls) append(callsOf, call.site.unit, call);
  for (const [unit, calls] of dependencyCalls(program)) for (const call of calls) append(callsOf, unit, call);
  const callers = new Map<Unit, Unit[]>();
  for (const [unit, calls] of callsOf) {
    for (const target of calls.flatMap((call) => call.targets)) append(callers, target, unit);
  }
  return {
    callsOf,
    reaching: (goals) => closure(goals, (unit) => callers.get(unit) ?? []),
    reachedFrom: (starts) => closure(starts, (unit) => (callsOf.get(unit) ?? []).flatMap((call) => call.targets)),
  };
}

/** Entry points that lead to an engine. */
export function leadingEntries(entries: readonly FoundEntry[], reaching: ReadonlySet<Unit>): FoundEntry[] {
  return entries.filter((entry) => reaching.has(entry.runs));
}

/** FastAPI calls what a parameter depends on before it calls the function: `service = Depends(get_service)`. */
function dependencyCalls(program: Program): ReadonlyMap<Unit, readonly ResolvedCall[]> {
  const byExpression = new Map<Expression, ResolvedCall>(program.calls.map((call) => [call.site.expression, call]));
  const found = new Map<Unit, ResolvedCall[]>();
  for (const unit of program.modules.flatMap((module) => module.functions)) {
    for (const { defaultValue, annotation } of unit.parameters) {
      const candidates = [defaultValue, ...annotatedWith(annotation)];
      for (const candidate of candidates) {
        const call = candidate === undefined ? undefined : byExpression.get(candidate);
        if (call !== undefined && call.targets.length > 0) append(found, unit, call);
      }
    }
  }
  return found;
}

function annotatedWith(annotation: Expression | undefined): readonly Expression[] {
  return annotation?.kind === "subscript" && annotation.index?.kind === "list" ? annotation.index.items : [];
}

function closure(starts: Iterable<Unit>, next: (unit: Unit) => readonly Unit[]): ReadonlySet<Unit> {
  const found = new Set<Unit>(starts);
  // A Set is iterated in the order of insertion, members added on the way included.
  for (const unit of found) for (const other of next(unit)) found.add(other);
  return found;
}

function append<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [item]);
  else known.push(item);
}
