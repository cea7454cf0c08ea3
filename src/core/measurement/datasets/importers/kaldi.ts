import { join, resolve } from "node:path";
import { PathError } from "../../../workspace/path-error";
import type { Imported, Importer, ImportRequest } from "./importer";
import { problemAt } from "./importer";
import { readTable } from "./source-lines";

type Table = Awaited<ReturnType<typeof readTable>>["rows"];

/** A data folder of Kaldi: wav.scp and text, with segments and utt2spk where there are any. */
export const kaldi: Importer = {
  id: "kaldi",
  title: "Kaldi data folder",
  source: "the folder with wav.scp and text",
  async *read(request) {
    const table = async (name: string) => await readTable(join(request.source, name), request);
    const [texts, audio] = [await table("text"), await table("wav.scp")];
    const [segments, speakers] = [await orNone(table("segments")), await orNone(table("utt2spk"))];
    for (const { problems } of [texts, audio, segments, speakers]) yield* problems;
    const hasSegments = segments.rows.size > 0;
    for (const [id, { value: text, line }] of texts.rows) {
      const at = { id, text, line, speaker: speakers.rows.get(id)?.value };
      yield hasSegments ? part(at, segments.rows, audio.rows, request) : whole(at, audio.rows, request);
    }
    const named = hasSegments ? segments.rows : audio.rows;
    for (const [id, { line }] of named) {
      if (texts.rows.has(id)) continue;
      const path = join(request.source, hasSegments ? "segments" : "wav.scp");
      yield problemAt(path, line, `${id} has no line in text.`, "Add its text, or remove it from the folder.");
    }
  },
};

interface Utterance {
  readonly id: string;
  readonly text: string;
  readonly line: number;
  readonly speaker: string | undefined;
}

function whole({ id, text, line, speaker }: Utterance, audio: Table, request: ImportRequest): Imported {
  const recording = audio.get(id);
  if (!recording) {
    return problemAt(join(request.source, "text"), line, `${id} has no line in wav.scp.`, "Add its audio to wav.scp.");
  }
  const path = audioPath(recording, id, request);
  if (typeof path !== "string") return path;
  return { line: { id, audio: path, text, ...(speaker && { speaker }) } };
}

function part(utterance: Utterance, segments: Table, audio: Table, request: ImportRequest): Imported {
  const { id, line } = utterance;
  const segment = segments.get(id);
  if (!segment) {
    return problemAt(
      join(request.source, "text"),
      line,
      `${id} has no line in segments.`,
      "Add its recording and times.",
    );
  }
  const [recording = "", from = "", to = ""] = segment.value.split(/\s+/);
  const [start, end] = [Number(from), Number(to)];
  const path = join(request.source, "segments");
  // An end of -1 is the end of the recording.
  if (from === "" || to === "" || !(start >= 0) || !(end > start || end === -1) || !Number.isFinite(end)) {
    return problemAt(
      path,
      segment.line,
      `${id} has no start with an end after it.`,
      "Write: utterance recording start end.",
    );
  }
  const source = audio.get(recording);
  if (!source) {
    return problemAt(path, segment.line, `The recording ${recording} has no line in wav.scp.`, "Add it to wav.scp.");
  }
  const found = whole({ ...utterance, id: recording }, audio, request);
  if ("problem" in found) return found;
  return { line: { ...found.line, id, session: recording, start, ...(end !== -1 && { end }) } };
}

function audioPath(
  { value, line }: { value: string; line: number },
  id: string,
  { source, audioRoot }: ImportRequest,
): string | Imported {
  const path = join(source, "wav.scp");
  if (value.endsWith("|")) {
    const remedy = "Run it yourself, and write the path of the WAV or FLAC file that it makes.";
    return problemAt(path, line, `${id} is the output of a command, which is never run.`, remedy);
  }
  if (/\.ark:\d+$/.test(value)) {
    const remedy = "Write the recordings out with wav-copy, one file each.";
    return problemAt(path, line, `${id} lies in an archive of Kaldi, which is not supported.`, remedy);
  }
  return value === ""
    ? problemAt(path, line, `${id} names no file.`, "Write the path of its audio.")
    : resolve(audioRoot ?? source, value);
}

async function orNone(table: ReturnType<typeof readTable>): ReturnType<typeof readTable> {
  try {
    return await table;
  } catch (error) {
    if (error instanceof PathError && error.problem === "missing") return { rows: new Map(), problems: [] };
    throw error;
  }
}
