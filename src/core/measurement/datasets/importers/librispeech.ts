import { dirname, join } from "node:path";
import type { Importer } from "./importer";
import { problemAt } from "./importer";
import { audioEnding, filesBelow, stemOf } from "./source-files";
import { keyAndValue, linesOrProblem } from "./source-lines";

/** LibriSpeech and its relatives: `<split>/<speaker>/<chapter>/<speaker>-<chapter>.trans.txt` beside the audio. */
export const librispeech: Importer = {
  id: "librispeech",
  title: "LibriSpeech",
  source: "the folder of the corpus or of a part of it",
  referenceSource: { kind: "human" },
  async *read(request) {
    const { source } = request;
    let transcripts = 0;
    for await (const path of filesBelow(source, request)) {
      if (!path.endsWith(".trans.txt")) continue;
      transcripts++;
      const folder = dirname(path);
      const [chapter = "", speaker = "", split = ""] = folder.split(/[\\/]/).reverse();
      const audio = new Map<string, string>();
      for (const { name, kind } of await request.files.readDirectory(folder)) {
        if (kind !== "directory" && audioEnding.test(name)) audio.set(stemOf(name), join(folder, name));
      }
      for await (const row of linesOrProblem(path, request)) {
        if ("problem" in row) {
          yield row;
          continue;
        }
        const [id, text] = keyAndValue(row.text);
        const clip = audio.get(id);
        audio.delete(id);
        const session = `${speaker}-${chapter}`;
        const conditions = /^(?:dev|test|train)-/.test(split) ? { conditions: [split] } : {};
        if (clip) yield { line: { id, audio: clip, text, language: "en", speaker, session, ...conditions } };
        else yield problemAt(path, row.line, `There is no audio file for ${id}.`, "Unpack the whole corpus again.");
      }
      for (const [id] of audio)
        yield problemAt(path, 1, `${id} has audio, but no text.`, "Unpack the whole corpus again.");
    }
    if (transcripts === 0) {
      const remedy = "Name the folder that holds LibriSpeech, for example LibriSpeech/test-clean.";
      yield problemAt(source, 1, "There is no file .trans.txt below the folder.", remedy);
    }
  },
};
