import { expect, test } from "vitest";
import { answer, delivered, type RecordedRequest } from "../../support/messages-server";
import { converse } from "../../support/messages-server/conversation";
import { scriptedModel } from "../../support/messages-server/scripted-model";

const text = "Größe: 3 µs 🎙️";
const recorded = answer([
  { type: "thinking", thinking: "Wo ist „es“?" },
  { type: "text", text, piece: 7 },
  { type: "tool_use", id: "toolu_1", name: "Read", input: { file_path: "größe.py" } },
]);
const good = answer([{ type: "text", text: "Good." }]);
const length = Buffer.byteLength(
  recorded.body({
    model: "scripted-model",
    usage: { input_tokens: 0, cache_creation_input_tokens: 100, cache_read_input_tokens: 0 },
    sign: () => "x".repeat(44),
  }),
);

test("a stream cut at every byte leaves a history that goes on", async () => {
  const seen = new Set<string>();
  const { model, server } = await scriptedModel({
    otherwise(request) {
      const question = firstText(request);
      if (seen.has(question)) return good;
      seen.add(question);
      const [fault, faultAt] = question.split(" ");
      return delivered(recorded, { fault: fault === "reset" ? "reset" : "end", faultAt: Number(faultAt) });
    },
  });
  const outcomes = new Set<string>();
  const continued = new Set<string>();
  for (let offset = 0; offset < length; offset += 1) {
    const conversation = converse(model);
    const { stop, text: said } = await conversation.ask(`${offset % 5 === 0 ? "reset" : "end"} ${offset}`);
    if (stop.reason === "failed") {
      expect(text.startsWith(said)).toBe(true);
      expect(stop.content.map(({ type }) => type)).toEqual(["thinking", "text"]);
    } else {
      expect(said).toBe(stop.reason === "end" ? "Good." : text);
    }
    outcomes.add(stop.reason);
    // Equal histories make equal requests, so each kind is continued once.
    const history = JSON.stringify(stop.content, (key, value) => (key === "signature" ? "signed" : value));
    if (continued.has(history)) continue;
    continued.add(history);
    expect((await conversation.ask("And next?")).transcript).toBe("text: Good.\nstop: end");
  }
  expect(server.violations).toEqual([]);
  // Cut before the first text: asked again. In between: kept and marked. After the stop reason: complete.
  expect([...outcomes].sort()).toEqual(["end", "failed", "tool-calls"]);
}, 120_000);

test("chunks that split characters and frames change nothing", async () => {
  const { model, server } = await scriptedModel();
  server.script(recorded);
  const whole = await converse(model).ask("Whole?");
  for (const chunk of [1, 2, 3, 5, 7, 11, 64]) {
    server.script(delivered(recorded, { chunk }));
    const split = await converse(model).ask("Whole?");
    expect(split.stop).toEqual(whole.stop);
    expect(split.transcript).toBe(whole.transcript);
  }
});

function firstText({ json }: RecordedRequest): string {
  const [message] = json.messages as [{ content: [{ text: string }] }];
  return message.content[0].text;
}
