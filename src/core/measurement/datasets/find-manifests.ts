import { PathError } from "../../workspace/path-error";
import type { Workspace } from "../../workspace/workspace";
import { readEntry } from "./manifest-entry";
import { textLines } from "./text-lines";

/** Files whose first line is looked at. */
const mostLookedAt = 50;

/** Manifests of test sets in a workspace: JSONL files that begin with an utterance. Those of `.ml-engineer/` come first. */
export async function findManifests(workspace: Workspace, signal: AbortSignal): Promise<readonly string[]> {
  const { paths } = await workspace.files({ globs: ["**/*.jsonl"] });
  const candidates = paths
    .filter((path) => !/(^|\/)\.ml-engineer\/(runs|cache)\//.test(path))
    .sort((one, other) => Number(isOurs(other)) - Number(isOurs(one)) || (one < other ? -1 : 1))
    .slice(0, mostLookedAt);
  const found: string[] = [];
  for (const path of candidates) if (await isManifest(path, workspace, signal)) found.push(path);
  return found;
}

function isOurs(path: string): boolean {
  return path.startsWith(".ml-engineer/");
}

async function isManifest(path: string, workspace: Workspace, signal: AbortSignal): Promise<boolean> {
  try {
    const file = await workspace.open(path);
    try {
      for await (const { text } of textLines(file, signal)) {
        if (text === undefined) return false;
        if (text.trim() !== "") return readEntry(text).entry !== undefined;
      }
      return false;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof PathError) return false;
    throw error;
  }
}
