import { afterAll, beforeAll, expect, test } from "vitest";
import { Collector } from "../../../../src/core/workspace/search/collector";
import type { SearchQuery, SearchResult } from "../../../../src/core/workspace/search/search";
import { searchTargets } from "../../../../src/core/workspace/search/worker/search-targets";
import { type SearchEngine, searchEngines } from "../../../support/search-engines";
import { type TemporaryWorkspace, temporaryWorkspace } from "../../../support/temporary-workspace";

let temporary: TemporaryWorkspace;
let ripgrep: SearchEngine;

beforeAll(async () => {
  temporary = await temporaryWorkspace({
    "a.txt": "foo\nbar foo\nFOO\nfoobar\n\nkilo Kelvin \u212a\nstraße \u017f\n",
    "crlf.txt": "foo\r\nfoo\nxfoo\r\n\r\nbar\rfoo\r\r\nfoo",
    "unicode.txt": "naïve é\ne\u0301\nΑθήνα Σίσυφος\nдом 42 ٤٢\n日本語\u3000x\n😀 ok\n a_b-c\n\ttab\n",
    "invalid.bin": new Uint8Array([0x78, 0xff, 0x61, 0x62, 0xe9, 0x7a, 10, 0x61, 0xc3, 0x28, 10, 0xf0, 0x9f, 0x92, 10]),
    "marked.txt": new Uint8Array([0xef, 0xbb, 0xbf, 0x66, 0x6f, 0x6f, 10]),
    "wide.txt": new Uint8Array([0xff, 0xfe, ...Buffer.from("foo\nbär\n", "utf16le")]),
    "nul.bin": "foo\n\0\nfoo\n",
    "braces.ts": "if (a) { b[0] = {}; }\nx.y*z+w?\\n^$|\nreturn a--b && c ~~ d;\n",
    "empty.txt": "",
  });
  [ripgrep] = searchEngines(temporary.workspace, "/nowhere");
});

afterAll(() => temporary.dispose());

/** Patterns that both engines run. What matches is ripgrep's to say; here they must agree, lines and multiline, with and without case. */
const accepted = String.raw`
foo|^foo|foo$|^$|^|$||\Afoo|foo\z|\A|\z|^\s*$|\bfoo|foo\b|\bfoo\b|\Boo|o\B|\b|\B|f.o|f.*o|.+|a*|o{2}|o{1,2}|o{2,}|o{ 2 }
[abc]|[^abc]|[]a]|[^]a]|[a-]|[-a]|[a\-z]|[\]]|[[:alpha:]]+|[[:^alpha:]]|[^[:space:]]+|[a-z&&[^aeiou]]|[a-z--[f]]|[a-c~~b-d]|[\d\s]|[^\W_]+
\d+|\D+|\w+|\W+|\s+|\S+|\pL+|\PL|\p{Greek}+|\p{greek}|\p{Lu}|\p{uppercase_letter}|\p{Cyrillic}|\p{sc=Han}|\p{Alphabetic}|\p{script:Hiragana}|[\p{L}--\p{ascii}]
(?i)foo|(?i:FOO)|(?-i)foo|(?i)ß|(?i)k|(?i)s|(?i)[k]|(?i)Σ|(?i)[^f]|(?s)f.o|(?m)^foo|(?-m)^foo|(?-m)foo$|(?-s).|(?U)f.*o|(?x) f o o|(?u)é|(?im)^FOO
(foo)|(?:foo)+|(?P<n>f)(?<m>o)|foo|bar|(a|b|)x|()|(?:)|foo||bar|(?:a|b){2}|a??|o+?|(?:a*)*|(?:^)*foo|(?:a*)+$|x*y*|(?:(?:a)){1,3}
\x66oo|\x{66}|\u0066|\u{1F600}|\U0001F600|\t|\.|\*|\+|\?|\\|\^|\$|\||\{|\}|}|]|\[|\]|\(|\)|\-|\/|\#|\ |\&|\~|"|'|,|&&|--|\<foo|foo\>|\b{start}f|o\b{end}|\b{start-half}f|o\b{end-half}
😀|\w😀|.😀|[😀]|[^😀]|é|e.|[á-ü]|日本|[一-龠]+|\x{FF}|ÿ|[^\x00-\x7F]|[\x00-\x7F]+|\p{Emoji}|\P{Ascii}+
[^\n]+|[^\r]+|[\s\S]|[\w\W]+|(?s:.)+|r\s|foo\s|\s$|bar\W|[^z]foo
`
  .trim()
  .split("\n")
  .flatMap((line) => splitAlternatives(line));

