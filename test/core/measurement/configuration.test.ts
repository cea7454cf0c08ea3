import { describe, expect, it } from "vitest";
import { problemText, readConfiguration } from "../../../src/core/measurement/configuration";
import { defaultBudgets, normalizerFor, parameterSets } from "../../../src/core/measurement/configuration/choices";
import { resolveEnvironment } from "../../../src/core/measurement/configuration/environment";

const path = ".ml-engineer/evaluation.json";

const smallest = {
  schema: 1,
  datasets: [{ name: "clips", manifest: "clips.jsonl" }],
  engines: [{ name: "base", command: ["python3", "engine.py"] }],
};

function read(value: unknown) {
  return readConfiguration(typeof value === "string" ? value : JSON.stringify(value, null, 2), path);
}

/** The problems of the smallest configuration with these fields, without the path. */
function problemsOf(fields: object): readonly string[] {
  return problemsIn({ ...smallest, ...fields });
}

function problemsIn(value: unknown): readonly string[] {
  return read(value).problems.map((problem) => problemText(problem).slice(path.length + 1));
}

function configured(fields: object) {
  const { configuration, problems } = read({ ...smallest, ...fields });
  if (!configuration) throw new Error(problems.map(problemText).join("\n"));
  return configuration;
}

const engine = (fields: object) => ({ engines: [{ name: "base", command: ["run", "{audio}"], ...fields }] });

describe("the smallest configuration", () => {
  it("gets every default", () => {
    expect(configured({})).toEqual({
      schema: 1,
      datasets: [{ name: "clips", manifest: "clips.jsonl", locked: false }],
      engines: [
        {
          name: "base",
          command: ["python3", "engine.py"],
          protocol: "lines",
          output: "text",
          workingDirectory: ".",
          environment: {},
          use: "production",
          hosting: "self",
          clipTimeout: 120,
          loadTimeout: 300,
          parameters: {},
        },
      ],
      smallestDifference: 0.01,
      normalizers: {},
      seed: 20_261_122,
      repeats: 5,
      budgets: [],
      costCap: 5,
    });
  });

  it("may name its schema for other editors", () => {
    expect(read({ $schema: "evaluation.schema.json", ...smallest }).configuration).toEqual(configured({}));
  });
});

describe("a field that cannot be used is reported with its place and a remedy", () => {
  it("says what a whole file misses", () => {
    expect(problemsIn({})).toEqual([
      "1:1 schema: It is missing. Write 1: the only version there is.",
      '1:1 datasets: It is missing. Name at least one test set, as [{ "name": "clips", "manifest": "clips.jsonl" }].',
      '1:1 engines: It is missing. Name at least one engine, as [{ "name": "base", "command": ["python3", "engine.py"] }].',
    ]);
  });

  it("refuses a command that a shell would have to take apart", () => {
    expect(problemsOf(engine({ command: "python3 engine.py" }))).toEqual([
      '12:18 engines[0].command: It is a text where a list is expected. Write the program and its arguments as a list, as ["python3", "engine.py"]: no shell takes a line apart.',
    ]);
  });

  it("names every unknown field", () => {
    expect(problemsOf({ ...engine({ prize: 3 }), bugdets: [] })).toEqual([
      "16:16 engines[0].prize: There is no such field here. Check its spelling against the editor's completion, or remove it.",
      "19:14 bugdets: There is no such field here. Check its spelling against the editor's completion, or remove it.",
    ]);
  });

  it.each([
    [
      { smallestDifference: 1 },
      "smallestDifference: 1 is too large. Write a fraction above 0 and below 1: one point of WER is 0.01.",
    ],
    [{ seed: 0.5 }, "seed: It is a number where a whole number is expected. Write a whole number."],
    [{ repeats: 0 }, "repeats: 0 is too small. Write at least 1."],
    [{ costCap: 0 }, "costCap: 0 is too small. Write more than 0."],
    [{ schema: 2 }, "schema: 2 is none of its values. Write 1: the only version there is."],
    [
      engine({ protocol: "stdin" }),
      'engines[0].protocol: "stdin" is none of its values. Write "lines" or "clip" or "folder".',
    ],
    [
      engine({ price: { perMinute: 1, perHour: 2 } }),
      'engines[0].price: {"perMinute":1,"perHour":2} does not fit. Write either { "perMinute": 0.016 } or { "perHour": 1.2 }, in USD.',
    ],
    [engine({ name: "" }), "engines[0].name: It is empty. Write a text."],
    [
      engine({ environment: { THREADS: 1 } }),
      "engines[0].environment.THREADS: It is a number where a text in quotes is expected. Write a text in quotes.",
    ],
    [
      { normalizers: { ru: "jiwer" } },
      'normalizers.ru: "jiwer" is none of its values. Write "raw" or "whisper-basic" or "whisper-english" or "ru".',
    ],
    [
      { budgets: [{ metric: "speed", atMost: 1 }] },
      'budgets[0].metric: "speed" is none of its values. Write "wer" or "cer" or "rtfP50" or "rtfP95" or "peakMemory" or "costPerHour" or "wordTimingMae" or "der" or "rtf".',
    ],
    [
      { budgets: [{ metric: "wer", noRegressionAgainst: "--upload-pack=x" }] },
      'budgets[0].noRegressionAgainst: "--upload-pack=x" does not fit. Write a branch, tag or commit, as "main".',
    ],
  ])("%j", (fields, expected) => {
    expect(problemsOf(fields).map((problem) => problem.replace(/^\d+:\d+ /, ""))).toEqual([expected]);
  });
});

