import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OutputError, type Transcript } from "../../../src/core/measurement/engine";
import { outputAdapterOf, outputAdapters } from "../../../src/core/measurement/outputs";
import * as google from "./outputs-google";
import * as whisper from "./outputs-whisper";

function read(adapter: string, output: unknown): Transcript {
  const found = outputAdapterOf(adapter);
  if (!found) throw new Error(`no adapter ${adapter}`);
  return found.read(output);
}

/** `text | word start-end …| language`, which shows everything that an adapter reads. */
function show(adapter: string, output: unknown): string {
  const { text, words, language } = read(adapter, output);
  const times = words?.map((word) => `${word.text} ${word.start}-${word.end}`).join(", ");
  return [text, times, language].filter((part) => part !== undefined).join(" | ");
}

function refusal(adapter: string, output: unknown): string {
  try {
    return `read: ${show(adapter, output)}`;
  } catch (error) {
    if (error instanceof OutputError) return error.message;
    throw error;
  }
}

const greeting = "Привет, мир! Как дела?";
const greetingWords = "Привет, 0-0.5, мир! 0.5-0.9, Как 1.2-1.4, дела? 1.4-1.9";

describe("Whisper", () => {
  it.each([
    ["openai-whisper", whisper.openai, `${greeting} | ${greetingWords} | ru`],
    ["openai-whisper without word times", whisper.openaiPlain, `${greeting} | ru`],
    ["OpenAI's API, verbose_json", whisper.api, `${greeting} | ${greetingWords} | ru`],
    ["OpenAI's API, json", { text: greeting }, greeting],
    ["faster-whisper, a list of segments", whisper.fasterList, `${greeting} | ${greetingWords}`],
    [
      "faster-whisper, segments and info",
      [whisper.fasterList, { language: "ru", duration: 2 }],
      `${greeting} | ${greetingWords} | ru`,
    ],
    ["faster-whisper, named tuples", whisper.fasterTuples, `${greeting} | ${greetingWords}`],
    [
      "faster-whisper, named tuples of segments and info",
      [whisper.fasterTuples, ["ru", 0.98, 2, 2, null]],
      `${greeting} | ${greetingWords} | ru`,
    ],
    ["whisper-timestamped", whisper.timestamped, `${greeting} | ${greetingWords} | ru`],
    [
      "WhisperX, aligned",
      whisper.whisperX,
      "In 2014 we met. Again. | In 0.1-0.2, we 0.9-1, met. 1.1-1.4, Again. 2-2.4 | en",
    ],
    [
      "WhisperX, words only",
      { word_segments: whisper.whisperX.word_segments },
      "In 2014 we met. Again. | In 0.1-0.2, we 0.9-1, met. 1.1-1.4, Again. 2-2.4",
    ],
    ["whisper.cpp -oj", whisper.cpp, "And so, my fellow Americans | en"],
    ["whisper.cpp -oj -ml 1", whisper.cppPieces, "And so, my fellow Americans | en"],
    [
      "whisper.cpp -ojf",
      whisper.cppFull,
      "And so, my fellow Americans | And 0.3-0.6, so, 0.6-1, my 1-1.2, fellow 1.2-1.6, Americans 1.6-2.4 | en",
    ],
    ["whisper.cpp -ojf, letters cut by tokens", whisper.cppCut, "ёж бежит | ёж 0-0.4, бежит 0.4-1 | ru"],
    ["whisper.cpp -ojf, tokens that make other words", whisper.cppOther, "ёж бежит | ru"],
    ["silence", { text: "", segments: [], language: "en" }, " | en"],
    ["WhisperX, silence", { segments: [], word_segments: [] }, ""],
    ["whisper.cpp, silence", { result: { language: "en" }, transcription: [] }, " | en"],
    ["no segment at all", [], ""],
  ])("%s", (_, output, expected) => {
    expect(show("whisper", output)).toBe(expected);
    expect(show("whisper", JSON.stringify(output))).toBe(expected);
  });

  it("reads the NaN that Python writes for a silent segment", () => {
    const file =
      '\uFEFF{"text": " NaN, he said", "segments": [{"text": " NaN, he said", "avg_logprob": NaN, "x": -Infinity}]}';
    expect(show("whisper", file)).toBe("NaN, he said");
  });

  it.each([
    [
      "",
      "The output is empty. Let the engine write Whisper's result: an object with text and segments, or the list of segments.",
    ],
    [
      "{'text': 'a'}",
      "The output is not JSON: “{'text': 'a'}”. It looks like a printed Python object: write it by json.dumps.",
    ],
    [
      { error: { message: "out of memory" } },
      "The engine answered with an error: “out of memory”. Let it fail instead of answering.",
    ],
    [
      { segments: "<generator object>" },
      "“segments” is no list: “<generator object>”. Collect them first; faster-whisper returns a generator: list(segments).",
    ],
    [
      { segments: [{ start: 0 }] },
      'A segment has no text: “{"start":0}”. Write each segment as an object with text, start, end.',
    ],
    [
      { words: [{ start: 0 }] },
      'A word has no text: “{"start":0}”. Write each word as an object with word, start, end.',
    ],
    [{ transcription: [{}] }, "A segment has no text: “{}”. Write whisper.cpp's JSON unchanged (-oj or -ojf)."],
    [
      null,
      "The output is no Whisper result: “null”. Let the engine write Whisper's result: an object with text and segments, or the list of segments.",
    ],
  ])("refuses %j", (output, message) => {
    expect(refusal("whisper", output)).toBe(message);
  });

  it("leaves words with impossible times in the text only", () => {
    const words = [
      { word: " a", start: 1, end: 0.5 },
      { word: " b", start: -1, end: 0.5 },
      { word: " c", start: "0", end: 1 },
      { word: " ", start: 0, end: 1 },
      { word: " d", start: 1, end: 1 },
    ];
    expect(show("whisper", { segments: [{ text: " a b c d", words }] })).toBe("a b c d | d 1-1");
  });
});

