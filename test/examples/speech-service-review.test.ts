import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createPipelineMapper } from "../../src/core/pipeline/mapper";
import { parseReview } from "../../src/core/review/parse";
import type { Review } from "../../src/core/review/review";
import { createReviewTool } from "../../src/core/review/tool";
import { createNodeWorkspace } from "../../src/core/workspace/node-workspace";
import { grammarsFolder } from "../support/grammars";

const example = resolve("examples/speech-service");
let review: Review;
beforeAll(async () => {
  const workspace = await createNodeWorkspace({ folders: [example], trusted: false, assetsFolder: resolve("dist") });
  const tool = createReviewTool(createPipelineMapper({ grammarsFolder: grammarsFolder() }));
  const { content, isError } = await tool.invoke({}, { workspace, signal: new AbortController().signal });
  expect(isError, content).toBe(false);
  review = parseReview(content);
});

describe("the review of the example", () => {
  it("names each engine where it transcribes", () => {
    const transcribing = review.engines.filter(({ role }) => role === "transcribe");
    expect(transcribing.map(({ label, hosting, call }) => `${label}, ${hosting}: ${call}`)).toEqual([
      "PocketSphinx, self: subprocess.Popen pocketsphinx_batch",
      "openai-whisper, self: model.transcribe",
      "Google Speech-to-Text, cloud: client.long_running_recognize",
    ]);
  });

  it("finds what a careful engineer would find", () => {
    expect(review.findings.map(({ rule, severity, title }) => `${rule} ${severity}: ${title}`)).toEqual([
      "10 risk: No time limit on `subprocess.Popen pocketsphinx_batch` (PocketSphinx)",
      "10 risk: No time limit on `model.transcribe` (openai-whisper)",
      "9 risk: `POST /draft/` transcribes without checking for an audio stream",
      "2 risk: openai-whisper model `large` can change without a change of yours",
      "2 risk: Google Speech-to-Text model `latest_long` can change without a change of yours",
      "1 unproven: openai-whisper runs `large`, the largest size",
      "8 minor: `temperature`, `beam_size` and `best_of` hard-coded in `model.transcribe`",
      "8 minor: `alternative_language_codes` hard-coded in `speech.RecognitionConfig`",
      "8 minor: Caption line width `max_line_width` hard-coded",
    ]);
  });

  it("leaves alone what is done right, and says so", () => {
    expect(review.inOrder.map(({ rule, text }) => `${rule}: ${text}`)).toEqual([
      "7: `_transcribe` leaves `transcribe_with_google_speech` and `transcribe_with_whisper` to `anyio.to_thread.run_sync`, so the event loop stays free.",
      "7: `create_draft` leaves `transcribe_with_whisper` to `anyio.to_thread.run_sync`, so the event loop stays free.",
      "10: `operation.result` limits the time of `client.long_running_recognize` on the way from `transcription_generate_actor`.",
      "9: `transcription_generate_actor` looks at the file (`probe_media`) before `model.transcribe`.",
      "8: `language` of `model.transcribe` can be set from outside the code.",
      "8: `language_code` of `speech.RecognitionConfig` can be set from outside the code.",
    ]);
  });

  it("supports each finding with lines that exist and say what it says", () => {
    for (const { place, chain } of review.findings) {
      expect(chain.length).toBeGreaterThan(0);
      expect(chain.map((link) => link.place)).toContainEqual(place);
      for (const link of chain) expect(link.text).toBe(lineAt(link.place).slice(0, 200));
    }
    const chains = review.findings.map(({ chain }) => chain.map(({ text }) => text).join("\n"));
    const evidence = [
      "subprocess.Popen(",
      "@dramatiq.actor(",
      '@router.post("/draft/")',
      'DEFAULT_WHISPER_MODEL = "large"',
      'model="latest_long"',
      "model_name",
      "temperature=0.2",
      'alternative_language_codes=["en-US"]',
      "max_line_width=32",
    ];
    for (const [index, text] of evidence.entries()) expect(chains[index]).toContain(text);
  });

  it("points to lines that exist wherever else it names one", () => {
    for (const { place } of [...review.engines, ...review.inOrder]) expect(lineAt(place)).not.toBe("");
  });
});

function lineAt({ path, line }: { readonly path: string; readonly line: number }): string {
  const text = readFileSync(join(example, path), "utf8").split("\n")[line - 1] ?? "";
  return text.replace(/\s+/g, " ").trim();
}
