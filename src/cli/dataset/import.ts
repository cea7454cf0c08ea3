import { randomBytes } from "node:crypto";
import { constants, realpathSync, statSync } from "node:fs";
import { copyFile, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { ImportQuestion, importDataset } from "../../core/measurement/datasets/import-dataset";
import { parseReferenceSource } from "../../core/measurement/datasets/manifest-fields";
import { PathError } from "../../core/workspace/path-error";
import { visible } from "../../core/workspace/visible-text";
import { openWorkspace } from "../environment";
import { messageOf, WorkFailed, WrongUsage } from "../errors";
import { interrupted } from "../options";

export interface ImportOptions {
  readonly out: string;
  readonly force?: boolean;
  readonly language?: string;
  readonly referenceSource?: string;
  readonly audioRoot?: string;
  readonly workspace?: string;
}

/**
 * Writes the manifest that the person named, whole or not at all; never over a file without `--force`.
 * @throws WrongUsage, and WorkFailed when something of the corpus gave no line
 */
export async function writeManifest(format: string, sourceName: string, options: ImportOptions): Promise<void> {
  const source = existing(sourceName);
  const audioRoot = options.audioRoot === undefined ? undefined : existing(options.audioRoot);
  const out = join(existing(dirname(resolve(options.out))), basename(options.out));
  const isTaken = statSync(out, { throwIfNoEntry: false }) !== undefined;
  if (isTaken && !options.force) throw alreadyThere(options.out);
  const folder = statSync(source).isDirectory() ? source : dirname(source);
  const files = await openWorkspace([folder, ...(audioRoot ? [audioRoot] : [])], { trusted: false });
  const wanted = {
    format,
    source,
    audioRoot,
    language: options.language,
    referenceSource: sourceOf(options.referenceSource),
    manifestFolder: dirname(out),
    workspaceFolder: existing(options.workspace ?? "."),
  };
  const draft = `${out}.${randomBytes(4).toString("hex")}.tmp`;
  try {
    const { lines, problems } = await writeLines(draft, importDataset(wanted, files, interrupted()));
    if (lines === 0) throw new WorkFailed(`Nothing of ${visible(sourceName)} gave a line; no manifest was written.`);
    if (options.force) await rename(draft, out);
    else await copyFile(draft, out, constants.COPYFILE_EXCL);
    process.stdout.write(`${lines} lines are in ${visible(options.out)}. Check them with: ml-engineer dataset check\n`);
    if (problems > 0) {
      const what = problems === 1 ? "1 problem is above" : `${problems} problems are above`;
      throw new WorkFailed(`${what}; what it names is not in the manifest.`);
    }
  } catch (error) {
    if (error instanceof PathError || error instanceof ImportQuestion) throw new WrongUsage(messageOf(error));
    throw error instanceof Error && "code" in error && error.code === "EEXIST" ? alreadyThere(options.out) : error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeLines(
  path: string,
  imported: ReturnType<typeof importDataset>,
): Promise<{ readonly lines: number; readonly problems: number }> {
  const file = await open(path, "wx");
  try {
    let [lines, problems] = [0, 0];
    for await (const item of imported) {
      if ("line" in item) {
        lines++;
        await file.write(`${item.line}\n`);
        continue;
      }
      problems++;
      const { path: at, line, message, remedy } = item.problem;
      process.stderr.write(`${visible(`${at}:${line}: ${message} ${remedy}`)}\n`);
    }
    await file.sync();
    return { lines, problems };
  } finally {
    await file.close();
  }
}

function existing(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    throw new WrongUsage(`There is no file or folder ${visible(resolve(path))}.`);
  }
}

function sourceOf(written: string | undefined) {
  if (written === undefined) return undefined;
  const source = parseReferenceSource(written);
  if (source) return source;
  throw new WrongUsage(`--reference-source is human, corrected-from:<engine> or machine, not ${visible(written)}.`);
}

function alreadyThere(out: string): WrongUsage {
  return new WrongUsage(`${visible(out)} is there already. Name another file, or add --force to take its place.`);
}
