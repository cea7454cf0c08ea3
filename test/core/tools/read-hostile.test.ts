import { open, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { read } from "../../../src/core/tools/read";
import { createNodeWorkspace } from "../../../src/core/workspace/node-workspace";
import { type TemporaryWorkspace, temporaryWorkspace } from "../../support/temporary-workspace";

let fixture: TemporaryWorkspace;

beforeAll(async () => {
  fixture = await temporaryWorkspace({});
});

afterAll(() => fixture.dispose());

async function reading(input: { file_path: string; offset?: number; limit?: number }, workspace = fixture.workspace) {
  const result = await read.invoke(input, { workspace, signal: new AbortController().signal });
  return (result.isError ? "! " : "") + result.content;
}

function at(name: string): string {
  return join(fixture.path, name);
}

describe("sizes", () => {
  test("the head of a 5 GB file comes at once, and so does its end from the middle", async () => {
    await writeFile(at("huge.txt"), "line\n".repeat(5000));
    await truncate(at("huge.txt"), 5 * 1024 ** 3);
    const before = { time: performance.now(), memory: process.memoryUsage().rss };
    expect(await reading({ file_path: "huge.txt", limit: 3 })).toMatch(
      /^1\tline\n2\tline\n3\tline\n\n\[Lines 1–3; more/,
    );
    expect(performance.now() - before.time).toBeLessThan(500);
    // Line 5,001 is 5 GB of NULs: it is followed only so far.
    expect(await reading({ file_path: "huge.txt", offset: 5001 })).toMatch(
      /^5001\t\\u\{0}×2000… \[more than \d{8} more characters]\n\n\[Line 5001; more lines follow/,
    );
    expect(process.memoryUsage().rss - before.memory).toBeLessThan(100 * 1024 ** 2);
  });

  test("an empty 5 GB file is named as what it is", async () => {
    await writeFile(at("sparse.bin"), "");
    await truncate(at("sparse.bin"), 5 * 1024 ** 3);
    expect(await reading({ file_path: "sparse.bin" })).toBe(
      "`sparse.bin` is filled with NUL bytes (5368709120 bytes), not text, so its content is not shown.",
    );
  });

  test("a line of 50 MB is cut, counted exactly, and the next one follows", async () => {
    const file = await open(at("line.txt"), "w");
    for (let megabyte = 0; megabyte < 50; megabyte++) await file.write("é".repeat(500_000));
    await file.write("\nnext\n");
    await file.close();
    const [first, second] = (await reading({ file_path: "line.txt" })).split("\n");
    expect(first).toBe(`1\t${"é".repeat(2000)}… [24998000 more characters]`);
    expect(second).toBe("2\tnext");
    expect(await reading({ file_path: "line.txt", offset: 2 })).toMatch(/^2\tnext\n/);
  });

  test("pages at every distance agree with the whole, cold, with an index, and after a change", async () => {
    // Lines of many lengths, so that pieces of 1 MiB end inside lines, between them, and after a line end.
    const lines = Array.from({ length: 60_000 }, (_, index) => `${index} ${"x".repeat((index * 7919) % 97)}`);
    const check = async (offset: number, workspace = fixture.workspace) => {
      const [page = ""] = (await reading({ file_path: "long.txt", offset, limit: 2 }, workspace)).split("\n\n[");
      const expected = lines.slice(offset - 1, offset + 1).map((line, index) => `${offset + index}\t${line}`);
      expect(page, `offset ${offset}`).toBe(expected.join("\n"));
    };
    await writeFile(at("long.txt"), lines.join("\n"));
    for (const offset of [60_000, 1, 59_999, 2, 30_000, 18_900, 18_901, 37_777, 45_678]) await check(offset);
    // The line across the end of the first piece, whose start lies before it.
    const across = (await readFile(at("long.txt")))
      .subarray(0, 1024 ** 2)
      .toString()
      .split("\n").length;
    for (const offset of [across - 1, across, across + 1]) await check(offset);
    const cold = await createNodeWorkspace({ folders: [fixture.path], trusted: true, assetsFolder: "dist" });
    await check(45_678, cold);
    expect(await reading({ file_path: "long.txt", offset: 60_001 })).toMatch(/^! .* has 60000 lines/);
    lines.unshift("first");
    await writeFile(at("long.txt"), lines.join("\n"));
    for (const offset of [45_678, 2, 60_001]) await check(offset);
  });

  test("a file that ends without a line end exactly where a piece ends", async () => {
    const text = `${"x".repeat(1023)}\n`.repeat(1023) + "y".repeat(1024);
    expect(text).toHaveLength(1024 ** 2);
    await writeFile(at("exact.txt"), text);
    for (let attempt = 0; attempt < 2; attempt++) {
      expect(await reading({ file_path: "exact.txt", offset: 1024 })).toMatch(/^1024\ty{1024}\n\n\[Line 1024 of 1024/);
      expect(await reading({ file_path: "exact.txt", offset: 1025 })).toMatch(/^! .* has 1024 lines/);
    }
  });
});

describe("encodings", () => {
  const text = "naïve\r\nZürich 🎙\n";
  const plain = "1\tnaïve\n2\tZürich 🎙";
  const latin = Buffer.from("naïve\nZürich\n", "latin1");
  const cases: readonly (readonly [what: string, bytes: Uint8Array, expected: string])[] = [
    ["UTF-8", Buffer.from(text), plain],
    ["UTF-8 with a mark", Buffer.from(`\ufeff${text}`), plain],
    ["UTF-16 LE with a mark", Buffer.from(`\ufeff${text}`, "utf16le"), `${plain}\n\n[UTF-16 LE.]`],
    ["UTF-16 BE with a mark", Buffer.from(`\ufeff${text}`, "utf16le").swap16(), `${plain}\n\n[UTF-16 BE.]`],
    ["UTF-16 LE without", Buffer.from(text, "utf16le"), `${plain}\n\n[UTF-16 LE without a byte order mark.]`],
    ["UTF-16 BE without", Buffer.from(text, "utf16le").swap16(), `${plain}\n\n[UTF-16 BE without a byte order mark.]`],
    [
      "Latin-1",
      latin,
      "1\tnaïve\n2\tZürich\n\n[Not valid UTF-8: shown as windows-1252; text in another old encoding looks garbled.]",
    ],
    [
      "UTF-8 with a damaged byte",
      Buffer.concat([Buffer.from("Zürich\n"), latin]),
      "1\tZürich\n2\tna\ufffdve\n3\tZ\ufffdrich\n\n[2 lines hold bytes that are not valid UTF-8, shown as U+FFFD.]",
    ],
    [
      "UTF-8 that ends inside a character",
      Buffer.from("Zürich\n日本").subarray(0, -1),
      "1\tZürich\n2\t日\ufffd\n\n[1 line holds bytes that are not valid UTF-8, shown as U+FFFD.]",
    ],
    [
      "UTF-16 with a lone surrogate and half a unit at its end",
      Buffer.concat([Buffer.from("\ufeffa\ud800b", "utf16le"), Buffer.from([0x41])]),
      "1\ta\ufffdb\ufffd\n\n[UTF-16 LE.]",
    ],
    [
      "UTF-8 of a surrogate",
      Buffer.from([0x61, 0xed, 0xa0, 0x80, 0x0a, 0xc3, 0xa9]),
      "1\ta\ufffd\ufffd\ufffd\n2\té\n\n[1 line holds bytes that are not valid UTF-8, shown as U+FFFD.]",
    ],
  ];
  test.each(cases)("%s", async (_what, bytes, expected) => {
    await writeFile(at("text"), bytes);
    expect(await reading({ file_path: "text" })).toBe(expected);
  });

  test("a page far into UTF-16", async () => {
    const lines = Array.from({ length: 200_000 }, (_, index) => `línea ${index + 1}`);
    await writeFile(at("wide.txt"), Buffer.from(`\ufeff${lines.join("\n")}`, "utf16le"));
    expect(await reading({ file_path: "wide.txt", offset: 150_000, limit: 1 })).toMatch(/^150000\tlínea 150000\n/);
    expect(await reading({ file_path: "wide.txt", offset: 200_001 })).toMatch(/^! .* has 200000 lines/);
  });

  test("a surrogate pair across the end of a piece of UTF-16", async () => {
    for (const start of ["", "x"]) {
      await writeFile(at("pairs.txt"), Buffer.from(`\ufeff${start}${`${"🎙".repeat(99)}\n`.repeat(4000)}`, "utf16le"));
      const page = await reading({ file_path: "pairs.txt", offset: 2600, limit: 100 });
      expect(page.split("\n\n[")[0]).toBe(
        Array.from({ length: 100 }, (_, index) => `${2600 + index}\t${"🎙".repeat(99)}`).join("\n"),
      );
    }
  });

  test("text that grows when it is decoded or made visible stays within the page", async () => {
    for (const character of ["\xe9", "\x01"]) {
      const line = `${"a".concat(character).repeat(500)}\n`;
      await writeFile(at("grows.txt"), Buffer.from(line.repeat(60), "latin1"));
      const page = await reading({ file_path: "grows.txt" });
      expect(Buffer.byteLength(page)).toBeLessThan(50_000);
      const last = Number(/Lines 1–(\d+)/.exec(page)?.[1]);
      expect(page).toContain(`next offset: ${last + 1}`);
      expect(await reading({ file_path: "grows.txt", offset: last + 1 })).toMatch(new RegExp(`^${last + 1}\ta`));
    }
  });

  test("a long line is never cut inside a character", async () => {
    for (const character of ["é", "日", "🎙"]) {
      for (let shift = 0; shift < 4; shift++) {
        await writeFile(at("cut.txt"), "x".repeat(shift) + character.repeat(20_000));
        const page = await reading({ file_path: "cut.txt" });
        expect(page).not.toContain("\ufffd");
        expect(page).toContain(`… [${shift + 18_000} more characters]`);
      }
    }
  });
});

describe("binary files are named", () => {
  const wav = Buffer.alloc(44 + 32_000);
  wav.write("RIFF", 0);
  wav.write("WAVEfmt ", 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(16_000, 24);
  wav.writeUInt32LE(32_000, 28);
  wav.writeUInt16LE(16, 34);
  wav.write("data", 36);
  wav.writeUInt32LE(32_000, 40);
  const latin = (text: string) => Buffer.from(text, "latin1");
  const cases: readonly (readonly [expected: string, bytes: Uint8Array])[] = [
    ["a PNG image", latin("\x89PNG\r\n\x1a\n\0\0")],
    ["a JPEG image", latin("\xff\xd8\xff\xe0")],
    ["a GIF image", latin("GIF89a")],
    ["a WebP image", latin("RIFF\x10\0\0\0WEBPVP8 ")],
    ["a PDF document", latin("%PDF-1.7\n")],
    ["WAV audio, 16000 Hz, 1 channel, 16 bit, 1.00 s", wav],
    ["WAV audio", wav.subarray(0, 13)],
    ["WAV audio, 16000 Hz, 1 channel, 16 bit", wav.subarray(0, 40)],
    ["FLAC audio", latin("fLaC\0\0\0\x22")],
    ["Ogg audio (Vorbis or Opus)", latin("OggS\0\x02")],
    ["MP3 audio", latin("ID3\x04\0")],
    ["MP3 audio", latin("\xff\xfb\x90\x64\0")],
    ["an MP4 or QuickTime container (audio or video)", latin("\0\0\0\x20ftypisom")],
    ["M4A audio", latin("\0\0\0\x20ftypM4A ")],
    ["a zip archive (also the format of PyTorch weights, wheels and .npz)", latin("PK\x03\x04\0")],
    ["a gzip archive", latin("\x1f\x8b\x08\0")],
    ["an ELF program or library", latin("\x7fELF\x02\0")],
    ["a NumPy array", latin("\x93NUMPY\x01\0")],
    ["filled with NUL bytes", Buffer.alloc(10)],
    ["a binary file", latin("abc\0def")],
    ["a binary file", Buffer.from(Array.from({ length: 3000 }, (_, index) => (index * index * 31) % 256))],
    // 16-bit samples of silence look almost like UTF-16.
    ["a binary file", Buffer.from(Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? 1 + (index % 7) : 0)))],
  ];
  test.each(cases)("%s", async (expected, bytes) => {
    await writeFile(at("blob"), bytes);
    expect(await reading({ file_path: "blob" })).toBe(
      `\`blob\` is ${expected} (${bytes.length} bytes), not text, so its content is not shown.`,
    );
  });

  test.each(["ID3 tags explained\n", "RIFF is a format\n", "GIF is pronounced\n", "BZh\n"])(
    "%j is text",
    async (text) => {
      await writeFile(at("prose"), text);
      expect(await reading({ file_path: "prose" })).toBe(`1\t${text.trim()}`);
    },
  );
});
