import { describe, expect, test } from "vitest";
import { PathError } from "../../../src/core/workspace/path-error";
import { contains, parsePath } from "../../../src/core/workspace/path-syntax";

function parsed(input: string, platform: NodeJS.Platform): string {
  try {
    const { kind, volume, segments } = parsePath(input, platform);
    return `${kind} ${volume}[${segments.join("|")}]`;
  } catch (error) {
    if (error instanceof PathError) return `! ${error.problem}`;
    throw error;
  }
}

describe("Windows spellings", () => {
  const cases: readonly (readonly [input: string, expected: string])[] = [
    ["src\\main.py", "relative [src|main.py]"],
    ["src/./a\\..\\main.py", "relative [src|main.py]"],
    ["c:\\work\\src\\main.py", "absolute C:[work|src|main.py]"],
    ["C:/work/../other", "absolute C:[other]"],
    ["..\\x", "! outside"],
    ["a\\..\\..\\x", "! outside"],
    ["\\Windows\\x", "! outside"],
    ["/Windows/x", "! outside"],
    ["C:main.py", "! invalid"],
    ["C:", "! invalid"],
    ["\\\\server\\share\\x", "! invalid"],
    ["//server/share", "! invalid"],
    ["\\\\?\\C:\\x", "! invalid"],
    ["\\??\\C:\\x", "! invalid"],
    ["\\\\.\\COM1", "! invalid"],
    ["src\\main.py:hidden", "! invalid"],
    ["src\\main.py::$DATA", "! invalid"],
    ["./C:x", "! invalid"],
    ["CON", "! invalid"],
    ["src\\nul.txt", "! invalid"],
    ["com¹", "! invalid"],
    ["LPT9.log", "! invalid"],
    ["console.py", "relative [console.py]"],
    [".env.", "! invalid"],
    [".env ", "! invalid"],
    ["src. \\x", "! invalid"],
  ];
  test.each(cases)("%s → %s", (input, expected) => {
    expect(parsed(input, "win32")).toBe(expected);
  });
});

describe("one path in another, segment by segment", () => {
  const cases: readonly (readonly [NodeJS.Platform, outer: string, inner: string, expected: boolean])[] = [
    ["linux", "/work/app", "/work/app/x", true],
    ["linux", "/work/app", "/work/app", true],
    ["linux", "/work/app", "/work/app-evil/x", false],
    ["linux", "/work/app", "/work", false],
    ["linux", "/work/app", "/work/APP/x", false],
    ["linux", "/", "/anything", true],
    ["darwin", "/work/app", "/work/APP/x", true],
    ["darwin", "/work/caf\u00e9", "/work/cafe\u0301/x", true],
    ["darwin", "/work/app", "/work/app-evil/x", false],
    ["win32", "C:\\Work\\App", "c:\\work\\app\\x", true],
    ["win32", "C:\\work\\app", "C:\\work\\app-evil\\x", false],
    ["win32", "C:\\work", "D:\\work\\x", false],
  ];
  test.each(cases)("%s: %s holds %s: %s", (platform, outer, inner, expected) => {
    expect(contains(parsePath(outer, platform), parsePath(inner, platform), platform)).toBe(expected);
  });
});
