import type {
  AlignedWord,
  IndexBatch,
  ReportDifference,
  ReportFigure,
  ReportFigures,
  ReportOverview,
  ToWebview,
  UtteranceDetail,
} from "../../../src/protocol/report";
import { clipAddress } from "./report-page";

export const overview: ReportOverview = {
  id: "20261122-101500-ab12",
  folder: ".ml-engineer/runs/20261122-101500-ab12",
  created: "2026-11-22T10:15:00.000Z",
  state: "complete",
  rows: ["base before", "base after"],
  datasets: [{ name: "calls", hash: "0123456789abcdef", requested: 62, evaluated: 61 }],
  change: {
    engine: "base",
    base: "main (1f2e3d4c5b)",
    subject: "Transcripts keep their commas",
    branch: "beam",
    files: ["transcription/service.py"],
    functions: ["transcription.service.transcribe_with_whisper"],
    reused: { before: 62, after: 0 },
    ran: { verdict: "own", message: "Each side loaded transcription/service.py from its own tree." },
  },
  provenance: [
    { name: "commit", value: "9b1d0a8c7e6f5d4c3b2a19080706050403020100" },
    { name: "dirty", value: "5e1f0c2b9a8d7e6f" },
    { name: "base", value: "main 1f2e3d4c5b Transcripts keep their commas" },
    { name: "files", value: "transcription/service.py" },
    { name: "configuration", value: "77aa55cc33ee11ff" },
    { name: "testSet", value: "calls 0123456789abcdef" },
    { name: "machine", value: "AMD EPYC 7B13, 2×, 7.8 GiB, Linux 6.1" },
    { name: "normalizer", value: "ru: ru 2 4bf0a1c2d3e4" },
    { name: "normalizer", value: "en: whisper-english 1 91c0ffee1234" },
    { name: "program", value: "base before: python3 .ml-engineer/engine.py (whisper 1.1.0)" },
    { name: "program", value: "base after: python3 .ml-engineer/engine.py (whisper 1.1.0)" },
    { name: "source", value: "transcription/service.py 1234abcd" },
    { name: "seed", value: "1" },
    { name: "product", value: "ml-engineer 0.1.0" },
    { name: "command", value: "ml-engineer evaluate --change --base main" },
  ],
  canRun: true,
};

const figure = (point: number, low?: number, high?: number, count = 61): ReportFigure => ({
  point,
  ...(low !== undefined && { low }),
  ...(high !== undefined && { high }),
  count,
});
const compared = (verdict: string, difference: number, rest: Partial<ReportDifference> = {}): ReportDifference => ({
  verdict,
  difference,
  ...rest,
});
const quantiles = (middle: number, spread: number) =>
  Array.from({ length: 101 }, (_, percent) => Number((middle * Math.exp(((percent - 50) / 50) * spread)).toFixed(4)));

export const figures: ReportFigures = {
  metrics: [
    {
      metric: "wer",
      language: "ru",
      figures: [figure(0.158, 0.118, 0.199, 40), figure(0.148, 0.109, 0.188, 40)],
      differences: [
        null,
        compared("no difference shown", -0.01, { low: -0.026, high: 0.005, detectable: 0.024, clipsNeeded: 240 }),
      ],
    },
    {
      metric: "cer",
      language: "ru",
      figures: [figure(0.051, 0.036, 0.067, 40), figure(0.049, 0.035, 0.064, 40)],
      differences: [null, compared("no difference shown", -0.002, { low: -0.009, high: 0.004 })],
    },
    {
      metric: "wer",
      language: "en",
      figures: [figure(0.093, 0.071, 0.118, 21), figure(0.131, 0.101, 0.163, 21)],
      differences: [null, compared("worse", 0.038, { low: 0.016, high: 0.061 })],
    },
    {
      metric: "rtfP50",
      figures: [figure(0.31, 0.29, 0.34), figure(0.27, 0.25, 0.29)],
      differences: [null, compared("better", -0.128, { noise: 0.031 })],
    },
    { metric: "rtfP95", figures: [figure(0.62, 0.51), figure(0.55, 0.47)], differences: [null, null] },
    {
      metric: "memory",
      figures: [figure(412, 412, 431, 3), figure(415, 415, 436, 3)],
      differences: [null, compared("no difference shown", 0.007, { noise: 0.02 })],
    },
    {
      metric: "cost",
      figures: [figure(0.36, 0.36, 0.36), figure(0.36, 0.36, 0.36)],
      differences: [null, compared("no difference shown", 0, { noise: 0 })],
    },
    {
      metric: "timing",
      figures: [figure(84, 71, 98), null],
      differences: [null, null],
    },
  ],
  checks: [
    {
      row: 1,
      origin: "budget",
      metric: "wer",
      language: "ru",
      atMost: 0.15,
      figure: figure(0.148, 0.109, 0.188),
      verdict: "inconclusive",
    },
    {
      row: 1,
      origin: "budget",
      metric: "wer",
      language: "en",
      atMost: 0.1,
      figure: figure(0.131, 0.101, 0.163),
      verdict: "fail",
    },
    {
      row: 1,
      origin: "budget",
      metric: "wer",
      language: "en",
      noRegressionAgainst: "main",
      difference: compared("worse", 0.038, { low: 0.016, high: 0.061 }),
      verdict: "fail",
    },
    { row: 1, origin: "bar", metric: "rtfP50", atMost: 2, figure: figure(0.27, 0.25, 0.29), verdict: "pass" },
    { row: 1, origin: "budget", metric: "der", atMost: 0.2, verdict: "not measured" },
  ],
  latency: [
    { clips: 61, factor: quantiles(0.31, 0.6), wall: quantiles(1.4, 0.9) },
    { clips: 61, factor: quantiles(0.27, 0.6), wall: quantiles(1.2, 0.9) },
  ],
  unmeasured: [null, null],
  notes: [
    "base before answered 61 of 62 clips (1 timeout); rates are over the answered ones.",
    "The intervals of calls (Russian) hold for these 4 speakers only.",
  ],
  clips: 124,
};

