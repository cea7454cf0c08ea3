import { type Argument, type CallExpression, type Expression, textOf, type Unit } from "../lower/unit";
import type { Evaluator } from "./evaluator";
import type { Scopes } from "./scopes";

/** A call as it happens: after `to_thread(fn, …)`, `partial(fn, …)` and the like are taken off. */
export interface EffectiveCall {
  readonly callee: Expression;
  readonly arguments: readonly Argument[];
  /** What runs the call, as written; undefined for a direct call. */
  readonly wrapper: string | undefined;
  /** Calls that this one stands for as well: a `partial` that it runs. */
  readonly includes: readonly CallExpression[];
}

/** Position of the function that a call from outside runs, by its path. */
const wrappersByPath = new Map<string, number>([
  ["anyio.to_thread.run_sync", 0],
  ["asyncio.to_thread", 0],
  ["starlette.concurrency.run_in_threadpool", 0],
  ["fastapi.concurrency.run_in_threadpool", 0],
  ["functools.partial", 0],
  ["trio.to_thread.run_sync", 0],
]);

/** The same by method name, for executors and queues that come from anywhere. */
const wrappersByMethod = new Map<string, number>([
  ["run_in_executor", 1],
  ["submit", 0],
  ["add_task", 0],
  ["enqueue", 0],
  ["run_sync", 0],
]);

const starters = new Set(["threading.Thread", "multiprocessing.Process", "multiprocessing.get_context().Process"]);

export function effectiveCall(call: CallExpression, unit: Unit, evaluator: Evaluator, scopes: Scopes): EffectiveCall {
  const direct = { callee: call.callee, arguments: call.arguments, wrapper: undefined, includes: [] };
  const started = startedFunction(call, unit, evaluator);
  if (started !== undefined) return { ...started, wrapper: textOf(call.callee, unit), includes: [] };
  const position = wrapperPosition(call, unit, evaluator);
  const wrapped = position === undefined ? undefined : call.arguments[position];
  if (position === undefined || wrapped === undefined || wrapped.name !== undefined) return direct;
  const rest = call.arguments.slice(position + 1);
  const partial = partialBehind(wrapped.value, unit, evaluator, scopes);
  if (partial === undefined && !isCallable(wrapped.value, unit, evaluator)) return direct;
  const [inner, ...bound] = partial?.arguments ?? [];
  return {
    callee: inner?.value ?? wrapped.value,
    arguments: [...bound, ...rest],
    wrapper: textOf(call.callee, unit),
    includes: partial === undefined ? [] : [partial],
  };
}

function wrapperPosition(call: CallExpression, unit: Unit, evaluator: Evaluator): number | undefined {
  for (const entity of evaluator.evaluate(call.callee, unit)) {
    const position = entity.kind === "external" ? wrappersByPath.get(entity.path) : undefined;
    if (position !== undefined) return position;
    if (entity.kind === "function") return undefined;
  }
  return call.callee.kind === "member" ? wrappersByMethod.get(call.callee.name) : undefined;
}

function startedFunction(
  call: CallExpression,
  unit: Unit,
  evaluator: Evaluator,
): Pick<EffectiveCall, "callee" | "arguments"> | undefined {
  const starts = evaluator
    .evaluate(call.callee, unit)
    .some((entity) => entity.kind === "external" && starters.has(entity.path));
  const target = starts ? call.arguments.find((argument) => argument.name === "target") : undefined;
  if (target === undefined) return undefined;
  const positional = call.arguments.find((argument) => argument.name === "args")?.value;
  const items = positional?.kind === "list" ? positional.items : [];
  return { callee: target.value, arguments: items.map((value) => ({ name: undefined, isSpread: false, value })) };
}

/** The `functools.partial(…)` call that an expression is, or a name that is bound to one. */
function partialBehind(
  expression: Expression,
  unit: Unit,
  evaluator: Evaluator,
  scopes: Scopes,
): CallExpression | undefined {
  if (expression.kind === "call") {
    const isPartial = evaluator
      .evaluate(expression.callee, unit)
      .some((entity) => entity.kind === "external" && entity.path === "functools.partial");
    return isPartial ? expression : undefined;
  }
  if (expression.kind !== "name") return undefined;
  const owner = scopes.ownerOf(expression.name, unit);
  const [found] = owner === undefined ? [] : scopes.bindingsIn(owner, expression.name);
  const value = found?.binding.kind === "value" ? found.binding.value : undefined;
  return value?.kind === "call" ? partialBehind(value, unit, evaluator, scopes) : undefined;
}

function isCallable(expression: Expression, unit: Unit, evaluator: Evaluator): boolean {
  if (expression.kind === "member" || expression.kind === "name" || expression.kind === "function") return true;
  return evaluator.evaluate(expression, unit).some((entity) => entity.kind === "function");
}
