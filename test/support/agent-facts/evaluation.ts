import type { FactSection } from "./fact";

/** Bars with their subject in the same row, how each is measured, the report, the red flags. */
export const evaluationFacts: readonly FactSection[] = [
  {
    section: "bars",
    facts: [
      { label: "WER Russian", expected: /^\|[^\n]*\bWER\b[^\n]*< 15 % Russian/m },
      { label: "WER English", expected: /^\|[^\n]*\bWER\b[^\n]*< 10 % English/m },
      { label: "WER on clean audio", expected: /^\|[^\n]*\bWER\b[^\n]*clean audio/m },
      { label: "CER Russian", expected: /^\|[^\n]*\bCER\b[^\n]*< 8 % Russian/m },
      { label: "CER English", expected: /^\|[^\n]*\bCER\b[^\n]*< 5 % English/m },
      { label: "RTF p50 preview", expected: /^\|[^\n]*RTF p50[^\n]*< 0\.5 preview/m },
      { label: "RTF p50 production", expected: /^\|[^\n]*RTF p50[^\n]*< 2 production/m },
      { label: "RTF p95 samples", expected: /^\|[^\n]*RTF p95, over 50\+ samples/m },
      { label: "RTF p95 preview", expected: /^\|[^\n]*RTF p95[^\n]*< 1 preview/m },
      { label: "RTF p95 production", expected: /^\|[^\n]*RTF p95[^\n]*< 5 production/m },
      { label: "peak memory", expected: /^\|[^\n]*peak memory[^\n]*fits the worker container's limit/m },
      { label: "cost self-hosted", expected: /^\|[^\n]*an audio hour[^\n]*< \$0\.50 self-hosted/m },
      { label: "cost cloud", expected: /^\|[^\n]*an audio hour[^\n]*< \$1\.50 cloud/m },
      { label: "languages", expected: /^\| Languages[^\n]*Russian and English mandatory/m },
      { label: "word timing", expected: /^\| Word timing[^\n]*< 100 ms/m },
      { label: "diarisation", expected: /^\|[^\n]*diarisation error rate[^\n]*< 20 % once built/m },
    ],
  },
  {
    section: "how it is measured",
    facts: [
      { label: "WER by jiwer", expected: /^\|[^\n]*\bWER\b[^\n]*jiwer against a human reference/m },
      { label: "CER by jiwer", expected: /^\|[^\n]*\bCER\b[^\n]*jiwer against a human reference/m },
      { label: "RTF", expected: /^\|[^\n]*RTF p50[^\n]*transcribe call \/ duration of the audio/m },
      { label: "memory", expected: /^\|[^\n]*peak RSS or container metrics/m },
      { label: "cost", expected: /^\| Cost[^\n]*instance price \/ throughput/m },
      { label: "languages", expected: /^\| Languages[^\n]*documentation and a manual test/m },
      { label: "timing", expected: /^\| Word timing[^\n]*predicted start and end against manual alignment/m },
      { label: "DER", expected: /^\| Speakers[^\n]*pyannote\.metrics against manual speaker labels/m },
    ],
  },
  {
    section: "report",
    facts: [
      { label: "title", expected: /^# Model Evaluation: A vs B$/m },
      { label: "test set", expected: /^\*\*Test set:\*\* description, size, languages, conditions$/m },
      { label: "hardware", expected: /^\*\*Hardware:\*\*/m },
      { label: "date", expected: /^\*\*Date:\*\*/m },
      { label: "header, then the rows in order", expected: rowsInOrder() },
      { label: "recommendation", expected: /^\*\*Recommendation:\*\*/m },
      { label: "trade-offs", expected: /^\*\*Trade-offs:\*\*/m },
      { label: "migration path", expected: /^\*\*Migration path:\*\* steps of the switch, and of the roll-back/m },
      { label: "intervals are added, the shape stays", expected: /^The shape stays\.[^\n]*interval[^\n]*verdict/m },
    ],
  },
  {
    section: "red flags",
    facts: [
      { label: "1 oversized model", expected: /^1\. \*\*Oversized model\.\*\*[^\n]*5–10 times the compute/m },
      {
        label: "1 only if the test set shows it",
        expected: /^1\. \*\*Oversized model\.\*\*[^\n]*provided a test set shows that `small`/m,
      },
      { label: "1 else unproven", expected: /^1\. \*\*Oversized model\.\*\*[^\n]*"unproven: measure small"/m },
      {
        label: "2 unpinned model",
        expected: /^2\. \*\*Unpinned model\.\*\*[^\n]*checkpoint[^\n]*settings[^\n]*silently/m,
      },
      { label: "3 no fallback", expected: /^3\. \*\*No fallback\.\*\*[^\n]*Google down[^\n]*local Whisper/m },
      {
        label: "4 nobody watches",
        expected: /^4\. [^\n]*sampling[^\n]*model drift, data shift and library regressions/m,
      },
      { label: "5 unbounded cost", expected: /^5\. [^\n]*10-hour file[^\n]*more than a month of self-hosting/m },
      { label: "6 transcribed again", expected: /^6\. [^\n]*file \+ engine \+ model \+ language before a job/m },
      { label: "7 event loop", expected: /^7\. \*\*Inference on the event loop\.\*\*/m },
      { label: "8 hard-coded", expected: /^8\. [^\n]*`temperature=0\.2`, `max_line_width=32`, beam, language hints/m },
      { label: "8 where they belong", expected: /^8\. [^\n]*settings or request options/m },
      { label: "9 audio stream", expected: /^9\. \*\*No audio-stream check\.\*\*[^\n]*before transcription/m },
      { label: "10 no timeout", expected: /^10\. \*\*No timeout on inference\.\*\* Corrupt or very long audio/m },
      { label: "10 two guards", expected: /^10\. [^\n]*`time_limit`[^\n]*guard of your own/m },
      {
        label: "7 and 9 are preserved",
        expected: /numbers 7 and 9 are done right[^\n]*Preserve both[^\n]*do not report/,
      },
    ],
  },
];

function rowsInOrder(): RegExp {
  const rows = [
    "| Metric | A | B | Winner |",
    "|---|---|---|---|",
    "| WER (Russian) |",
    "| WER (English) |",
    "| RTF (p50) |",
    "| RTF (p95) |",
    "| Peak memory |",
    "| Cost/hr audio |",
    "| Word timing MAE |",
  ];
  const escaped = rows.map((row) => row.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${escaped.join("[ |]*\n")}`, "m");
}