describe("fields that do not go together", () => {
  it.each([
    [
      { datasets: [smallest.datasets[0], smallest.datasets[0]] },
      'datasets[1].name: "clips" is the name of an earlier one too. Give each a name of its own: results are kept by it.',
    ],
    [engine({ command: [] }), 'engines[0].command: It is missing. Write it as ["python3", "engine.py"].'],
    [
      engine({ protocol: "clip", command: ["run"] }),
      "engines[0].command: The clip is nowhere among its arguments. Put {audio} where the path of the clip belongs.",
    ],
    [
      engine({ protocol: "folder", command: [] }),
      'engines[0].outputs: It is missing. Say where the outputs are, as "outputs/{id}.json".',
    ],
    [
      engine({ protocol: "folder", command: [], outputs: "out/a.json" }),
      'engines[0].outputs: It has no {id}. Put {id} where a clip\'s id stands, as "outputs/{id}.json".',
    ],
    [
      engine({ outputs: "out/{id}.json" }),
      'engines[0].outputs: The protocol lines reads no folder. Remove it, or set protocol to "folder".',
    ],
    [
      engine({ environment: { OPENAI_API_KEY: "abc" } }),
      'engines[0].environment.OPENAI_API_KEY: A secret stands in a file that belongs into git. Write "$OPENAI_API_KEY" and set OPENAI_API_KEY where the evaluation is started.',
    ],
    [
      engine({ command: ["run", "--api-key=abc"] }),
      "engines[0].command[1]: A secret stands in a file that belongs into git, and every run would record it. Hand it over in environment, as a reference to a variable.",
    ],
    [
      engine({ parameters: { audio: 1 } }),
      "engines[0].parameters.audio: Every request has this field already. Choose another name.",
    ],
    [
      { budgets: [{ metric: "wer", engine: "bass", atMost: 0.1 }] },
      'budgets[0].engine: There is no engine "bass". Name one of: base.',
    ],
    [
      { budgets: [{ metric: "wer", language: "Russian", atMost: 0.1 }] },
      'budgets[0].language: "Russian" is no language code. Write a code as "ru" or "en-US".',
    ],
    [
      { budgets: [{ metric: "wer" }] },
      'budgets[0].atMost: It is missing. Write "atMost": 0.15 for a limit, or "noRegressionAgainst": "main".',
    ],
    [
      { budgets: [{ metric: "wer", atMost: 0.1, noRegressionAgainst: "main" }] },
      "budgets[0].noRegressionAgainst: A limit and a revision to compare with are two budgets. Write two budgets, each with one of them.",
    ],
    [
      { budgets: [{ metric: "rtf", atMost: 2 }] },
      'budgets[0].metric: "rtf" has no limit. Write "wer" or "cer" or "rtfP50" or "rtfP95" or "peakMemory" or "costPerHour" or "wordTimingMae" or "der".',
    ],
    [
      { budgets: [{ metric: "rtfP95", noRegressionAgainst: "main" }] },
      'budgets[0].metric: "rtfP95" is not compared between revisions. Write "wer" or "cer" or "rtf" or "peakMemory" or "costPerHour" or "wordTimingMae".',
    ],
    [
      { grid: { engine: "bass", parameters: { beam: [1] } } },
      'grid.engine: There is no engine "bass". Name one of: base.',
    ],
    [
      { grid: { engine: "base", parameters: {} } },
      'grid.parameters: It is empty. Write, for example, { "beam": [1, 5] }.',
    ],
    [
      { grid: { engine: "base", parameters: { beam: [1, "1"] } } },
      "grid.parameters.beam: A value is given twice. Keep one: it would be measured twice.",
    ],
    [
      { grid: { engine: "base", parameters: { a: [...Array(20).keys()], b: [...Array(11).keys()] } } },
      "grid.parameters: It makes 220 rows; 200 are the most. Vary fewer options at a time.",
    ],
    [
      { ...engine({ protocol: "clip" }), grid: { engine: "base", parameters: { beam: [1] } } },
      "grid.parameters.beam: The command of base has no {beam}. Put {beam} where its value belongs.",
    ],
  ])("%j", (fields, expected) => {
    expect(problemsOf(fields).map((problem) => problem.replace(/^\d+:\d+ /, ""))).toEqual([expected]);
  });
});

