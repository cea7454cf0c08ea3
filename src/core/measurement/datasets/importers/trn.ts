import { dirname } from "node:path";
import { parseTrn } from "../../../scoring/formats/trn";
import type { Importer } from "./importer";
import { problemAt } from "./importer";
import { audioEnding, filesBelow, stemOf } from "./source-files";
import { sourceLines } from "./source-lines";

/** NIST transcripts: `text (id)`, and audio files with the ids as their names. */
export const trn: Importer = {
  id: "trn",
  title: "NIST transcripts (trn) with a folder of audio",
  source: "the .trn file; its audio lies beside it or below --audio-root",
  async *read(request) {
    const { source, audioRoot = dirname(source) } = request;
    const lines: string[] = [];
    for await (const row of sourceLines(source, request)) {
      if ("problem" in row) yield row;
      else lines[row.line - 1] = row.text;
    }
    const { rows, problems } = parseTrn(Array.from(lines, (text) => text ?? ""));
    for (const { line, message, remedy } of problems) yield problemAt(source, line, message, remedy);
    const audio = new Map<string, string>();
    for await (const path of filesBelow(audioRoot, request)) {
      if (audioEnding.test(path) && !audio.has(stemOf(path))) audio.set(stemOf(path), path);
    }
    for (const { id, text, line } of rows) {
      // Ids may name folders; SphinxTrain's are paths without an ending.
      const path = audio.get(id.replace(/^.*\//, ""));
      if (path) yield { line: { id, audio: path, text } };
      else {
        const remedy = `Name the folder that holds ${id}.wav (or .flac, .ogg, .mp3) with --audio-root.`;
        yield problemAt(source, line, `There is no audio file for ${id}.`, remedy);
      }
    }
  },
};
