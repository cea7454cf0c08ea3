import type { NewMemory } from "../../../src/core/memory/memory";

/** A memory that nothing is wrong with. */
export function newMemory(changes: Partial<NewMemory> = {}): NewMemory {
  return {
    topic: "VAD filter of faster-whisper on calls",
    appliesWhen: "phone calls with long silence are transcribed by faster-whisper",
    insight: [
      "`vad_filter=True` in backend/transcription/service.py removes invented text in pauses",
      "min_silence_duration_ms=500 loses no word, 200 cuts endings",
      "time falls by 31 % on calls with 40 % silence",
      "with faster-whisper 1.0.3 only; 0.10 ignores the option",
      "`word_timestamps` stay right within 60 ms",
    ],
    benchmark: "WER 11.2 % against 14.9 %, 60 calls, 4 CPU cores, .ml-engineer/runs/20260301-ab12cd34",
    engineOrModel: "faster-whisper 1.0.3, small",
    ...changes,
  };
}
