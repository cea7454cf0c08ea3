/** Results in the shapes that the Whisper programs write; texts and figures are made up. */

const wordTimes = [
  ["Привет,", 0, 0.5],
  ["мир!", 0.5, 0.9],
  ["Как", 1.2, 1.4],
  ["дела?", 1.4, 1.9],
] as const;

const words = <Spelling extends object>(spelling: (word: string) => Spelling) =>
  wordTimes.map(([word, start, end]) => ({ start, end, ...spelling(word) }));
const spaced = words((word) => ({ word: ` ${word}`, probability: 0.98 }));
const decoding = {
  temperature: 0,
  avg_logprob: -0.2,
  compression_ratio: 1.1,
  no_speech_prob: 0.01,
  tokens: [50364, 2425],
};
const segments = [
  { id: 0, seek: 0, start: 0, end: 0.9, text: " Привет, мир!", ...decoding, words: spaced.slice(0, 2) },
  { id: 1, seek: 0, start: 1.2, end: 1.9, text: " Как дела?", ...decoding, words: spaced.slice(2) },
];

export const openai = { text: " Привет, мир! Как дела?", segments, language: "ru" };
export const openaiPlain = { ...openai, segments: segments.map(({ words: _, ...segment }) => segment) };
export const api = {
  task: "transcribe",
  language: "russian",
  duration: 2,
  text: "Привет, мир! Как дела?",
  words: words((word) => ({ word })),
};
export const fasterList = segments;
export const fasterTuples = segments.map(({ id, seek, start, end, text, tokens, words }) => {
  const tuples = words.map(({ start, end, word, probability }) => [start, end, word, probability]);
  return [id, seek, start, end, text, tokens, 0, -0.2, 1.1, 0.01, tuples];
});
const timestampedWords = words((text) => ({ text, confidence: 0.9 }));
export const timestamped = {
  text: " Привет, мир! Как дела?",
  segments: [{ id: 0, text: " Привет, мир! Как дела?", words: timestampedWords }],
  language: "ru",
};

const first = [
  { word: "In", start: 0.1, end: 0.2, score: 0.8, speaker: "SPEAKER_00" },
  { word: "2014" },
  { word: "we", start: 0.9, end: 1, score: 0.9 },
  { word: "met.", start: 1.1, end: 1.4, score: 0.7 },
];
const second = [{ word: "Again.", start: 2, end: 2.4, score: 0.7 }];
export const whisperX = {
  segments: [
    { start: 0.1, end: 1.4, text: " In 2014 we met.", words: first, speaker: "SPEAKER_00" },
    { start: 2, end: 2.4, text: "Again.", words: second },
  ],
  word_segments: [...first, ...second],
  language: "en",
};

const result = { language: "en" };
const stamp = (from: number, to: number) => ({
  timestamps: { from: `00:00:0${from / 1000},000`, to: `00:00:0${to / 1000},000` },
  offsets: { from, to },
});
const token = (text: string, from: number, to: number) => ({ text, ...stamp(from, to), id: 1, p: 0.9, t_dtw: -1 });
export const cpp = {
  systeminfo: "AVX = 1",
  model: { type: "base", multilingual: true },
  params: { model: "models/ggml-base.bin", language: "auto", translate: false },
  result,
  transcription: [
    { ...stamp(0, 1000), text: " And so," },
    { ...stamp(1000, 2400), text: " my fellow Americans" },
  ],
};
export const cppPieces = {
  result,
  transcription: [" And", " so", ",", " my", " fellow", " Amer", "icans"].map((text) => ({ ...stamp(0, 1000), text })),
};
export const cppFull = {
  result,
  transcription: [
    {
      ...stamp(0, 1000),
      text: " And so,",
      tokens: [token("[_BEG_]", 0, 0), token(" And", 300, 600), token(" so", 600, 900), token(",", 900, 1000)],
    },
    {
      ...stamp(1000, 2400),
      text: " my fellow Americans",
      tokens: [
        token(" my", 1000, 1200),
        token(" fellow", 1200, 1600),
        token(" Amer", 1600, 2000),
        token("icans", 2000, 2400),
        token("[_TT_120]", 2400, 2400),
      ],
    },
  ],
};
const russian = (tokens: readonly object[]) => ({
  result: { language: "ru" },
  transcription: [{ ...stamp(0, 1000), text: " ёж бежит", tokens }],
});
export const cppCut = russian([
  token(" \uFFFD", 0, 100),
  token("\uFFFDж", 100, 400),
  token(" беж", 400, 700),
  token("ит", 700, 1000),
]);
export const cppOther = russian([token(" ёж", 0, 400), token("бежит", 400, 1000)]);
