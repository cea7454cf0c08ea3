import { posix } from "node:path";
import type { NamedFolders } from "../../workspace/named-folders";
import type { Workspace } from "../../workspace/workspace";
import { AudioError, type AudioFormat } from "../audio/audio";
import { AudioCache } from "../audio/audio-cache";
import type { Dataset, Utterance } from "../dataset";
import { checkClip } from "./check-clip";
import { datasetHash } from "./dataset-hash";
import { inOrder } from "./in-order";
import { type ManifestEntry, readEntry, unknownField } from "./manifest-entry";
import { openAudio } from "./open-audio";
import { type PlacedUtterance, reportCopies, withoutOverlaps } from "./overlaps";
import { type Finding, fatal, Problems, warning } from "./problems";
import { textLines } from "./text-lines";

export interface DatasetSource {
  readonly name: string;
  /** Workspace path of a JSONL file. */
  readonly manifest: string;
  /** Further folders that relative audio paths start from: workspace paths, or below a named folder. */
  readonly audioRoots?: readonly string[];
}

export interface DatasetPorts {
  readonly workspace: Pick<Workspace, "open">;
  /** Folders outside of the workspace that the person named, never a file of the workspace. */
  readonly namedFolders?: NamedFolders;
  /** One for all datasets of a process; default: a new one. */
  readonly audio?: AudioCache;
}

/**
 * Reads a test set and measures its audio. A line that is broken loses only itself, and nothing is left out in silence:
 * every line that is no utterance has a fatal problem.
 * @throws PathError when the manifest cannot be opened, and the signal's reason
 */
export async function readDataset(
  { name, manifest, audioRoots = [] }: DatasetSource,
  { workspace, namedFolders, audio = new AudioCache() }: DatasetPorts,
  signal: AbortSignal,
): Promise<Dataset> {
  const file = await workspace.open(manifest);
  try {
    const { path } = file.location;
    const problems = new Problems(path);
    const places = { workspace, namedFolders, manifestFolder: posix.dirname(path), audioRoots };
    const lines = new EntryLines(problems);
    const clips = inOrder(lines.read(textLines(file, signal)), atOnce, async ({ line, entry }) => ({
      line,
      entry,
      ...(await measure(entry, (path) => openAudio(path, places), audio, signal)),
    }));
    const unmetered: { line: number; format: AudioFormat }[] = [];
    const placed: PlacedUtterance[] = [];
    for await (const { line, entry, findings, clip } of clips) {
      for (const finding of findings) problems.add(line, finding, entry.id);
      if (clip?.unmetered) unmetered.push({ line, format: clip.unmetered });
      if (clip) placed.push({ line, ...clip });
    }
    reportUnmetered(unmetered, problems);
    const kept = withoutOverlaps(placed, problems);
    reportCopies(kept, problems);
    const utterances = kept.map(({ utterance }) => utterance);
    return { name, utterances, problems: problems.list(), requested: lines.count, hash: datasetHash(kept) };
  } finally {
    await file.close();
  }
}

/** Files measured at the same time: reading them waits for the disk more than for the processor. */
const atOnce = 4;

interface EntryLine {
  readonly line: number;
  readonly entry: ManifestEntry;
}

/** From lines to entries with an id of their own. */
class EntryLines {
  /** Lines that were meant as an utterance. */
  count = 0;
  readonly #problems: Problems;
  readonly #lineOfId = new Map<string, number>();
  readonly #unknown = new Set<string>();

  constructor(problems: Problems) {
    this.#problems = problems;
  }

  async *read(lines: ReturnType<typeof textLines>): AsyncGenerator<EntryLine> {
    for await (const { line, text, problem } of lines) {
      if (text !== undefined && text.trim() === "") continue;
      this.count++;
      if (problem) this.#problems.add(line, fatal(problem.message, problem.remedy));
      const entry = text === undefined ? undefined : this.#entry(line, text);
      if (entry) yield { line, entry };
    }
  }

  #entry(line: number, text: string): ManifestEntry | undefined {
    const { entry, findings, unknown } = readEntry(text);
    for (const finding of findings) this.#problems.add(line, finding, entry?.id);
    for (const name of unknown) {
      if (this.#unknown.has(name) || this.#unknown.size >= mostUnknown) continue;
      this.#unknown.add(name);
      this.#problems.add(line, unknownField(name));
    }
    const first = entry && this.#lineOfId.get(entry.id);
    if (!entry || first === undefined) {
      if (entry) this.#lineOfId.set(entry.id, line);
      return entry;
    }
    const remedy = "Give every line an id of its own; without one it is made from the path of the audio.";
    this.#problems.add(line, fatal(`The id ${entry.id} stands on line ${first} already.`, remedy), entry.id);
    return undefined;
  }
}

/** A damaged file may have as many names as lines. */
const mostUnknown = 100;

interface MeasuredClip extends Omit<PlacedUtterance, "line"> {
  readonly unmetered?: AudioFormat;
}

async function measure(
  entry: ManifestEntry,
  open: (path: string) => ReturnType<typeof openAudio>,
  audio: AudioCache,
  signal: AbortSignal,
): Promise<{ readonly clip?: MeasuredClip; readonly findings: readonly Finding[] }> {
  signal.throwIfAborted();
  const file = await open(entry.audio);
  if ("message" in file) return { findings: [file] };
  try {
    const facts = await audio.measure(file, signal);
    const { part, words, findings } = checkClip(entry, facts);
    if (!part) return { findings };
    const { realPath } = file.location;
    const unmetered = facts.level ? undefined : facts.format;
    const utterance = utteranceOf(entry, { audioPath: realPath, part, words });
    return { findings, clip: { utterance, audioHash: facts.hash, ...(unmetered && { unmetered }) } };
  } catch (error) {
    if (!(error instanceof AudioError)) throw error;
    return { findings: [fatal(error.message, error.remedy)] };
  } finally {
    await file.close();
  }
}

function utteranceOf(
  { window, words: _, session, ...entry }: ManifestEntry,
  { audioPath, part, words }: { audioPath: string; part: { start: number; end: number }; words: Utterance["words"] },
): Utterance {
  // The windows of a recording depend on each other, so statistics take the file as one block.
  const block = session ?? (window ? entry.audio : undefined);
  return {
    ...entry,
    audioPath,
    duration: part.end - part.start,
    ...(window && { window: part }),
    ...(words && { words }),
    ...(block !== undefined && { session: block }),
  };
}

function reportUnmetered(clips: readonly { line: number; format: AudioFormat }[], problems: Problems): void {
  const [first] = clips;
  if (!first) return;
  const formats = [...new Set(clips.map(({ format }) => format.toUpperCase()))].join(", ");
  const count = clips.length === 1 ? "1 clip" : `${clips.length} clips`;
  const remedy = "Nothing has to be done; convert to WAV to have it checked.";
  problems.add(first.line, warning(`Silence is not checked in ${formats} (${count}, this is the first).`, remedy));
}
