import { expect, it } from "vitest";
import { renderDataset } from "../../src/cli/dataset/report";
import type { ReferenceSource, Utterance } from "../../src/core/measurement/dataset";

it("warns of references that began as an engine's transcript", () => {
  const clip = (id: string, referenceSource: ReferenceSource): Utterance => ({
    ...{ id, audio: `${id}.wav`, audioPath: `/${id}.wav`, duration: 1, text: "one", language: "en", conditions: [] },
    referenceSource,
  });
  const utterances = [
    clip("a", { kind: "corrected", engine: "whisper\u001b" }),
    clip("b", { kind: "corrected", engine: "whisper\u001b" }),
    clip("c", { kind: "human" }),
  ];
  const text = renderDataset({ name: "set", utterances, problems: [], requested: 3, hash: "0" });
  expect(text).toContain(
    "\n2 references began as transcripts of whisper\\u{1b}: error rates favour that engine, and engines like it.\n",
  );
});
