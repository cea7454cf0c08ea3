import { type Expression, moduleOf, type Unit } from "../lower/unit";
import type { ChainLink, Value, ValueOrigin } from "../map";

/**
 * Of several ways in which a value may be decided, the one that leaves most freedom describes the code best: a request
 * that falls back to a setting is decided by the request.
 */
const freedom: Readonly<Record<ValueOrigin, number>> = {
  request: 6,
  settings: 5,
  environment: 4,
  constant: 3,
  literal: 2,
  default: 1,
  unknown: 0,
};

export function linkAt(unit: Unit, line: number): ChainLink {
  const module = moduleOf(unit);
  return { place: { path: module.path, line }, text: (module.lines[line - 1] ?? "").trim().slice(0, 200) };
}

export function valueAt(
  expression: Pick<Expression, "line">,
  unit: Unit,
  text: string | undefined,
  origin: ValueOrigin,
): Value {
  return { text, origin, chain: [linkAt(unit, expression.line)] };
}

/** The same value, seen from a use one step before. Steps on one line count once. */
export function from(expression: Pick<Expression, "line">, unit: Unit, value: Value, origin = value.origin): Value {
  const link = linkAt(unit, expression.line);
  const [first] = value.chain;
  const isSameLine = first !== undefined && samePlace(first, link);
  return { text: value.text, origin, chain: isSameLine ? value.chain : [link, ...value.chain] };
}

/** The freest of several values; a text that it lacks is taken from the others, as their fallback. */
export function freest(values: readonly Value[]): Value | undefined {
  const known = values.filter((value) => value.text === undefined || !isNothing(value.text));
  const [best, ...others] = [...(known.length > 0 ? known : values)].sort(
    (left, right) => freedom[right.origin] - freedom[left.origin],
  );
  if (best === undefined || best.text !== undefined) return best;
  const fallback = others.find((value) => value.text !== undefined);
  if (fallback === undefined) return best;
  const chain = [...best.chain, ...fallback.chain.filter((link) => !best.chain.some((one) => samePlace(one, link)))];
  return { text: fallback.text, origin: best.origin, chain };
}

/** Values whose origin says where to change them even when their text is not known. */
export function isDecidedElsewhere(origin: ValueOrigin): boolean {
  return origin === "request" || origin === "settings" || origin === "environment";
}

function isNothing(text: string): boolean {
  return text === "None" || text === "null" || text === "undefined";
}

function samePlace(left: ChainLink, right: ChainLink): boolean {
  return left.place.path === right.place.path && left.place.line === right.place.line;
}
