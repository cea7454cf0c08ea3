import { symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDataset } from "../../../src/core/measurement/datasets/read-dataset";
import { openNamedFolders } from "../../../src/core/workspace/named-folders";
import { makeFifo, temporaryWorkspace } from "../../support/temporary-workspace";
import { wav } from "../../support/wav";
import { line, open, problemsOf, read, second, shown, written } from "./datasets-support";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("a manifest", () => {
  it("with a line of 10 MB, NULs or other encodings loses those lines only", async () => {
    const lines = Buffer.concat([
      bytes(`\ufeff${written([line()]).replace("\n", "\r\n")}`),
      Buffer.alloc(10 * 1024 * 1024, "x"),
      bytes("\n"),
      bytes(`${JSON.stringify(line({ id: "n" })).replace("one", "o\0e")}\n`),
      Buffer.from([0xff, 0xfe, 0x41, 10]),
      bytes(JSON.stringify(line({ id: "last", start: 0.9 })).replace("one two", "")),
    ]);
    const { utterances, problems } = await read(lines);
    expect(utterances.map(({ id, text }) => [id, text])).toEqual([["a", "one two"]]);
    expect(shown(problems)).toEqual([
      "2! The line has 10485760 bytes; 1048576 are the most.",
      "3! The line holds a NUL character, as in UTF-16 or a damaged file.",
      "4! The line is not UTF-8.",
      "5! Line 1 has 0.10 s of the same audio.",
    ]);
  });

  it("of a hundred thousand broken lines is read in bounded memory, and all of them are counted", async () => {
    const { problems, requested } = await read(bytes("x\n".repeat(100_000)));
    expect([requested, problems.length]).toEqual([100_000, 10_001]);
    expect(problems.at(-1)?.message).toBe("There are 90000 problems more, 90000 of them fatal.");
  });

  it("cannot name what is no field, nor a prototype", async () => {
    const { utterances, problems } = await read([
      '{"__proto__": {"audio": "a.wav"}, "constructor": 1}',
      "null",
      "[".repeat(100_000),
    ]);
    expect([utterances, problems.filter(({ fatal }) => fatal).length]).toEqual([[], 6]);
  });

  it("gives utterances or problems for any lines", async () => {
    const field = fc.oneof(fc.jsonValue(), fc.constantFrom("a.wav", "en", "human", 0, 0.5, 1));
    const fields = fc.dictionary(
      fc.constantFrom(...Object.keys(line()), "id", "words", "start", "end", "conditions"),
      field,
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fields, fc.string()), { maxLength: 8 }), async (generated) => {
        const lines = generated.map((one) =>
          typeof one === "string" ? one.replaceAll("\n", "") : { ...line(), ...one },
        );
        const temporary = await temporaryWorkspace({ "m.jsonl": written(lines), "a.wav": second });
        const source = { name: "m", manifest: "m.jsonl" };
        const { utterances, problems, requested } = await readDataset(source, temporary, new AbortController().signal);
        await temporary.dispose();
        const broken = new Set(problems.filter(({ fatal }) => fatal).map((problem) => problem.line));
        expect(utterances.length + broken.size).toBe(requested);
      }),
      { numRuns: 100 },
    );
  });
});

describe("audio", () => {
  it("outside of the workspace stays closed, whatever the manifest says", async () => {
    const outside = await temporaryWorkspace({ "corpus/x.wav": second });
    const corpus = join(outside.path, "corpus");
    const inside = [
      join(corpus, "x.wav"),
      "../../../../../../etc/passwd",
      "link.wav",
      "/etc/passwd",
      "s3://b/x.wav",
      "~/x.wav",
      "/dev/zero",
    ];
    const { path, read } = await open(inside.map((audio, index) => line({ audio, id: `${index}` })));
    symlinkSync(join(corpus, "x.wav"), join(path, "set", "link.wav"));
    const { utterances, problems } = await read({ audioRoots: [corpus, "/", "/etc"] });
    expect(utterances).toEqual([]);
    expect(problems.map(({ message }) => message.replace(outside.path, ""))).toEqual([
      "The audio /corpus/x.wav is outside of the workspace.",
      "The audio ../../../../../../etc/passwd is outside of the workspace.",
      "The audio link.wav is outside of the workspace.",
      "The audio /etc/passwd is outside of the workspace.",
      "The audio s3://b/x.wav cannot be opened: The path `s3://b/x.wav` is a URI, not a path.",
      "The audio ~/x.wav cannot be opened: The path `~/x.wav` points to a home folder.",
      "The audio /dev/zero is outside of the workspace.",
    ]);
    const named = await read({}, { namedFolders: await openNamedFolders([corpus]) });
    expect(named.utterances.map(({ audio }) => audio)).toEqual([inside[0]]);
    expect(shown(named.problems).length).toBe(6);
    await outside.dispose();
  });

  it("that is a FIFO, a folder, a device or a link out of a named folder is refused at once", async () => {
    const { path, read, workspace } = await open(
      ["fifo", "folder", "zero", "out.wav"].map((name) => line({ audio: `../corpus/${name}` })),
      {
        "corpus/folder/x": "",
        "other/x.wav": second,
      },
    );
    makeFifo(join(path, "corpus/fifo"));
    symlinkSync("/dev/zero", join(path, "corpus/zero"));
    symlinkSync(join(path, "other/x.wav"), join(path, "corpus/out.wav"));
    expect(workspace.roots.length).toBe(1);
    const { problems } = await read();
    expect(shown(problems)).toEqual([
      "1! The audio ../corpus/fifo is no regular file.",
      "2! The audio ../corpus/folder is no regular file.",
      "3! The audio ../corpus/zero is outside of the workspace.",
    ]);
    const named = await openNamedFolders([join(path, "corpus")]);
    const failures = ["fifo", "folder", "zero", "out.wav"].map((name) =>
      named.open(join(path, "corpus", name)).catch((error: { problem: string }) => error.problem),
    );
    expect(await Promise.all(failures)).toEqual(["not-a-file", "not-a-file", "outside", "outside"]);
  });

  it("of a size that only looks large costs no memory, and beyond 4 GiB no time", async () => {
    const { path, read } = await open([line({ audio: "huge.wav" }), line({ audio: "claims.wav" })], {
      "set/huge.wav": wav(),
      "set/claims.wav": wav({ announced: 0x7000_0000 }),
    });
    truncateSync(join(path, "set/huge.wav"), 2 ** 40);
    const started = performance.now();
    expect(shown((await read()).problems)).toEqual([
      "1! The file is larger than 4 GiB.",
      "2! The file is cut off: it announces 58720.26 s of audio and holds 1.00 s.",
    ]);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it("on the secrets list is not read", async () => {
    expect(await problemsOf([line({ audio: ".env" })], { "set/.env": second })).toEqual([
      expect.stringContaining("secrets list"),
    ]);
  });

  it("is not measured after the person stopped", async () => {
    const temporary = await temporaryWorkspace({ "m.jsonl": written([line()]) });
    writeFileSync(join(temporary.path, "a.wav"), second);
    const source = { name: "m", manifest: "m.jsonl" };
    await expect(readDataset(source, temporary, AbortSignal.abort())).rejects.toThrow("aborted");
    await temporary.dispose();
  });
});
