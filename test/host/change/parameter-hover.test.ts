import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { fake } from "../../support/fake-vscode";
import { configurationText, engines, narrow, runFiles, wide } from "../../support/stored-runs";
import { openWindow, servicePath } from "./support";

const constants = "captions/modules/transcription/constants.py";

it("says what a parameter does, where its value is decided, and offers a grid", async () => {
  const window = await openWindow();
  const hover = await fake.views.hover(window.open(servicePath), "beam_size");
  expect(hover?.value.replaceAll(window.repository.path, "")).toBe(
    [
      "**beam\\_size** · openai-whisper · `5`",
      "How many half-finished transcripts are kept side by side. More costs time for each token and finds a likelier sentence; 1 is greedy.",
      "No run has measured other values of it here.",
      hover?.value.split("\n\n").at(-1),
    ].join("\n\n"),
  );
  const [, target = ""] = /command:mlEngineer\.measureGrid\?([^)]*)\)/.exec(hover?.value ?? "") ?? [];
  const argument = { folder: window.repository.path, parameter: "beam_size", current: "5" };
  expect(JSON.parse(decodeURIComponent(target))).toEqual([argument]);
  expect(hover?.isTrusted).toEqual({ enabledCommands: ["mlEngineer.measureGrid"] });
});

it("knows a parameter by what carries its value, and nothing else on the line", async () => {
  const window = await openWindow();
  const service = window.open(servicePath);
  for (const text of ["model_name, download", "model_name: str"]) {
    expect((await fake.views.hover(service, text))?.value, text).toMatch(/^\*\*name\*\* · openai-whisper · `large`/);
  }
  const decided = await fake.views.hover(window.open(constants), "DEFAULT_WHISPER_MODEL");
  const line = (await readFile(resolve("examples/speech-service", constants), "utf8"))
    .split("\n")
    .findIndex((text) => text.includes("DEFAULT_WHISPER_MODEL"));
  const link = `- [${constants}:${line + 1}](file:///${constants}#L${line + 1}) \`DEFAULT_WHISPER_MODEL`;
  expect(decided?.value.replaceAll(window.repository.path, "")).toContain(link);
  expect(decided?.value).toContain("Its value comes from here (a constant):");
  for (const text of ["load_model(", "verbose=", "def transcribe_with_whisper", "audio,", "settings = "]) {
    expect(await fake.views.hover(service, text), text).toBeUndefined();
  }
});

it("keeps a parameter while lines above it are typed, and forgets it when it is another", async () => {
  const window = await openWindow();
  const document = window.open(servicePath);
  const text = document.getText();
  fake.documents.type(document, `\n\n${text}`);
  expect(await fake.views.hover(document, "temperature")).toBeDefined();
  fake.documents.type(document, text.replace("temperature=0.2", "temperature=other(0.4)"));
  expect(await fake.views.hover(document, "temperature")).toBeUndefined();
});

it("shows what runs measured with it, and lets no text of theirs become Markdown", async () => {
  const row = (value: string, made: typeof narrow) => ({ ...made, parameters: { beam_size: value } });
  const window = await openWindow({
    uncommitted: {
      ".ml-engineer/evaluation.json": configurationText([], { engines }),
      ...runFiles("20261122-100000-cccc", { rows: [row("1](command:x)", narrow), row("8", wide)], age: 60 }),
    },
  });
  const hover = await fake.views.hover(window.open(servicePath), "beam_size");
  const table = (hover?.value ?? "").split("\n").filter((line) => line.startsWith("|"));
  expect(table.slice(0, 2)).toEqual(["| Value | Engine | WER | RTF | Measured |", "| --- | --- | --- | --- | --- |"]);
  expect(table[2]).toMatch(
    /^\| 1\\\]\(command:x\) \| tiny \| \d+\.\d % \(\d+\.\d %…\d+\.\d %\) \| [\d.]+ \| 1 h ago \|$/,
  );
  expect(table[3]).toMatch(/^\| 8 \| tiny \| \d+\.\d % /);
});

it("offers what can be measured as actions, where a lens or a parameter is", async () => {
  const window = await openWindow();
  const document = window.open(servicePath);
  const titles = async (text: string) =>
    (await fake.views.actionsAt(document, text)).map(({ title, command }) => `${title} → ${command?.command}`);
  const grid = "Measure a grid of beam_size… → mlEngineer.measureGrid";
  expect(await titles("beam_size")).toEqual([grid]);
  expect(await titles("class TranscriptionError")).toEqual([]);
  fake.documents.type(document, document.getText().replace("beam_size=5", "beam_size=8"));
  fake.documents.save(document);
  const evaluate = "Evaluate this engine change → mlEngineer.evaluateChange";
  expect(await titles("beam_size")).toEqual([evaluate, grid]);
  expect(await titles("def transcribe_with_whisper")).toEqual([evaluate]);
  const preview = window.open("captions/modules/transcription/preview.py");
  expect((await fake.views.actionsAt(preview, "subprocess.Popen")).map(({ title }) => title)).toEqual([
    "Measure this engine",
  ]);
});
