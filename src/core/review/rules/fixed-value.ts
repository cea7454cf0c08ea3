import type { Value } from "../../pipeline/map";
import type { Place } from "../../workspace/workspace";

/**
 * Whether nothing but an edit of the code can change this value: it is written into the call itself, or the call names a constant. Everything less
 * direct may be one of several values: a parameter's default, a local variable or dictionary that is changed later, what stands in for a missing
 * value, a choice by condition.
 */
export function isFixed({ text, origin, chain }: Value, call: Place): boolean {
  const [first, ...others] = chain;
  if (text === undefined || first === undefined || /^(None|null|undefined|)$/.test(text)) return false;
  if (chain.some((link) => hasAlternative(link.text))) return false;
  const isInCall =
    first.place.path === call.path && first.place.line >= call.line && first.place.line <= (call.endLine ?? call.line);
  return isInCall && (origin === "literal" ? others.length === 0 : origin === "constant" && others.length <= 1);
}

/** `a or b`, `a || b`, `a ?? b`, `a if c else b`, `c ? a : b`, `options.get("a", b)`. */
function hasAlternative(line: string): boolean {
  return /\bor\b|\|\||\?\?|\bif\b.*\belse\b|\?.+:|\.get\(/.test(line);
}