describe("Google Speech-to-Text", () => {
  const said = "how old is the bridge it is old | how 0-0.3, old 0.3-0.6, bridge 1.2-1.8, it 2.5-2.7 | en-US";
  it.each([
    ["V1 Recognize", google.v1, said],
    ["V1 LongRunningRecognize, the operation", google.operation, said],
    ["V1 as Python's protocol buffers give it", google.snakeCase, said],
    ["V1 with seconds and nanos", google.nanos, said],
    ["V1 with speakers", google.speakers, said],
    ["V2 Recognize", google.v2, said],
    ["V2 BatchRecognize, inline", google.batch, said],
    ["V2 BatchRecognize, file on storage", google.batchFile, said],
    ["silence", {}, ""],
    ["silence, billed", { totalBilledTime: "15s", requestId: "1" }, ""],
    ["silence, an empty alternative", { results: [{ alternatives: [{}], languageCode: "ar-eg" }] }, " | ar-EG"],
  ])("%s", (_, output, expected) => {
    expect(show("google-speech", output)).toBe(expected);
    expect(show("google-speech", JSON.stringify(output))).toBe(expected);
  });

  it.each([
    [
      { error: { code: 7, message: "PERMISSION_DENIED" } },
      "Google answered with an error: “PERMISSION_DENIED”. See its code in Google's documentation.",
    ],
    [{ name: "1", done: false }, "The operation was not finished. Wait for its result before answering."],
    [
      { text: "a" },
      'The output has no “results”: “{"text":"a"}”. Let the engine write Google\'s response with its “results”, as the client library serialises it.',
    ],
    [{ results: { "gs://a": {}, "gs://b": {} } }, "The batch holds 2 files. Write one output a clip."],
    [
      { results: [{ alternatives: "a" }] },
      "“alternatives” is no list of objects: “a”. Let the engine write Google's response with its “results”, as the client library serialises it.",
    ],
  ])("refuses %j", (output, message) => {
    expect(refusal("google-speech", output)).toBe(message);
  });
});