describe("a text that is no JSON", () => {
  it.each([
    ["", "1:1 The file is empty."],
    ["{\n  // mine\n}", "2:3 JSON has no comments."],
    ['{ "schema": 1, }', "1:14 A comma stands before }."],
    ['{ "schema": 1 "seed": 2 }', "1:15 A comma or } is missing."],
    ["{ schema: 1 }", "1:3 A field name in double quotes is missing."],
    ['{ "schema": 1,\n  "schema": 1 }', '2:3 The field "schema" is given twice.'],
    ['{ "schema" 1 }', '1:12 A colon is missing after "schema".'],
    ['{ "a": "x\ny" }', "1:8 The text in quotes does not end, or holds a line break or an unknown escape."],
    ["{ \"a\": 'x' }", "1:8 A value is missing or not written as JSON."],
    ['{ "a": 01 }', "1:8 A value is missing or not written as JSON."],
    ['{ "a": True }', "1:8 A value is missing or not written as JSON."],
    ["{} {}", "1:4 Something follows the end of the JSON."],
    ["[".repeat(9000), "1:66 The JSON is nested deeper than 64 levels."],
    ['{ "a": [1', "1:10 A comma or ] is missing."],
  ])("%j", (text, expected) => {
    const [problem, ...others] = problemsIn(text);
    expect(problem?.slice(0, expected.length)).toBe(expected);
    expect(others).toEqual([]);
  });

  it("reads what JSON.parse reads", () => {
    const text = '\uFEFF { "schema": 1, "__proto__": [-0.5e3, "\\u0430\\n", null, true, {}, []] }';
    expect(problemsIn(text).map((problem) => problem.replace(/^\d+:\d+ /, ""))).toContain(
      "__proto__: There is no such field here. Check its spelling against the editor's completion, or remove it.",
    );
  });
});

describe("what follows from a configuration", () => {
  it("takes the normaliser of the code, of its language, or the usual one", () => {
    const { normalizers } = configured({ normalizers: { "en-GB": "raw", de: "raw" } });
    const ids = ["ru-RU", "en", "en-GB", "en-US", "de-AT", "fr"].map((code) => normalizerFor({ normalizers }, code));
    expect(ids).toEqual(["ru", "whisper-english", "raw", "whisper-english", "raw", "whisper-basic"]);
  });

  it("makes a row of each combination", () => {
    const grid = { engine: "base", parameters: { temperature: [0, 0.2], beam: [1, 5] } };
    const configuration = configured({ ...engine({ parameters: { beam: 3, language: undefined, vad: true } }), grid });
    const [base] = configuration.engines;
    expect(base && parameterSets(configuration, base)).toEqual([
      { beam: "1", vad: "true", temperature: "0" },
      { beam: "5", vad: "true", temperature: "0" },
      { beam: "1", vad: "true", temperature: "0.2" },
      { beam: "5", vad: "true", temperature: "0.2" },
    ]);
  });

  it("offers the bars by use, hosting and memory limit", () => {
    const [base] = configured(
      engine({ use: "preview", hosting: "cloud", price: { perMinute: 0.016 }, memoryLimit: 2048 }),
    ).engines;
    const bars = base
      ? defaultBudgets(base).map(({ metric, language, atMost }) => [metric, language ?? "", atMost].join(" "))
      : [];
    expect(bars).toEqual([
      "wer ru 0.15",
      "wer en 0.1",
      "cer ru 0.08",
      "cer en 0.05",
      "rtfP50  0.5",
      "rtfP95  1",
      "peakMemory  2048",
      "costPerHour  1.5",
      "wordTimingMae  100",
      "der  0.2",
    ]);
  });

  it("takes secrets from the surroundings and says which are missing", () => {
    const environment = { OPENAI_API_KEY: "$OPENAI_API_KEY", TOKEN: "$MY_TOKEN", MODE: "a$b" };
    expect(resolveEnvironment(environment, { OPENAI_API_KEY: "k" })).toEqual({
      variables: { OPENAI_API_KEY: "k", MODE: "a$b" },
      missing: ["MY_TOKEN"],
    });
  });
});
