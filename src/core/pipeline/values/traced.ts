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
  const known = values.filter((value) => !isPlaceholder(value));
  const [best, ...others] = [...(known.length > 0 ? known : values)].sort(
    (left, right) => freedom[right.origin] - freedom[left.origin],
  );
  if (best === undefined) return undefined;
  if (!isNothing(best.text)) return withAlternatives(best, others);
  const fallback = others.find((value) => !isNothing(value.text));
  return fallback === undefined ? best : { text: fallback.text, origin: best.origin, chain: joined(best, fallback) };
}

/** Values of the same kind that differ: `"cuda" if available else "cpu"` is `cuda or cpu`. */
function withAlternatives(best: Value, others: readonly Value[]): Value {
  const equals = others.filter((other) => other.origin === best.origin && other.text !== undefined);
  const texts = new Set([best.text, ...equals.map((other) => other.text)]);
  if (texts.size === 1 || texts.size > maximumAlternatives) return best;
  const chain = equals.reduce((links, other) => joined({ ...best, chain: links }, other), best.chain);
  return { text: [...texts].join(" or "), origin: best.origin, chain };
}

const maximumAlternatives = 3;

function joined(first: Value, second: Value): Value["chain"] {
  return [...first.chain, ...second.chain.filter((link) => !first.chain.some((one) => samePlace(one, link)))];
}

/** Values whose origin says where to change them even when their text is not known. */
export function isDecidedElsewhere(origin: ValueOrigin): boolean {
  return origin === "request" || origin === "settings" || origin === "environment";
}

/** `model = None` before the real assignment. A request or setting that may be left out is none. */
function isPlaceholder({ text, origin }: Value): boolean {
  return text !== undefined && isNothing(text) && !isDecidedElsewhere(origin);
}

function isNothing(text: string | undefined): boolean {
  return text === undefined || text === "None" || text === "null" || text === "undefined";
}

function samePlace(left: ChainLink, right: ChainLink): boolean {
  return left.place.path === right.place.path && left.place.line === right.place.line;
}