/** Patterns that neither engine runs. */
const refused = [
  ..."( ) \\p{^L} (?x)a#b [ [a a) (a * + ? a{ {2} a{x} a{2,1} [z-a] \\1 (a)\\1 (?=a) (?!a) (?<=a) (?<!a) \\ (? (?z)a (?i \\p{Nope} \\pZZZ[ \\q \\Z \\G \\K \\R \\X \\y \\e (?P<n>a)(?P<n>b) (?<1>a) (?P=n) (?#x) \\x{110000} \\x{d800} \\xZZ [[:nope:] [\\b] [a-\\d] [\\d-z] \\h a{,2} \\é |* ^**{".split(
    " ",
  ),
];

test.each(accepted.map((pattern) => [pattern]))("both engines find the same for %j", async (pattern) => {
  for (const mode of [{}, { ignoreCase: true }, { multiline: true }]) {
    const [one, other] = await both({ pattern, ...mode });
    expect(other, JSON.stringify(mode)).toEqual(one);
    expect(one.outcome).toBe("done");
  }
});

test.each(refused.map((pattern) => [pattern]))("both engines refuse %j", async (pattern) => {
  const results = await both({ pattern });
  expect(results.map(({ outcome }) => outcome)).toEqual(["bad-pattern", "bad-pattern"]);
  expect(results.every(({ message }) => message && !message.includes("pcre2"))).toBe(true);
});

test.each(["\\n", "\n", "foo\\r", "[\\n]", "[\\r\\n]", "a\\nb", "foo$\\n"])(
  "a line end in %j needs multiline",
  async (pattern) => {
    const results = await both({ pattern });
    expect(results.map(({ outcome }) => outcome)).toEqual(["bad-pattern", "bad-pattern"]);
    const [one, other] = await both({ pattern, multiline: true });
    expect(other).toEqual(one);
    expect(one.outcome).toBe("done");
  },
);

async function both(options: Partial<SearchQuery>): Promise<readonly [SearchResult, SearchResult]> {
  const query: SearchQuery = { pattern: "", output: "lines", limit: 1000, timeout: 20_000, ...options };
  return [await ripgrep.search(query), searchHere(query)];
}

/** The JavaScript engine without its worker, which would take most of the time of so many searches. */
function searchHere(query: SearchQuery): SearchResult {
  const targets = temporary.workspace.roots.map((root) => ({
    root,
    below: "",
    kind: "directory" as const,
    prefix: "",
    innerRoots: [],
  }));
  const collector = new Collector({ limit: query.limit, output: "lines", accepts: () => true, isSecret: () => false });
  const steps = searchTargets({ query, targets, names: undefined });
  for (;;) {
    const step = steps.next();
    if (step.done) return { ...step.value, files: collector.sortedFiles() };
    const [target] = targets;
    if (step.value !== undefined && target !== undefined) collector.add(target, step.value.finding);
  }
}

/** Alternatives stand apart by a bar outside of brackets and groups; an empty one is the empty pattern. */
function splitAlternatives(line: string): string[] {
  const patterns = [""];
  let depth = 0;
  for (let index = 0; index < line.length; index++) {
    const character = line.charAt(index);
    if (character === "\\") {
      patterns[patterns.length - 1] += character + line.charAt(++index);
      continue;
    }
    if (character === "(" || (character === "[" && line.charAt(index - 1) !== "|")) depth++;
    if (character === ")" || character === "]") depth = Math.max(0, depth - 1);
    if (character === "|" && depth === 0) patterns.push("");
    else patterns[patterns.length - 1] += character;
  }
  return patterns;
}
