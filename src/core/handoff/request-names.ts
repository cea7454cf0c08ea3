/** Who a heading, a bold line or a list item addresses, and what follows the name in the same line. */
export interface Address {
  /** As written, without markup. */
  readonly to: string;
  readonly rest: string;
  /** Whether an arrow or the words "handoff to" say that it is one. */
  readonly isMarked: boolean;
}

/** Reads `-> Backend Architect: …` and its many spellings. Undefined where no name is left. */
export function addressOf(text: string, { isHeading }: { readonly isHeading: boolean }): Address | undefined {
  let rest = text
    .slice(0, longestLine)
    .replace(/\\([->=])/g, "$1")
    .trim();
  let isMarked = false;
  for (let before = ""; before !== rest; ) {
    before = rest;
    rest = rest.replace(
      /^(?:[*_#]{1,6}\s*|\(?\d{1,3}[.):]\s+|(?:\p{Extended_Pictographic}|\u{fe0f})+\s*(?=\S))/u,
      (found) => (startsWithArrow.test(found) ? found : ""),
    );
    rest = rest.replace(
      /^(?:handoff\s+)?request\s*#?\d{0,3}\s*[:.–—-]?(?=[\s>])\s*(?=\S)|^handoff\s*#?\d{0,3}\s*(?=[-=–—→⟶⇒➜➔➡:])(?::\s*)?/i,
      "",
    );
    const marked = rest
      .replace(isHeading ? headingArrow : startsWithArrow, "")
      .replace(/^(?:hand(?:ing)?[\s-]?offs? to\b:?|to:)\s*/i, "");
    isMarked ||= marked !== rest;
    rest = marked;
  }
  const { name, after } = split(rest);
  const to = name
    .replace(/\[([^\]]{1,200})\]\([^)]{0,500}\)/g, "$1")
    .replace(/\s*\([^()]{0,200}\)\s*$/, "")
    .replace(/[*_`]+/g, "")
    .replace(/^@/, "")
    .replace(/[\s:–—-]+$/, "")
    .trim();
  if (to === "" || to.length > longestName || /^(?:none|nothing|n\/?a|no\b.*|not needed)\.?$/i.test(to))
    return undefined;
  return { to, rest: after, isMarked };
}

const longestLine = 2000;
const longestName = 100;

const arrow = String.raw`(?:[-–—]{1,3}>|={1,2}>|[-=]&gt;|→|⟶|⇒|⟹|➜|➔|➡\u{fe0f}?|»)`;
const startsWithArrow = new RegExp(String.raw`^(?:\x60${arrow}\x60|${arrow})\s*`, "u");
/** In a heading the one who asks may stand before the arrow, and a single `>` will do. */
const headingArrow = new RegExp(String.raw`^(?:>{1,2}\s*|(?:[^\n:.→]{0,60}?\s)?(?:\x60${arrow}\x60|${arrow})\s*)`, "u");

/** A name in bold or as code ends where that ends; any other ends at a colon or a dash. */
function split(text: string): { readonly name: string; readonly after: string } {
  const framed = /^(?:(\*\*|__)(.{1,200}?)\1|`([^`]{1,200})`)/.exec(text);
  // What opened before the arrow closes after the name: `**-> Name**: …`.
  const closed = framed ?? /^()([^*_`:]{1,200}?)(?:\*\*|__)/.exec(text);
  const end = closed === null ? /:(?=\s|$)|\s[-–—](?=\s)/.exec(text) : undefined;
  const name = closed ? (closed[2] ?? closed[3] ?? "") : text.slice(0, end?.index ?? text.length);
  const after = text.slice(closed ? closed[0].length : (end?.index ?? text.length));
  return { name, after: after.replace(/^[*_\s]*[:–—-]*[*_\s]*/, "").trim() };
}
