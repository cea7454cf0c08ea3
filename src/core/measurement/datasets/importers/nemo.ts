import { dirname, resolve } from "node:path";
import { fieldsOf } from "../manifest-fields";
import type { Imported, Importer, ImportRequest } from "./importer";
import { problemAt } from "./importer";
import { sourceLines } from "./source-lines";

/** NVIDIA NeMo: one JSON object a line; `offset` and `duration` in seconds name a part of a recording. */
export const nemo: Importer = {
  id: "nemo",
  title: "NeMo manifest",
  source: "the JSONL manifest",
  async *read(request) {
    for await (const row of sourceLines(request.source, request)) {
      yield "problem" in row ? row : convert(row.text, row.line, request);
    }
  },
};

function convert(text: string, line: number, { source, audioRoot }: ImportRequest): Imported {
  const fields = fieldsOf(text);
  const failed = (message: string, remedy: string) => problemAt(source, line, message, remedy);
  if ("message" in fields) return failed(fields.message, fields.remedy);
  const string = (...names: string[]) =>
    names.map((name) => fields.get(name)).find((value) => typeof value === "string");
  const audio = string("audio_filepath");
  const transcript = string("text");
  const language = string("target_lang", "lang", "source_lang");
  if (!audio) return failed("The field audio_filepath is missing.", "A NeMo manifest names the audio on every line.");
  if (transcript === undefined) {
    return failed("The field text is missing.", "Only manifests with references can be measured; add the text.");
  }
  const [offset, duration] = [fields.get("offset"), fields.get("duration")];
  const isPart = typeof offset === "number";
  if (isPart && !(typeof duration === "number" && Number.isFinite(offset + duration))) {
    return failed("The line has an offset and no duration.", "Add the duration in seconds.");
  }
  const speaker = fields.get("speaker");
  return {
    line: {
      audio: resolve(audioRoot ?? dirname(source), audio),
      text: transcript,
      ...(language && { language }),
      ...((typeof speaker === "string" || typeof speaker === "number") && { speaker: String(speaker) }),
      ...(isPart && typeof duration === "number" && partOf(offset, duration)),
    },
  };
}

function partOf(offset: number, duration: number): { start: number; end: number } {
  // Sums of decimals get digits that nobody wrote.
  return { start: offset, end: Number((offset + duration).toFixed(6)) };
}
