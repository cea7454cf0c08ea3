import { parseMemory } from "../../../src/core/memory/format";
import type { Memory } from "../../../src/core/memory/memory";
import { dateInName } from "../../../src/core/memory/names";

export const folder = ".claude/agents-memory/ml-ai-engineer";

/** Ten findings among which questions have to find the right three. */
const planted: Readonly<Record<string, { engine: string; applies: string; lines: readonly string[] }>> = {
  "silence-vad": {
    engine: "faster-whisper 1.0.3",
    applies: "recordings with long silence are transcribed by faster-whisper",
    lines: ["`vad_filter=True` removes the invented words in pauses", "min_silence_duration_ms=500 loses nothing"],
  },
  "silence-hallucination": {
    engine: "faster-whisper, small",
    applies: "faster-whisper hallucinates text where nobody speaks",
    lines: ["no_speech_threshold=0.45 drops empty segments in silence", "condition_on_previous_text=False ends loops"],
  },
  "silence-threshold": {
    engine: "faster-whisper, medium",
    applies: "thresholds for silence and hallucinations are chosen in faster-whisper",
    lines: ["log_prob_threshold=-0.8 costs 0.2 % WER", "thresholds stand in backend/transcription/settings.py"],
  },
  "google-cost": {
    engine: "Google Speech V1, latest_long",
    applies: "the price of an audio hour at Google is estimated",
    lines: ["a minute costs $0.016, rounded up to 15 s", "short clips cost 40 % more than their length"],
  },
  "google-limits": {
    engine: "Google Speech V1",
    applies: "long files are sent to Google and cost is limited",
    lines: ["long_running_recognize ends after 600 s", "files above 480 minutes are refused"],
  },
  "google-price-channels": {
    engine: "Google Speech",
    applies: "stereo recordings raise the price at Google",
    lines: ["each channel is billed as its own minute", "mono by ffmpeg -ac 1 halves the bill"],
  },
  "large-v3-memory": {
    engine: "openai-whisper, large-v3",
    applies: "large-v3 has to fit into the worker's memory",
    lines: ["large-v3 in FP16 peaks at 9.8 GB", "two workers do not fit on one 16 GB card"],
  },
  "diarisation-speakers": {
    engine: "pyannote.audio 3.1",
    applies: "speakers are told apart in interviews",
    lines: ["DER 14 % with num_speakers=2 given", "overlapped speech is a third of the errors"],
  },
  "deepgram-keywords": {
    engine: "Deepgram nova-2",
    applies: "domain terms are recognised wrongly by Deepgram",
    lines: ["keywords with boost 2 bring term recall to 91 %", "more than 100 terms are ignored"],
  },
  "subtitle-width": {
    engine: "",
    applies: "subtitle lines are wrapped for Russian",
    lines: ["max_line_width=32 breaks 11 % of Russian lines inside a phrase", "36 fits the player of Remotion"],
  },
};

const engines = [
  "faster-whisper 1.0.3",
  "openai-whisper",
  "Google Speech V2",
  "Deepgram nova-2",
  "Vosk 0.3",
  "AWS Transcribe",
  "",
];
const topics = [
  ["beam size", "beam_size is tuned", "beam_size=5 gains 0.3 % WER"],
  ["temperature", "decoding is made deterministic", "temperature=0.2 repeats itself in 3 of 50 clips"],
  ["model loading", "a worker starts", "loading takes 8 s once"],
  ["queue retries", "jobs are retried", "max_retries=3 doubles webhooks"],
  ["language hints", "the language is known", "language=ru saves 30 ms"],
  ["word timing", "captions follow words", "MAE is 80 ms"],
  ["opus upload", "audio is compressed", "24 kbit/s loses 0.1 % WER"],
  ["docker image", "the image is built", "CUDA 12.1 wheels add 2.1 GB"],
  ["punctuation model", "commas are restored", "F1 is 0.71"],
  ["progress bar", "progress is shown", "tqdm is patched in service.py"],
] as const;

/** `count` memories in the folder, the ten planted ones spread among them; more of the same kind for larger counts. */
export function plantedMemories(count: number): Memory[] {
  const files = Object.entries(planted).map(([name, { engine, applies, lines }], index) =>
    memory(`2026-0${1 + (index % 9)}-11-${name}.md`, name.replaceAll("-", " "), applies, lines, engine),
  );
  const noise = Array.from({ length: Math.max(0, count - files.length) }, (_, index) => {
    const [topic, applies, line] = topics[index % topics.length] ?? topics[0];
    const engine = engines[index % engines.length] ?? "";
    const lines = [`${line} in batch ${index}`, `measured on clip-${index}.wav`, `with ${index % 8} threads`];
    return memory(
      `2026-05-${10 + (index % 20)}-${topic.replaceAll(" ", "-")}-${index}.md`,
      topic,
      applies,
      lines,
      engine,
    );
  });
  const step = Math.max(1, Math.floor(noise.length / files.length));
  for (const [index, file] of files.entries()) noise.splice(index * step, 0, file);
  return noise;
}

/** Name without the day and `.md`. */
export function shortName({ name }: Memory): string {
  return name.replace(/^\d{4}-\d{2}-\d{2}-|\.md$/g, "");
}

function memory(name: string, topic: string, applies: string, lines: readonly string[], engine: string): Memory {
  const filler = Array.from(
    { length: 5 },
    (_, at) => `step ${at + 1} was repeated on the evening set of ${name.length + at} files`,
  );
  const text = `# ${topic}\n\n**Applies when:** ${applies}\n\n${[...lines, ...filler].map((line) => `- ${line}`).join("\n")}\n${engine && `\n**Engine/Model:** ${engine}\n`}`;
  const path = `${folder}/${name}`;
  return { path, name, date: dateInName(name) ?? "", ...parseMemory(path, text) };
}
