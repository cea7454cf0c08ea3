import { type OutputAdapter, OutputError } from "../engine";
import { excerpt, isFields, squeezed } from "./shape";

/** `00:00:01,000 --> 00:00:04,000`, with or without hours and brackets. */
const subtitleTimes = /^\s*\[?(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->/mu;

/** The transcript and nothing else, over any number of lines; or an object whose `text` is that. */
export const text = {
  id: "text",
  title: "Plain text",
  read(output) {
    const written = isFields(output) ? output.text : output;
    if (typeof written !== "string") {
      throw new OutputError(`The output is no text: ${excerpt(output)} Answer with the transcript as a string.`);
    }
    // Times and field names would be counted as words that the engine invented.
    if (subtitleTimes.test(written)) {
      throw new OutputError(
        "The output has subtitle times in it. Turn them off (whisper.cpp: -nt), or write JSON and set output to whisper.",
      );
    }
    if (/^\uFEFF?\s*[{[]\s*["{[]/u.test(written) && isJson(written)) {
      throw new OutputError(
        `The output is JSON: ${excerpt(written)} Set output to the shape it has, for example whisper.`,
      );
    }
    return { text: squeezed(written.replace(/^\uFEFF/, "")) };
  },
} as const satisfies OutputAdapter;

function isJson(written: string): boolean {
  try {
    JSON.parse(written.replace(/^\uFEFF/, ""));
    return true;
  } catch {
    return false;
  }
}
