import { isAbsolute, posix, relative, sep } from "node:path";
import type { Workspace } from "../../workspace/workspace";
import type { DatasetProblem, ReferenceSource } from "../dataset";
import { importers } from "./importers";
import type { ImportedLine } from "./importers/importer";
import { canonicalLanguage, writeReferenceSource } from "./manifest-fields";

export interface DatasetImport {
  /** Identifier of an importer. */
  readonly format: string;
  /** Absolute path of a file or folder. */
  readonly source: string;
  /** Absolute path of the folder that relative audio paths start from, where it is not the format's own. */
  readonly audioRoot?: string | undefined;
  /** BCP 47; for all lines, whatever the corpus says. */
  readonly language?: string | undefined;
  readonly referenceSource?: ReferenceSource | undefined;
  /** Absolute path of the folder of the new manifest. */
  readonly manifestFolder: string;
  /** Audio below this folder is written relative to the manifest, other audio with its whole path. Absolute. */
  readonly workspaceFolder: string;
}

/** Something that only the person knows was not said. */
export class ImportQuestion extends Error {
  override readonly name = "ImportQuestion";
}

/**
 * The lines of a manifest for a corpus, one after another, and problems for what gives none.
 * @throws ImportQuestion, PathError, and the signal's reason
 */
export async function* importDataset(
  wanted: DatasetImport,
  files: Pick<Workspace, "locate" | "open" | "readDirectory">,
  signal: AbortSignal,
): AsyncGenerator<{ readonly line: string } | { readonly problem: DatasetProblem }> {
  const { format, source, audioRoot } = wanted;
  const importer = importers.find(({ id }) => id === format);
  if (!importer) {
    throw new ImportQuestion(`There is no format ${format}. There are: ${importers.map(({ id }) => id).join(", ")}.`);
  }
  const referenceSource = wanted.referenceSource ?? importer.referenceSource;
  if (!referenceSource) {
    throw new ImportQuestion(
      `Who made the texts? A ${importer.title} does not say it. Add --reference-source human, corrected-from:<engine> or machine.`,
    );
  }
  const language = wanted.language === undefined ? undefined : languageTag(wanted.language);
  for await (const imported of importer.read({ files, source, audioRoot, signal })) {
    if ("problem" in imported) yield imported;
    else yield { line: lineOf({ ...imported.line, ...(language && { language }) }, referenceSource, wanted) };
  }
}

function lineOf(
  { language, audio, ...line }: ImportedLine,
  referenceSource: ReferenceSource,
  { manifestFolder, workspaceFolder }: DatasetImport,
): string {
  if (!language) throw new ImportQuestion("Which language is it? Add --language, for example --language en.");
  const path = (isBelow(workspaceFolder, audio) ? relative(manifestFolder, audio) : audio).split(sep).join(posix.sep);
  const { id, text, speaker, session, conditions, start, end } = line;
  const source = writeReferenceSource(referenceSource);
  // JSON leaves out what is undefined; the order is the one in which people read it.
  return JSON.stringify({
    id,
    audio: path,
    text,
    language,
    referenceSource: source,
    speaker,
    session,
    conditions,
    start,
    end,
  });
}

function isBelow(folder: string, path: string): boolean {
  const [first = ""] = relative(folder, path).split(sep);
  return first !== ".." && !isAbsolute(relative(folder, path));
}

function languageTag(written: string): string {
  const language = canonicalLanguage(written);
  if (language !== undefined) return language;
  throw new ImportQuestion(`${written} is no language tag. Write for example ru, en or en-US.`);
}
