import fc from "fast-check";

export const folderNames = ["src", "lib", "a b", "src/lib/deep", "é"] as const;

/** Bytes, one character each: text, Windows line ends, marks, other encodings, invalid bytes, NUL, long lines. */
const contentArbitrary = fc.oneof(
  { weight: 8, arbitrary: linesOf(["\n"]) },
  { weight: 2, arbitrary: linesOf(["\n", "\r\n", "\r"]) },
  { weight: 1, arbitrary: linesOf(["\n"]).map((text) => `\xef\xbb\xbf${text}`) },
  { weight: 1, arbitrary: linesOf(["\n"]).map((text) => `${text}\0${text}`) },
  { weight: 1, arbitrary: linesOf(["\n"]).map((text) => `${text}\xff\xc3(${text}\xe9`) },
  { weight: 1, arbitrary: linesOf(["\n", "\r\n"]).map(toUtf16) },
  {
    weight: 1,
    arbitrary: linesOf(["\n"]).map((text) =>
      `${text}${"é".repeat(300)}${"ab".repeat(300)}\n${text}`.replaceAll("é", "\xc3\xa9"),
    ),
  },
);

const ignoreLineArbitrary = fc.constantFrom(
  "*.md",
  "!b.md",
  "/src",
  "src/",
  "lib",
  "lib/*",
  "!lib/a.py",
  "src/**",
  "**/deep",
  "a.*",
  "/*.py",
  "[ab].ts",
  "[!a].py",
  "*.{py,ts}",
  "src/lib/",
  "/src/lib/deep/*.py",
  "a b/",
  "a\\ b",
  "# comment",
  "",
  "\\#a",
  "**/lib/**",
  "é",
  "?.md",
  "deep/**/a.py",
  "!/src/",
  "*",
  "!*/",
  "!*.py",
  "b.md   ",
  "a.ts/",
  "**",
  "s*c",
  "/**/a.py",
  "foo[",
  "x{",
  "l?b/**/b.*",
);

const pathArbitrary = fc
  .tuple(
    fc.constantFrom("", "", "src/", "src/lib/", "lib/", "src/lib/deep/", "a b/", "é/", ".hidden/", "src/.git/", "s/"),
    fc.constantFrom(
      "a.py",
      "b.py",
      "a.ts",
      "b.md",
      "c.md",
      "Makefile",
      ".env",
      ".dot.py",
      "a",
      "a.b",
      "é.py",
      "x\ny.py",
      "id_rsa",
      "a-b",
    ),
  )
  .map(([folder, name]) => folder + name);

/** Paths and contents of a small workspace with ignore rules at several depths. */
export const treeArbitrary: fc.Arbitrary<Record<string, string>> = fc
  .tuple(
    fc.dictionary(pathArbitrary, contentArbitrary, { minKeys: 6, maxKeys: 16 }),
    fc.dictionary(
      fc.constantFrom(".gitignore", "src/.gitignore", "src/lib/.gitignore", "lib/.gitignore", "src/.ignore"),
      fc.array(ignoreLineArbitrary, { minLength: 1, maxLength: 4 }).map((lines) => toBytes(lines.join("\n"))),
      { maxKeys: 3 },
    ),
  )
  .map(([files, rules]) => withoutConflicts({ ...files, ...rules }));

/** The same name cannot be a file and a folder. */
function withoutConflicts(files: Record<string, string>): Record<string, string> {
  const names = Object.keys(files);
  return Object.fromEntries(
    Object.entries(files).filter(([name]) => !names.some((other) => other.startsWith(`${name}/`))),
  );
}

function linesOf(ends: readonly string[]): fc.Arbitrary<string> {
  const words = fc.constantFrom(
    "foo",
    "bar",
    "Foo",
    "a",
    "ab",
    "aab",
    "b1",
    "x_y",
    "42",
    "é",
    "Straße",
    "日本",
    "😀",
    " ",
    "  ",
    "\t",
    "-",
    "",
    "(",
    "}",
  );
  const line = fc.array(words, { maxLength: 5 }).map((parts) => parts.join(""));
  return fc
    .tuple(fc.array(fc.tuple(line, fc.constantFrom(...ends)), { maxLength: 12 }), line)
    .map(([lines, last]) => toBytes(lines.map((parts) => parts.join("")).join("") + last));
}

function toBytes(text: string): string {
  return Buffer.from(text).toString("latin1");
}

function toUtf16(bytes: string): string {
  return `\xff\xfe${Buffer.from(Buffer.from(bytes, "latin1").toString(), "utf16le").toString("latin1")}`;
}
