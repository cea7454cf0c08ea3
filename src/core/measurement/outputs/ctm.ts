import { parseCtm } from "../../scoring/formats/ctm";
import { type OutputAdapter, OutputError } from "../engine";
import { excerpt, joined, wordsField } from "./shape";

/** NIST's CTM of one recording: `file channel start duration word [confidence]`. No lines: nothing was recognised. */
export const ctm = {
  id: "ctm",
  title: "CTM (time-marked words)",
  read(output) {
    if (typeof output !== "string") {
      throw new OutputError(`The output is no text: ${excerpt(output)} Answer with the CTM lines as one string.`);
    }
    const { rows, problems } = parseCtm(output.replace(/^\uFEFF/, "").split(/\r?\n/u));
    const [problem] = problems;
    if (problem) throw new OutputError(`Line ${problem.line} of the CTM: ${problem.message} ${problem.remedy}`);
    const recordings = new Set(rows.map(({ recording }) => recording));
    if (recordings.size > 1) {
      throw new OutputError(
        `The CTM holds ${recordings.size} recordings (${[...recordings].slice(0, 3).join(", ")}). Write one file a clip.`,
      );
    }
    return {
      text: joined(rows.map((row) => row.text)),
      ...wordsField(rows.map(({ text, start, end }) => ({ text, start, end }))),
    };
  },
} as const satisfies OutputAdapter;
