// Whose code is in `dist/`, and under which licence. Computed from what esbuild says it bundled, never from a list by hand.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Licences that ask for no more than their text. Another one stops the packaging until a person has looked. */
const acceptable = new Set([
  ...["0BSD", "Apache-2.0", "BlueOak-1.0.0", "BSD-2-Clause", "BSD-3-Clause", "CC-BY-4.0", "CC0-1.0", "ISC"],
  ...["MIT", "MIT-0", "Python-2.0", "Unlicense", "Zlib"],
]);
const ownFiles = new Set(["meta.json", "THIRD-PARTY-LICENSES.txt"]);
const licenceFile = /^(licen[cs]e|copying|notice|third-?party-?notices?)([-._].*)?$/i;

/**
 * The packages in the bundle, sorted by name: `{ name, version, licence, texts }`. `meta` is esbuild's metafile and, in
 * `copied`, what the build copied into `dist/` as `{ "file.wasm": "node_modules/package/file.wasm" }`. Throws when a file
 * in `dist/` is in neither, when the text of a package's licence cannot be given, and when a licence is not known to be acceptable.
 */
export function collectLicences(folder, meta) {
  const copied = meta.copied ?? {};
  const outputs = Object.keys(meta.outputs ?? {}).map((path) => path.replace(/^dist\//, ""));
  const known = new Set([...outputs, ...Object.keys(copied), ...ownFiles]);
  const unknown = readdirSync(join(folder, "dist"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, "dist").length + 1))
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => !known.has(file) && !file.endsWith(".map"));
  if (unknown.length > 0)
    throw new Error(
      `dist/meta.json does not say where these come from: ${unknown.join(", ")}. Add them to its "copied".`,
    );

  const bundled = Object.values(meta.outputs ?? {}).flatMap((output) =>
    Object.entries(output.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  );
  const packages = new Set([...bundled, ...Object.values(copied)].map(packageOf).filter((path) => path !== undefined));
  return [...packages]
    .map((path) => describePackage(folder, path))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));
}

/** One text for all: names and versions first, then each licence once, under the packages that share its exact words. */
export function renderLicences(packages) {
  const byText = new Map();
  for (const item of packages) byText.set(item.texts, [...(byText.get(item.texts) ?? []), item]);
  const title = ({ name, version, licence }) => `${name} ${version} (${licence})`;
  const parts = [...byText].map(([texts, owners]) => `${owners.map(title).join("\n")}\n\n${texts}`);
  const line = `\n\n${"-".repeat(100)}\n\n`;
  return `This extension contains the following packages.\n\n${packages.map(title).join("\n")}${line}${parts.join(line)}\n`;
}

/** `node_modules/a/node_modules/@b/c/lib/x.js` → `node_modules/a/node_modules/@b/c`; our own files → undefined. */
function packageOf(path) {
  const start = path.lastIndexOf("node_modules/");
  if (start < 0) return undefined;
  const [scope, name] = path.slice(start + "node_modules/".length).split("/");
  const before = path.slice(0, start).replace(/^[a-z-]+:/, "");
  return `${before}node_modules/${scope.startsWith("@") ? `${scope}/${name}` : scope}`;
}

function describePackage(folder, path) {
  const manifest = JSON.parse(readFileSync(join(folder, path, "package.json"), "utf8"));
  const { name, version, license } = manifest;
  const licence = typeof license === "string" ? license : (license?.type ?? "not stated");
  const names = licence.replace(/[()]/g, "").split(/ (?:OR|AND) /);
  const isAcceptable = licence.includes(" AND ")
    ? names.every((each) => acceptable.has(each))
    : names.some((each) => acceptable.has(each));
  if (!isAcceptable)
    throw new Error(
      `${name} ${version} is bundled under "${licence}": look whether it may be, then add it to scripts/licences.mjs.`,
    );
  const texts = readdirSync(join(folder, path))
    .filter((file) => licenceFile.test(file))
    .sort()
    .map((file) =>
      readFileSync(join(folder, path, file), "utf8")
        .replaceAll("\r\n", "\n")
        .trim(),
    );
  if (texts.length === 0) texts.push(textFromManifest(manifest, licence));
  return { name, version, licence, texts: texts.join("\n\n") };
}

/** Some packages name the MIT licence and forget its text, which has to travel with the code all the same. */
function textFromManifest({ name, version, author }, licence) {
  const holder = typeof author === "string" ? author : author?.name;
  if (licence !== "MIT") throw new Error(`${name} ${version} (${licence}) comes without the text of its licence.`);
  return `Copyright (c) ${holder ?? `the authors of ${name}`}\n\n${mitText}`;
}

const mitText = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
