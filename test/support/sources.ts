import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The repository. */
export const root = join(import.meta.dirname, "..", "..");

/** The TypeScript files below a folder of the repository, by path from its root. */
export function sources(folder: string): ReadonlyMap<string, string> {
  const paths = (readdirSync(join(root, folder), { recursive: true }) as string[])
    .map((file) => `${folder}/${file.split("\\").join("/")}`)
    .filter((path) => path.endsWith(".ts"))
    .sort();
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

export function readJson<Content>(path: string): Content {
  return JSON.parse(readFileSync(join(root, path), "utf8")) as Content;
}
