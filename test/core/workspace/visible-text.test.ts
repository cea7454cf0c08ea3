import fc from "fast-check";
import { expect, test } from "vitest";
import { cutCharacters, visible, visibleContent, visibleShort } from "../../../src/core/workspace/visible-text";

const cases: readonly (readonly [what: string, text: string, name: string, content: string])[] = [
  ["plain text", "naïve 日本語 🎙", "naïve 日本語 🎙", "naïve 日本語 🎙"],
  ["line feed and tab", "a\n\tb", "a\\u{a}\\u{9}b", "a\n\tb"],
  ["carriage return", "a\rb", "a\\u{d}b", "a\\u{d}b"],
  ["NUL, escape, delete", "\0\u001b\u007f", "\\u{0}\\u{1b}\\u{7f}", "\\u{0}\\u{1b}\\u{7f}"],
  ["C1", "\u009b", "\\u{9b}", "\\u{9b}"],
  ["bidi override", "\u202etxt.exe", "\\u{202e}txt.exe", "\\u{202e}txt.exe"],
  ["bidi isolate", "\u2066a\u2069", "\\u{2066}a\\u{2069}", "\\u{2066}a\\u{2069}"],
  ["direction mark", "a\u200fb", "a\\u{200f}b", "a\u200fb"],
  ["zero-width non-joiner of Persian", "می\u200cروم", "می\\u{200c}روم", "می\u200cروم"],
  ["zero-width space", "a\u200bb", "a\\u{200b}b", "a\u200bb"],
  ["byte order mark inside", "a\ufeffb", "a\\u{feff}b", "a\ufeffb"],
  ["tags", "\u{e0068}\u{e0069}", "\\u{e0068}\\u{e0069}", "\\u{e0068}\\u{e0069}"],
  ["variation selectors", "a\u{e0101}\ufe00", "a\\u{e0101}\\u{fe00}", "a\\u{e0101}\ufe00"],
  ["the selector of emoji", "❤\ufe0f", "❤\ufe0f", "❤\ufe0f"],
  ["line separator", "a\u2028b", "a\\u{2028}b", "a\\u{2028}b"],
  ["Hangul filler", "a\u3164b", "a\\u{3164}b", "a\u3164b"],
  ["lone surrogates", "\ud83da\udc00", "\\u{d83d}a\\u{dc00}", "\\u{d83d}a\\u{dc00}"],
];

test.each(cases)("%s", (_what, text, name, content) => {
  expect(visible(text)).toBe(name);
  expect(visibleContent(text)).toBe(content);
});

test("whatever comes in, well-formed text comes out, and a name stays on one line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 50 }), fc.nat(20), (text, limit) => {
      for (const shown of [visible(text), visibleContent(text), visibleShort(text, limit)]) {
        expect(Buffer.from(shown).toString()).toBe(shown);
      }
      expect(visible(text)).not.toMatch(/[\n\r\t\u2028\u202e]/);
    }),
  );
});

test("cutting counts code points and tears no pair", () => {
  expect(cutCharacters("a🎙b🎙", 2)).toEqual(["a🎙", 2]);
  expect(cutCharacters("a🎙", 2)).toEqual(["a🎙", 0]);
  expect(cutCharacters("🎙🎙🎙", 0)).toEqual(["", 3]);
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.nat(10), (text, limit) => {
      const characters = [...text];
      expect(cutCharacters(text, limit)).toEqual([
        characters.slice(0, limit).join(""),
        Math.max(0, characters.length - limit),
      ]);
    }),
  );
});
