import { describe, expect, it } from "vitest";
import { cli } from "../support/run-cli";

describe("normalize: a line out for each line in", () => {
  it.each<[string, string, readonly string[], string]>([
    ["nothing", "", ["raw"], ""],
    ["empty lines stay", "a\n\n b  c \r\n", ["raw"], "a\n\nb c\n"],
    ["a last line without an end", "a\nb", ["raw"], "a\nb\n"],
    ["English", "Mr. Smith paid $20\n", ["whisper-english"], "mister smith paid $20\n"],
    ["Russian", "\uFEFFЗа́мок, ещё чай!\n", ["ru"], "замок еще чай\n"],
  ])("%s", async (_, input, [id = ""], output) => {
    expect(await cli(["normalize", "--normalizer", id], { input })).toEqual({ code: 0, stdout: output, stderr: "" });
  });

  it.each<[string, readonly string[], string | Uint8Array, RegExp]>([
    ["an unknown normalizer", ["--normalizer", "x"], "a\n", /^There is no normalizer x\. There are: raw, /],
    ["no normalizer", [], "a\n", /required option '--normalizer <id>' not specified/],
    [
      "no UTF-8",
      ["--normalizer", "raw"],
      Uint8Array.of(0x61, 0x0a, 0xff),
      /^standard input:2: The line is not UTF-8\./,
    ],
  ])("%s: exit 2", async (_, options, input, stderr) => {
    const result = await cli(["normalize", ...options], { input });
    expect(result.stderr).toMatch(stderr);
    expect([result.code, result.stdout]).toEqual([2, ""]);
  });
});
