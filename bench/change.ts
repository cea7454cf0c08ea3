import { performance } from "node:perf_hooks";
import { changedInFile, sideOf } from "../src/core/change/changed-functions";
import { createCodeReader } from "../src/core/pipeline/mapper";
import { grammarsFolder } from "../test/support/grammars";
import { type BenchRow, createRandom, medianInterval, percentile } from "./harness";

/** Changed engine functions of an open document of 2,000 lines after each edit: parsing, fingerprints and comparison. */
export async function benchChange(): Promise<readonly BenchRow[]> {
  const readCode = createCodeReader({ grammarsFolder: grammarsFolder() });
  const path = "speech/engine.py";
  const text = engineFile(2_000);
  const code = await readCode(path, text);
  if (code === undefined) throw new Error("the file was not read");
  const engineCode = code.functions.map(({ name }) => ({ name, path, reach: "engine" as const }));
  const side = sideOf({ engineCode }, () => false);
  const times: number[] = [];
  for (let edit = 0; edit < 40; edit++) {
    const edited = text.replace(`beam_size=${edit + 1},`, `beam_size=${edit + 1_000},`);
    const start = performance.now();
    const after = await readCode(path, edited);
    if (after === undefined) throw new Error("the edited file was not read");
    const pair = { path, before: { code, text }, after: { code: after, text: edited } };
    const found = changedInFile(pair, { before: side, after: side }, new Set());
    times.push(performance.now() - start);
    if (found.length !== 1) throw new Error(`${found.length} functions changed`);
  }
  const median = percentile(times, 50);
  const interval = medianInterval(times, createRandom(20_261_122));
  return [
    {
      id: "P21",
      what: "changed engine functions of an open document of 2,000 lines, in milliseconds",
      bar: "≤ 50 ms",
      ratio: median,
      interval,
      verdict: interval[0] > 50 ? "fail" : "pass",
      note: `p90 ${percentile(times, 90).toFixed(1)} ms`,
    },
  ];
}

/** Functions of eight lines, as speech code has them. */
function engineFile(lines: number): string {
  const functions = Array.from({ length: lines / 8 }, (_, index) =>
    [
      `def transcribe_${index}(self, audio: str, language: str | None = None) -> list[dict]:`,
      `    """Transcribes part ${index} of a recording."""`,
      `    samples = self.load(audio, sampling_rate=16000)[: 30 * 16000]`,
      `    segments, info = self.model.transcribe(samples, language=language, beam_size=${index + 1}, temperature=[0.0, 0.2])`,
      `    if info.language_probability < 0.5 and language is None:`,
      `        logger.warning("unsure about %s", info.language)`,
      `    return [{"start": s.start, "end": s.end, "text": s.text.strip()} for s in segments]`,
      "",
    ].join("\n"),
  );
  return `${functions.join("\n")}\n`;
}
