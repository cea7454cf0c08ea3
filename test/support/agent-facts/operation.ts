import { type FactSection, literals } from "./fact";

/** What the agent knows of text, speakers, audio, deployment and caching. */
export const operationFacts: readonly FactSection[] = [
  {
    section: "text",
    facts: [
      { label: "forced alignment", expected: /Forced alignment: wav2vec2 or MFA/ },
      { label: "line breaking", expected: /broken by width, at word boundaries, balanced/ },
      { label: "punctuation restoration", expected: /deepmultilingualpunctuation, rpunct/ },
      { label: "Russian punctuation", expected: /Russian has its own rules for dashes and commas/ },
      { label: "explicit code or detection", expected: /pass an explicit language code; leave detection to uploads/ },
      {
        label: "mixed language",
        expected: /Russian speech with English terms: Whisper copes[^\n]*`alternative_language_codes`/,
      },
      { label: "line width", expected: /`DocumentBuilder\.compute_segment_lines\(\)`[^\n]*`max_line_width=32`/ },
      { label: "tags drive Remotion", expected: /`process_document\(\)` then tags them for Remotion/ },
    ],
  },
  {
    section: "speakers",
    facts: [
      { label: "not built yet", expected: /Diarisation is not built here yet/ },
      { label: "candidates", expected: /WhisperX with pyannote\.audio, Google, and AWS/ },
      { label: "what decides quality", expected: /how many speakers[^\n]*overlap, audio quality, segment length/ },
      { label: "speaker tag", expected: /speaker tag could go on `SegmentNode`/ },
      { label: "concrete field", expected: /`speaker_id: str \| None` for `WordNode` and `LineNode`/ },
      { label: "stored documents", expected: /plan for `document` JSON already stored/ },
    ],
  },
  {
    section: "audio",
    facts: [
      {
        label: "extraction",
        expected: /ffmpeg with `-vn`; PCM where quality counts, Opus where size does; mono at 16 kHz/,
      },
      { label: "Google's rate varies", expected: /for Google the best rate varies by model/ },
      { label: "silence", expected: /`silencedetect`, an energy threshold, or WebRTC VAD/ },
      { label: "loudness", expected: /EBU R128, peak normalisation, dynamic range compression/ },
      { label: "cuts", expected: /Silent intervals can also become cuts/ },
      { label: "upload format", expected: /`_convert_local_to_ogg` makes mono OGG Opus at 24 kbit\/s and 16 kHz/ },
      ...literals("`whisper.load_audio()`"),
    ],
  },
  {
    section: "deployment",
    facts: [
      { label: "ONNX Runtime", expected: /ONNX Runtime \(one model for CPU and GPU\)/ },
      { label: "TensorRT", expected: /TensorRT \(dynamic batching, kernel fusion\)/ },
      { label: "FP16", expected: /FP32 to FP16: no visible loss, half the memory; always on a GPU/ },
      {
        label: "INT8",
        expected: /FP16 to INT8: half the memory again, about 2 times faster on CPU, WER loss under 0\.5 %/,
      },
      { label: "INT8 is the advice for CPU", expected: /FP16 to INT8[^\n]*advise for CPU/ },
      { label: "INT4", expected: /INT4: a measurable loss; for edge/ },
      { label: "CPU is enough", expected: /CPU is enough for small, base and medium/ },
      { label: "GPU is needed", expected: /large-v2, large-v3 and batch throughput need a GPU/ },
      { label: "speed of small", expected: /"x real-time"[^\n]*`small` on CPU 0\.5–3/ },
      { label: "speed of large-v3", expected: /"x real-time"[^\n]*`large-v3` on GPU 10–50/ },
      { label: "GPU price", expected: /instance hour: GPU \$1–3/ },
      { label: "CPU price", expected: /instance hour:[^\n]*CPU \$0\.10–0\.30/ },
      { label: "break-even", expected: /GPU pays for itself[^\n]*10 audio hours a day/ },
      { label: "drafts and finals", expected: /CPU for drafts, GPU for finals/ },
      { label: "Triton", expected: /Triton for dynamic batching, model versions, several models and GPU sharing/ },
      { label: "FastAPI wrapper", expected: /Below 100 concurrent jobs a FastAPI wrapper/ },
      { label: "today's worker", expected: /inside the Dramatiq worker today, with one file for each invocation/ },
      { label: "does not scale", expected: /does not scale to concurrent jobs/ },
      { label: "loading once", expected: /Loading the model once saves 2–10 s/ },
      { label: "queue batching", expected: /Batching across the queue would change the architecture/ },
      { label: "streaming", expected: /Streaming is not built[^\n]*WebSocket and chunked audio/ },
    ],
  },
  {
    section: "caching",
    facts: [
      { label: "models", expected: /`settings\.transcription_models_dir` keeps the models/ },
      { label: "results", expected: /database keeps results as JSON/ },
      { label: "temporary files", expected: /temporary OGG files go after use/ },
    ],
  },
];