/** An index of generated utterances: the first third got worse, the second better. */
export function indexBatches(total: number, batch = 1000): readonly IndexBatch[] {
  const starts = Array.from({ length: Math.ceil(total / batch) }, (_, number) => number * batch);
  return starts.map((first) => {
    const numbers = Array.from({ length: Math.min(batch, total - first) }, (_, offset) => first + offset);
    const delta = (number: number) =>
      number < total / 3 ? 1 + Math.floor((total / 3 - number) / (total / 9)) : number < (2 * total) / 3 ? -2 : 0;
    const before = (number: number) => (delta(number) < 0 ? 2 : number % 3);
    return {
      first,
      total,
      ...(first === 0 && { languages: ["en", "ru"], conditions: ["clean", "phone"] }),
      ids: numbers.map((number) => `calls/speaker-${number % 40}/clip-${String(number).padStart(5, "0")}`),
      language: numbers.map((number) => number % 2),
      condition: numbers.map((number) => [number % 2]),
      seconds: numbers.map((number) => 1 + (number % 70)),
      words: numbers.map(() => 14),
      errors: [numbers.map(before), numbers.map((number) => before(number) + delta(number))],
      changed: [numbers.map(() => 0), numbers.map((number) => (delta(number) === 0 ? 0 : 1))],
      texts: numbers.map(
        (number) => `переведите двести рублей на счёт номер ${number} до пятницы пожалуйста\nпереведите`,
      ),
    };
  });
}

const word = (
  change: AlignedWord["change"],
  reference?: string,
  a?: string,
  b?: string,
  start?: number,
): AlignedWord => ({
  change,
  ...(reference !== undefined && { reference }),
  ...(a !== undefined && { a }),
  ...(b !== undefined && { b }),
  ...(start !== undefined && { span: [start, start + 0.3] as const }),
});

export function detail(index: number, audio: UtteranceDetail["audio"] = { address: clipAddress }): UtteranceDetail {
  return {
    index,
    words: [
      word("right", "переведите", "переведите", "переведите", 0.1),
      word("new", "двести", "двести", "девяносто", 0.4),
      word("right", "рублей", "рублей", "рублей", 0.7),
      word("fixed", "на", undefined, "на", 1),
      word("remains", "счёт", "счет", "сёт", 1.2),
      word("new", undefined, undefined, "ну", 1.4),
      word("fixed", undefined, "э", undefined),
      word("new", "пожалуйста", "пожалуйста", undefined),
    ],
    failures: [],
    isMachineReference: false,
    audio,
  };
}

/** Everything that the host sends for a run of so many utterances. */
export function wholeReport(total = 300): readonly ToWebview[] {
  return [
    { type: "overview", overview },
    { type: "transcripts", transcripts: true },
    ...indexBatches(total).map((batch): ToWebview => ({ type: "index", batch })),
    { type: "figures", figures },
  ];
}

/** Nothing of a run is to become markup. */
const hostileText = `"><img src=x onerror="window.ran = true"><script>window.ran = true</script><a href="javascript:window.ran = true">x</a>`;

/** Every text of a report is one that tries to be more. */
export function hostileReport(): readonly ToWebview[] {
  const hostile = <Value>(value: Value): Value =>
    JSON.parse(JSON.stringify(value), (key, found: unknown) =>
      typeof found === "string" && !fixedKeys.has(key) && !fixedValues.has(found) ? hostileText : found,
    ) as Value;
  return [
    ...hostile(wholeReport(20)),
    hostile({ type: "details", row: 1, details: [detail(0), detail(1)] } as ToWebview),
  ];
}

const fixedKeys = new Set(["type", "state", "verdict", "origin", "metric", "name", "change", "address", "reason"]);
const fixedValues = new Set(["en", "ru", "clean", "phone"]);
