import { Readable } from "node:stream";
import fc from "fast-check";
import { expect, test } from "vitest";
import { LongLineError, readLines } from "../../../../src/core/workspace/processes/read-lines";

async function linesOf(chunks: readonly Uint8Array[], longest = 1000): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const { text, isWhole } of readLines(Readable.from(chunks, { objectMode: false }), longest)) {
    lines.push(isWhole ? text : `${text}…`);
  }
  return lines;
}

test("any text in any pieces gives its lines", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: "grapheme" })), fc.array(fc.nat({ max: 20 })), async (texts, cuts) => {
      const lines = texts.map((text) => text.replaceAll(/[\r\n]/g, ""));
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
      const pieces: Buffer[] = [];
      let from = 0;
      for (const cut of [...cuts, bytes.length]) {
        if (cut > 0 && from < bytes.length) pieces.push(bytes.subarray(from, from + cut));
        from += cut;
      }
      expect(await linesOf(pieces, 10_000)).toEqual(lines);
    }),
  );
});

test.each([
  ["a\r\nb\n", ["a", "b"]],
  ["a\nhalf", ["a", "half…"]],
  ["\n\n", ["", ""]],
  ["", []],
])("%j", async (text, lines) => {
  expect(await linesOf([Buffer.from(text)])).toEqual(lines);
});

test("a line of exactly the longest length is read, one byte more is an error", async () => {
  expect(await linesOf([Buffer.from(`${"x".repeat(1000)}\n`)])).toHaveLength(1);
  await expect(linesOf([Buffer.from("x".repeat(600)), Buffer.from("x".repeat(401))])).rejects.toThrow(LongLineError);
  await expect(linesOf([Buffer.from(`${"x".repeat(1001)}\n`)])).rejects.toThrow(LongLineError);
});

test("a stream that breaks off ends the lines", async () => {
  const stream = new Readable({ read() {} });
  stream.push("one\ntwo");
  setTimeout(() => stream.destroy(new Error("broken")), 20);
  const lines: string[] = [];
  for await (const line of readLines(stream, 100)) lines.push(line.text);
  expect(lines).toEqual(["one", "two"]);
});

test("bytes that are no UTF-8 are told", async () => {
  for await (const line of readLines(Readable.from([Buffer.from([0x63, 0xe9, 0x0a])]), 100)) {
    expect(line.isUtf8).toBe(false);
  }
  expect.assertions(1);
});
