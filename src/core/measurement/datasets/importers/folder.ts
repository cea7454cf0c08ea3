import { dirname, relative } from "node:path";
import type { Imported, Importer, ImportRequest } from "./importer";
import { problemAt } from "./importer";
import { audioEnding, filesBelow } from "./source-files";
import { linesOrProblem } from "./source-lines";

/** A folder of recordings, each with a text of the same name: `x.wav` and `x.txt`. */
export const folder: Importer = {
  id: "folder",
  title: "folder of x.wav and x.txt",
  source: "the folder",
  async *read(request) {
    const audio = new Map<string, string>();
    const texts = new Map<string, string>();
    for await (const path of filesBelow(request.source, request)) {
      const stem = path.replace(/\.[^.]*$/, "");
      if (audioEnding.test(path)) {
        const other = audio.get(stem);
        if (other === undefined) audio.set(stem, path);
        else yield problemAt(path, 1, "There is another recording of this name.", `Keep this file or ${other}.`);
      } else if (/\.txt$/i.test(path)) texts.set(stem, path);
    }
    for (const [stem, path] of audio) {
      const text = texts.get(stem);
      if (text === undefined)
        yield problemAt(path, 1, "The recording has no text.", "Add a .txt file of the same name.");
      else yield* clip(stem, path, text, request);
    }
    for (const [stem, path] of texts) {
      if (!audio.has(stem))
        yield problemAt(path, 1, "The text has no recording.", "Add the audio, or remove the text.");
    }
  },
};

async function* clip(stem: string, audio: string, textPath: string, request: ImportRequest): AsyncGenerator<Imported> {
  const lines: string[] = [];
  for await (const row of linesOrProblem(textPath, request)) {
    if ("problem" in row) {
      yield row;
      return;
    }
    lines.push(row.text.trim());
  }
  const id = relative(request.source, stem).replaceAll("\\", "/");
  const session = dirname(id);
  yield {
    line: { id, audio, text: lines.join(" "), ...(session !== "." && { session }) },
  };
}