describe("document tree", () => {
  const word = (text: string, start: number, end: number) => ({ text, time: { start, end }, structure_tags: [] });
  const lines = [
    { text: "Привет,", time: { start: 0, end: 0.5 }, words: [word("Привет,", 0, 0.5)] },
    { text: "мир!", time: { start: 0.5, end: 0.9 }, words: [word("мир!", 0.5, 0.9)] },
  ];

  it("reads text and words in order, from the tree or from what wraps it", () => {
    const tree = { segments: [{ text: "Привет, мир!", time: { start: 0, end: 0.9 }, lines }] };
    expect(show("document", tree)).toBe("Привет, мир! | Привет, 0-0.5, мир! 0.5-0.9");
    expect(show("document", JSON.stringify({ document: tree, language: "ru" }))).toBe(show("document", tree));
  });

  it("takes the text of what is below where a node has none", () => {
    expect(show("document", { segments: [{ lines: [{ words: lines.flatMap(({ words }) => words) }] }] })).toBe(
      "Привет, мир! | Привет, 0-0.5, мир! 0.5-0.9",
    );
  });

  it.each([
    [{ segments: [{}] }, "A node has no text: “{}”."],
    [{ segments: [{ text: "a", lines: "b" }] }, "“lines” is no list of nodes: “b”."],
    [[], "The output has no list “segments”: “[]”."],
  ])("refuses %j", (output, message) => {
    expect(refusal("document", output)).toBe(
      `${message} Let the engine write a document: segments of lines of words, each with text and time {start, end}.`,
    );
  });
});

describe("plain text and CTM", () => {
  it.each([
    ["text", "\uFEFF Привет,\n  мир! \n", "Привет, мир!"],
    ["text", "", ""],
    ["text", { text: " a " }, "a"],
    ["text", "[music] at 10:30", "[music] at 10:30"],
    ["ctm", ";; a comment\na 1 0.00 0.50 Привет 0.9\r\na 1 0.50 0.25 мир\n", "Привет мир | Привет 0-0.5, мир 0.5-0.75"],
    ["ctm", "", ""],
  ])("%s %j", (adapter, output, expected) => {
    expect(show(adapter, output)).toBe(expected);
  });

  it.each([
    ["text", 3, "The output is no text: “3”. Answer with the transcript as a string."],
    [
      "text",
      "[00:00:00.000 --> 00:00:11.000]   And so",
      "The output has subtitle times in it. Turn them off (whisper.cpp: -nt), or write JSON and set output to whisper.",
    ],
    [
      "text",
      "1\n00:01,5 --> 00:02,0\nAnd",
      "The output has subtitle times in it. Turn them off (whisper.cpp: -nt), or write JSON and set output to whisper.",
    ],
    [
      "text",
      '{"text": "a"}',
      'The output is JSON: “{"text": "a"}”. Set output to the shape it has, for example whisper.',
    ],
    [
      "ctm",
      "a 1 zero 0.5 x",
      "Line 1 of the CTM: Start zero and duration 0.5 are no times. Write both in seconds, from zero up, as 12.34.",
    ],
    ["ctm", "a 1 0 1 x\nb 1 0 1 y", "The CTM holds 2 recordings (a 1, b 1). Write one file a clip."],
    ["ctm", {}, "The output is no text: “{}”. Answer with the CTM lines as one string."],
  ])("%s refuses %j", (adapter, output, message) => {
    expect(refusal(adapter, output)).toBe(message);
  });
});

describe("any adapter", () => {
  it.each(outputAdapters.map(({ id }) => id))("%s reads any value or says in sentences why not", async (id) => {
    const names = [
      "text",
      "segments",
      "words",
      "word",
      "start",
      "end",
      "transcription",
      "tokens",
      "offsets",
      "results",
      "alternatives",
      "transcript",
      "startTime",
      "document",
      "lines",
      "time",
      "__proto__",
      "response",
    ];
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom(null, true, "a b", "1.5s", -1, 0.5, 1e308),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 4 }),
      ),
    }));
    await fc.assert(
      fc.property(fc.oneof(value, fc.json(), fc.string()), (output) => {
        expect(refusal(id, output)).toMatch(/^read: |[.)”] [A-Z].*\.$/s);
      }),
      { numRuns: 500 },
    );
  });
});
