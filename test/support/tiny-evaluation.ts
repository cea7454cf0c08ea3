import { wav } from "./wav";

/** An engine of a few lines: every `n`-th clip loses its last two words, and a file `slow` beside it makes it wait. */
const engine = `import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
const every = Number(process.argv[2]);
const say = (value) => process.stdout.write(JSON.stringify(value) + "\\n");
say({ engine: "tiny " + every, sources: ["tiny.mjs"] });
for await (const line of createInterface({ input: process.stdin })) {
  const { id, audio } = JSON.parse(line);
  if (existsSync("slow")) await new Promise((resolve) => setTimeout(resolve, 300));
  say({ id, text: Number(audio.match(/c(\\d+)\\.wav/)[1]) % every === 0 ? "alpha bravo" : "alpha bravo delta echo" });
}
`;

export interface TinyOptions {
  readonly clips?: number;
  readonly engines?: readonly object[];
  /** More of the configuration. */
  readonly fields?: object;
}

/** Files of a folder with a test set, an engine that runs at once, and the configuration of both. */
export function tinyEvaluation({
  clips = 24,
  engines = [tinyEngine("tiny", 3)],
  fields = {},
}: TinyOptions = {}): Record<string, string | Uint8Array> {
  const ids = Array.from({ length: clips }, (_, index) => `c${index + 1}`);
  const manifest = ids.map((id) =>
    JSON.stringify({
      id,
      audio: `audio/${id}.wav`,
      text: "alpha bravo delta echo",
      language: "en",
      referenceSource: "human",
    }),
  );
  return {
    "tiny.mjs": engine,
    "calls.jsonl": `${manifest.join("\n")}\n`,
    ".ml-engineer/evaluation.json": JSON.stringify({
      schema: 1,
      datasets: [{ name: "calls", manifest: "calls.jsonl" }],
      engines,
      repeats: 1,
      ...fields,
    }),
    ...Object.fromEntries(ids.map((id, index) => [`audio/${id}.wav`, wav({ seconds: 1.5 + index / 1000 })])),
  };
}

export function tinyEngine(name: string, every: number, more: object = {}): object {
  return { name, command: [process.execPath, "tiny.mjs", String(every)], ...more };
}
