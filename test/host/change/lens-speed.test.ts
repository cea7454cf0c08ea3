import { expect, it } from "vitest";
import { fake } from "../../support/fake-vscode";
import { openWindow } from "./support";

/** Lines of a file of speech code; its engine call is in the middle. */
const lines = 2000;
/**
 * Milliseconds from the question of the editor to the lenses, after the first parse. Of processor time, and the best of many,
 * since other tests share the machine.
 */
const longest = 50;

it(`finds the lenses of ${lines} typed lines in ${longest} ms`, async () => {
  const block = (index: number) => `
def step_${index}(path, samples):
    """Prepares a part of the audio."""
    total = ${index}
    for sample in samples:
        if sample > total:
            total = sample + ${index}
    return {"path": path, "total": total, "name": "step ${index}"}
`;
  const blocks = Array.from({ length: Math.floor(lines / 9) }, (_, index) => block(index));
  const engine = `
def transcribe(path):
    model = WhisperModel("large-v3")
    parts = step_7(path, [])
    segments, _ = model.transcribe(path, beam_size=5)
    return [segment.text for segment in segments], parts
`;
  const half = Math.floor(blocks.length / 2);
  const text = [
    "from faster_whisper import WhisperModel\n",
    ...blocks.slice(0, half),
    engine,
    ...blocks.slice(half),
  ].join("\n");
  expect(text.split("\n").length).toBeGreaterThanOrEqual(lines);
  const window = await openWindow({ files: { "speech.py": text } });
  const document = window.open("speech.py");
  await fake.views.lenses(document);
  const times = { typed: [] as number[], asked: [] as number[] };
  for (let beam = 6; beam < 22; beam++) {
    fake.documents.type(document, text.replace("beam_size=5", `beam_size=${beam}`));
    for (const kind of ["typed", "asked"] as const) {
      const start = process.cpuUsage();
      const shown = await fake.views.lensText(document);
      const { user, system } = process.cpuUsage(start);
      times[kind].push((user + system) / 1000);
      expect(shown).toContain("Evaluate this engine change");
      expect(shown).toContain("Measure this engine");
    }
  }
  const best = { typed: Math.min(...times.typed), asked: Math.min(...times.asked) };
  console.info(`lenses of ${text.split("\n").length} lines: ${JSON.stringify(best)} ms of processor time`);
  expect(best.typed).toBeLessThan(longest);
  expect(best.asked).toBeLessThan(longest / 10);
  expect(window.find).toHaveBeenCalledTimes(1);
});
