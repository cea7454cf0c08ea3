import { type FactSection, literals } from "./fact";

/** What the agent knows of engines, models and how to compare them. */
export const modelFacts: readonly FactSection[] = [
  {
    section: "Whisper models",
    facts: [
      { label: "tiny", expected: /^\| tiny \| 39 M \| ~1 GB \|[^\n]*previews only[^\n]*high WER outside English/m },
      {
        label: "base",
        expected: /^\| base \| 74 M \| ~1 GB \|[^\n]*English is good, Russian acceptable[^\n]*default today/m,
      },
      { label: "small", expected: /^\| small \| 244 M \| ~2 GB \|[^\n]*common languages[^\n]*best trade/m },
      { label: "medium", expected: /^\| medium \| 769 M \| ~5 GB \|[^\n]*multilingual[^\n]*diminishing returns/m },
      { label: "large-v3", expected: /^\| large-v3 \| 1550 M \| ~10 GB \|[^\n]*10 times the cost and compute/m },
      { label: "family", expected: /tiny, base, small, medium, large, large-v2 and large-v3/ },
      { label: "punctuation is native", expected: /Punctuation is native/ },
      { label: "word_timestamps", expected: "`word_timestamps=True`" },
      { label: "detect_language", expected: /`detect_language\(\)` works on the mel spectrogram/ },
      { label: "first 30 s", expected: /detection hears only the first 30 s/ },
    ],
  },
  {
    section: "engines around Whisper",
    facts: [
      { label: "faster-whisper runtime", expected: /\*\*faster-whisper\*\* \(CTranslate2\)/ },
      { label: "faster-whisper speed", expected: /\*\*faster-whisper\*\*[^\n]*4–8 times faster/ },
      { label: "faster-whisper types", expected: /\*\*faster-whisper\*\*[^\n]*INT8 and FP16/ },
      {
        label: "faster-whisper search and VAD",
        expected: /\*\*faster-whisper\*\*[^\n]*beam search[^\n]*VAD filter that skips silence/,
      },
      { label: "WhisperX", expected: /\*\*WhisperX\*\*: wav2vec2 forced alignment, diarisation, batching/ },
      { label: "whisper.cpp", expected: /\*\*whisper\.cpp\*\*: CPU and edge[^\n]*all sizes[^\n]*Q4, Q5 or Q8/ },
      { label: "Distil-Whisper speed", expected: /\*\*Distil-Whisper\*\*: 6 times faster than large-v2/ },
      { label: "Distil-Whisper loss", expected: /\*\*Distil-Whisper\*\*[^\n]*under 1 % WER loss, in English/ },
    ],
  },
  {
    section: "cloud engines",
    facts: [
      { label: "Google versions", expected: /\*\*Google Speech\*\* V1 and V2/ },
      { label: "latest_long", expected: /\*\*Google Speech\*\*[^\n]*`latest_long` is its most accurate/ },
      { label: "chirp", expected: /\*\*Google Speech\*\*[^\n]*`chirp` the multilingual/ },
      {
        label: "Google features",
        expected: /word times, `enable_automatic_punctuation`, diarisation, language detection/,
      },
      { label: "Google price", expected: /\*\*Google Speech\*\*[^\n]*\$0\.016 a minute/ },
      { label: "AWS modes", expected: /\*\*AWS Transcribe\*\*: live or batch/ },
      {
        label: "AWS features",
        expected: /\*\*AWS[^\n]*custom vocabulary, language identification, redaction, toxicity/,
      },
      { label: "Azure", expected: /\*\*Azure Speech\*\*: batch, custom speech, pronunciation/ },
      {
        label: "Deepgram",
        expected: /\*\*Deepgram Nova-2\*\*: streaming, topic detection, keyword boost, smart formatting/,
      },
      {
        label: "axes of comparison",
        expected: /price a minute, latency as RTF, which languages, punctuation, word timing, diarisation/,
      },
    ],
  },
  {
    section: "comparing models",
    facts: [
      { label: "50 clips a language", expected: /At least 50 clips a language[^\n]*clean, noisy, accented and domain/ },
      {
        label: "mirrors production",
        expected: /look like production[^\n]*languages, audio quality, speaking pace and domain words/,
      },
      { label: "10 hours a language", expected: /checked by people[^\n]*at least 10 hours for each target language/ },
      {
        label: "WER formula",
        expected: /WER = \(substitutions \+ insertions \+ deletions\) \/ words in the reference/,
      },
      { label: "CER", expected: /CER is the same on characters/ },
      { label: "CER for agglutinative languages", expected: /CER for agglutinative languages/ },
      { label: "normalisation", expected: /fold case, drop punctuation, collapse white space/ },
      {
        label: "reported together",
        expected: /latency, memory and cost beside WER and the MAE of word timing \(in ms\)/,
      },
      { label: "same preprocessing and scoring", expected: /Same preprocessing and same scoring/ },
      { label: "intervals", expected: /Confidence intervals on every accuracy/ },
      { label: "whole tables", expected: /whole tables and never picked examples/ },
      {
        label: "three kinds of A/B",
        expected: /Three kinds of A\/B:[^\n]*two sizes[^\n]*grid over temperature, beam size and language hint/,
      },
    ],
  },
  {
    section: "decoding parameters",
    facts: [
      { label: "temperature range", expected: /temperature lies in 0–1, lower is more deterministic/ },
      { label: "temperature today", expected: /temperature[^\n]*the project uses 0\.2/ },
      ...literals("`verbose=False`", "`verbose=None`", "beam_size", "best_of"),
      ...literals("compression_ratio_threshold", "no_speech_threshold"),
      { label: "defaults right, only hard-coded", expected: /today's defaults to be right[^\n]*hard-coded/ },
      { label: "clean-up", expected: /strip, normalise punctuation, handle empty segments/ },
    ],
  },
];
