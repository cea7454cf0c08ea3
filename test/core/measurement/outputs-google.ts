/** Responses in the shapes of Google Speech-to-Text; texts and figures are made up. */

type Time = (seconds: number) => unknown;

const asText: Time = (seconds) => `${seconds.toFixed(3)}s`;
const asNanos: Time = (seconds) => ({
  ...(Math.floor(seconds) > 0 && { seconds: String(Math.floor(seconds)) }),
  ...(seconds % 1 > 0 && { nanos: Math.round((seconds % 1) * 1e9) }),
});

function results(start: string, end: string, time: Time, isZeroWritten = true) {
  const word = (text: string, from: number, to: number) => ({
    ...((from > 0 || isZeroWritten) && { [start]: time(from) }),
    [end]: time(to),
    word: text,
    confidence: 0.9,
  });
  const first = [word("how", 0, 0.3), word("old", 0.3, 0.6), word("bridge", 1.2, 1.8)];
  return [
    {
      alternatives: [
        { transcript: "how old is the bridge", confidence: 0.98, words: first },
        { transcript: "how cold is the bridge" },
      ],
      resultEndTime: "1.770s",
      languageCode: "en-us",
    },
    { alternatives: [{ transcript: " it is old", words: [word("it", 2.5, 2.7)] }], languageCode: "en-us" },
  ];
}

const v1Results = results("startTime", "endTime", asText);
export const v1 = { results: v1Results, totalBilledTime: "15s", requestId: "7241947187192076532" };
export const operation = {
  name: "1234",
  metadata: {
    "@type": "type.googleapis.com/google.cloud.speech.v1.LongRunningRecognizeMetadata",
    progressPercent: 100,
  },
  done: true,
  response: { "@type": "type.googleapis.com/google.cloud.speech.v1.LongRunningRecognizeResponse", results: v1Results },
};
export const snakeCase = {
  results: results("start_time", "end_time", asText).map(({ alternatives }) => ({
    alternatives,
    language_code: "en-us",
  })),
};
export const nanos = { results: results("startTime", "endTime", asNanos, false) };
/** The last result repeats every word with its speaker and has no transcript. */
export const speakers = {
  results: [
    ...v1Results,
    {
      alternatives: [{ words: v1Results.flatMap(({ alternatives }) => alternatives[0]?.words ?? []) }],
      languageCode: "en-us",
    },
  ],
};
const v2Results = results("startOffset", "endOffset", asText);
export const v2 = { results: v2Results, metadata: { totalBilledDuration: "3s" } };
export const batch = {
  totalBilledDuration: "3s",
  results: { "gs://bucket/a.ogg": { inlineResult: { transcript: { results: v2Results } }, metadata: {} } },
};
export const batchFile = { results: { "gs://bucket/a.ogg": { transcript: { results: v2Results } } } };
