import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type BuildMeta, collectLicences, renderLicences } from "../../scripts/licences.mjs";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const manifest = (name: string, license: string) => JSON.stringify({ name, version: "1.0.0", license, author: "Ada" });

/** What the package would say, or why it cannot be made. */
function check(files: Readonly<Record<string, string>>, meta: BuildMeta): string {
  const folder = mkdtempSync(join(tmpdir(), "ml-engineer-licences-"));
  folders.push(folder);
  for (const [name, content] of Object.entries({ "dist/meta.json": "", ...files })) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  try {
    return renderLicences(collectLicences(folder, meta));
  } catch (error) {
    return `refused: ${error instanceof Error ? error.message : error}`;
  }
}

const bundle = (...inputs: string[]): BuildMeta["outputs"] => ({
  "dist/cli.js": { inputs: Object.fromEntries(inputs.map((input) => [input, { bytesInOutput: 9 }])) },
});

describe("licences of what is bundled", () => {
  it("lists packages, nested ones too, and gives a shared text once", () => {
    const text = check(
      {
        "dist/cli.js": "",
        "dist/cli.js.map": "",
        "node_modules/@a/b/package.json": manifest("@a/b", "MIT"),
        "node_modules/@a/b/LICENSE": "Shared words",
        "node_modules/@a/b/node_modules/c/package.json": manifest("c", "MIT"),
        "node_modules/@a/b/node_modules/c/license.md": "Shared words",
        "node_modules/d/package.json": manifest("d", "Apache-2.0"),
        "node_modules/d/LICENSE": "Other words",
        "node_modules/d/NOTICE": "Made by D",
      },
      {
        outputs: bundle(
          "src/main.ts",
          "node_modules/@a/b/x.js",
          "node_modules/@a/b/node_modules/c/y/z.js",
          "node_modules/d/e.js",
        ),
      },
    );
    expect(text.split(/\n-+\n/).map((part) => part.trim())).toEqual([
      "This extension contains the following packages.\n\n@a/b 1.0.0 (MIT)\nc 1.0.0 (MIT)\nd 1.0.0 (Apache-2.0)",
      "@a/b 1.0.0 (MIT)\nc 1.0.0 (MIT)\n\nShared words",
      "d 1.0.0 (Apache-2.0)\n\nOther words\n\nMade by D",
    ]);
  });

  it("counts copied files, and not what tree shaking left out", () => {
    const text = check(
      {
        "dist/cli.js": "",
        "dist/w.wasm": "",
        "node_modules/w/package.json": manifest("w", "ISC"),
        "node_modules/w/LICENCE.txt": "Words",
      },
      {
        outputs: { "dist/cli.js": { inputs: { "node_modules/unused/i.js": { bytesInOutput: 0 } } } },
        copied: { "w.wasm": "node_modules/w/w.wasm" },
      },
    );
    expect(text).toContain("w 1.0.0 (ISC)\n\nWords");
    expect(text).not.toContain("unused");
  });

  it("writes the MIT text where a package names it and forgets it", () => {
    const text = check(
      { "dist/cli.js": "", "node_modules/m/package.json": manifest("m", "MIT") },
      { outputs: bundle("node_modules/m/i.js") },
    );
    expect(text).toContain("Copyright (c) Ada\n\nPermission is hereby granted");
  });

  it.each([
    ["a file of unknown origin", { "dist/cli.js": "", "dist/deep/x.wasm": "" }, bundle(), "deep/x.wasm"],
    [
      "a licence nobody has looked at",
      { "dist/cli.js": "", "node_modules/g/package.json": manifest("g", "GPL-3.0"), "node_modules/g/LICENSE": "x" },
      bundle("node_modules/g/i.js"),
      'g 1.0.0 is bundled under "GPL-3.0"',
    ],
    [
      "one of two licences that both apply",
      {
        "dist/cli.js": "",
        "node_modules/g/package.json": manifest("g", "(MIT AND GPL-3.0)"),
        "node_modules/g/LICENSE": "x",
      },
      bundle("node_modules/g/i.js"),
      "g 1.0.0 is bundled under",
    ],
    [
      "a licence without its text",
      { "dist/cli.js": "", "node_modules/i/package.json": manifest("i", "ISC") },
      bundle("node_modules/i/i.js"),
      "i 1.0.0 (ISC) comes without the text",
    ],
  ])("refuses %s", (_name, files, outputs, reason) => {
    const text = check(files as unknown as Record<string, string>, { outputs });
    expect(text).toMatch(/^refused: /);
    expect(text).toContain(reason);
  });
});
