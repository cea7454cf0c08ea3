import fc from "fast-check";

const atom = fc.constantFrom(
  "foo",
  "bar",
  "a",
  "b",
  "ab",
  "1",
  "é",
  "日",
  "😀",
  " ",
  "\\t",
  "-",
  "_",
  "F",
  "ß",
  ".",
  "[ab]",
  "[^a]",
  "[a-f0-9]",
  "[[:alpha:]]",
  "[[:^digit:]]",
  "[\\w-]",
  "[a-z&&[^aeiou]]",
  "[^\\s\\d]",
  "\\w",
  "\\d",
  "\\s",
  "\\W",
  "\\S",
  "\\D",
  "\\p{Lu}",
  "\\PL",
  "\\p{Han}",
  "^",
  "$",
  "\\b",
  "\\B",
  "\\A",
  "\\z",
  "\\x61",
  "\\(",
  "\\}",
  "\\n",
  "\\r",
);

const quantifier = fc.constantFrom("", "", "", "", "*", "+", "?", "*?", "+?", "{2}", "{1,2}", "{0,1}");

/** Patterns from a grammar: classes, alternation, anchors, quantifiers, groups, flags, Unicode; some that ripgrep refuses. */
export function patternArbitrary(): fc.Arbitrary<string> {
  const piece = fc.tuple(atom, quantifier).map((parts) => parts.join(""));
  const { alternatives } = fc.letrec<{ alternatives: string; sequence: string; piece: string }>((tie) => ({
    alternatives: fc.array(tie("sequence"), { minLength: 1, maxLength: 2 }).map((parts) => parts.join("|")),
    sequence: fc.array(tie("piece"), { minLength: 1, maxLength: 3 }).map((parts) => parts.join("")),
    piece: fc.oneof(
      { depthSize: "small" },
      { weight: 5, arbitrary: piece },
      { weight: 1, arbitrary: group(tie("alternatives")) },
    ),
  }));
  return fc.oneof({ weight: 1, arbitrary: piece }, { weight: 2, arbitrary: alternatives });
}

function group(inside: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const open = fc.constantFrom("(", "(?:", "(?P<n>", "(?s:", "(?-m:");
  return fc.tuple(open, inside, quantifier).map(([start, text, times]) => `${start}${text})${times}`);
}
