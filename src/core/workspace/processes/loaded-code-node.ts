import { readdir, readFile, realpath } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Preload {
  /** Where the text that Node loads first has to be written. */
  readonly path: string;
  /** Folder that Node writes into. */
  readonly coverage: string;
}

/** Has Node write down, when it ends, which scripts it ran. */
export function nodeEnvironment(
  given: Readonly<Record<string, string>>,
  { path, coverage }: Preload,
): { readonly environment: Readonly<Record<string, string>>; readonly text: string } {
  const quoted = `"${path.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  const options = [given.NODE_OPTIONS, `--require ${quoted}`].filter((option) => option?.trim()).join(" ");
  return { environment: { NODE_V8_COVERAGE: coverage, NODE_OPTIONS: options }, text: onTermination };
}

/** Node writes nothing when SIGTERM ends it, which is how a program that does not end by itself is ended. */
const onTermination = `"use strict";
process.once("SIGTERM", () => {
  require("v8").takeCoverage?.();
  if (process.listenerCount("SIGTERM") === 0) process.kill(process.pid, "SIGTERM");
});
`;

/** Real paths of the scripts that ran. */
export async function nodeSources(coverage: string): Promise<readonly string[]> {
  const sources = new Set<string>();
  for (const name of await readdir(coverage).catch(() => [])) {
    const text = await readFile(join(coverage, name), "utf8").catch(() => "");
    for (const url of scriptUrls(text)) {
      const path = await pathOf(url);
      if (path !== undefined) sources.add(path);
    }
  }
  return [...sources];
}

/** A file that is cut, because the program was killed while writing it, tells nothing. */
function scriptUrls(text: string): readonly string[] {
  try {
    const { result }: { result: readonly { readonly url: string }[] } = JSON.parse(text);
    return result.map(({ url }) => url).filter((url) => url.startsWith("file:"));
  } catch {
    return [];
  }
}

async function pathOf(url: string): Promise<string | undefined> {
  try {
    return await realpath(fileURLToPath(url));
  } catch {
    return undefined;
  }
}
