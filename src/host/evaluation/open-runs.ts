import type { Change } from "../../core/change/change";
import type { FoundRun, Home } from "../../core/measurement/tools/homes";

/** The last run of exactly this change that ended early. */
export async function openRunOf(
  home: Home,
  { base, hash }: Pick<Change, "base" | "hash">,
  engine: string,
): Promise<{ readonly id: string } | undefined> {
  const open = await openRuns([home]);
  const found = open.find(
    ({ record: { change } }) =>
      change?.base.commit === base.commit && change.codeHash === hash && change.engine === engine,
  );
  return found && { id: found.record.id };
}

/** Runs that ended early and can be gone on with, newest first. */
export async function openRuns(homes: readonly Home[]): Promise<readonly FoundRun[]> {
  const { runsOf } = await import("../../core/measurement/tools/homes");
  return (await runsOf(homes)).filter(({ record }) => record.state !== "complete" && !record.shard);
}

/** The engine that was last seen to load a file that changed. */
export async function engineThatLoads(
  home: Home,
  { files }: Pick<Change, "files">,
  engines: readonly string[],
): Promise<string | undefined> {
  const { runsOf } = await import("../../core/measurement/tools/homes");
  const changed = new Set(files.flatMap(({ path, basePath }) => [path, ...(basePath === undefined ? [] : [basePath])]));
  for (const { record } of await runsOf([home])) {
    const loading = record.engines.find(({ sources }) => sources.some(({ path }) => changed.has(path)));
    const name = loading && (record.change?.engine ?? loading.name);
    if (name !== undefined && engines.includes(name)) return name;
  }
  return undefined;
}
