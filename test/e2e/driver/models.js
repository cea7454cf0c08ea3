// A language model for VS Code that answers from `model-script.json` of the driver's folder: a list of turns, each a list of
// parts `{ text }`, `{ call: { id, name, input } }`, `{ waitMilliseconds }` or `{ error }`. A request takes the first turn off
// the list; past the end it fails. What it was sent is appended to `model-requests.jsonl`. No file at the start: no model.
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const vscode = require("vscode");

const information = {
  id: "scripted",
  name: "Scripted model",
  family: "scripted",
  version: "1",
  maxInputTokens: 100_000,
  maxOutputTokens: 8_000,
  capabilities: { toolCalling: true, imageInput: false },
  isUserSelectable: true,
};

exports.registerModels = (folder) => {
  const script = join(folder, "model-script.json");
  return vscode.lm.registerLanguageModelChatProvider("ml-engineer-test", {
    provideLanguageModelChatInformation: () => (existsSync(script) ? [information] : []),
    provideTokenCount: async (_model, text) => Math.ceil(JSON.stringify(text).length / 4),
    async provideLanguageModelChatResponse(_model, messages, options, progress, token) {
      const request = { messages: messages.map(plainMessage), tools: (options.tools ?? []).map(({ name }) => name) };
      appendFileSync(join(folder, "model-requests.jsonl"), `${JSON.stringify(request)}\n`);
      const [parts, ...rest] = JSON.parse(readFileSync(script, "utf8"));
      if (parts === undefined) throw new Error("the model's script has no turn left");
      writeFileSync(script, JSON.stringify(rest));
      for (const part of parts) {
        if (token.isCancellationRequested) return;
        await play(part, progress, token);
      }
    },
  });
};

async function play({ text, call, waitMilliseconds, error }, progress, token) {
  if (waitMilliseconds !== undefined) await wait(waitMilliseconds, token);
  if (text !== undefined) progress.report(new vscode.LanguageModelTextPart(text));
  if (call !== undefined) progress.report(new vscode.LanguageModelToolCallPart(call.id, call.name, call.input));
  if (error !== undefined) throw new Error(error);
}

function wait(milliseconds, token) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    token.onCancellationRequested(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function plainMessage({ role, content }) {
  const parts = content.map((part) => {
    if (part instanceof vscode.LanguageModelTextPart) return { text: part.value };
    if (part instanceof vscode.LanguageModelToolCallPart)
      return { call: { id: part.callId, name: part.name, input: part.input } };
    if (part instanceof vscode.LanguageModelToolResultPart)
      return { result: { id: part.callId, text: part.content.map((item) => item.value ?? "").join("") } };
    return { other: part.constructor.name };
  });
  return { role: role === vscode.LanguageModelChatMessageRole.User ? "user" : "assistant", content: parts };
}
