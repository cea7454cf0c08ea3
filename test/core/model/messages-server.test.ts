import { afterAll, beforeAll, expect, test } from "vitest";
import { answer, type MessagesServer, startMessagesServer } from "../../support/messages-server";
import { rawElements, rawMembers } from "../../support/messages-server/raw-json";

/** The server is the judge of the other tests, so it is shown here to refuse what the real API refuses. */
let full: MessagesServer;
let compatible: MessagesServer;

beforeAll(async () => {
  full = await startMessagesServer({ otherwise: answer([{ type: "text", text: "Good." }]) });
  compatible = await startMessagesServer({ mode: "compatible", otherwise: answer([]) });
});
afterAll(async () => {
  await full.close();
  await compatible.close();
});

let questions = 0;
const base = { model: "m", max_tokens: 10, stream: true };
const user = (...content: object[]) => ({ role: "user", content });
const assistant = (...content: object[]) => ({ role: "assistant", content });
const text = (words: string) => ({ type: "text", text: words });
const call = (id: string) => ({ type: "tool_use", id, name: "Read", input: {} });
const result = (id: string) => ({ type: "tool_result", tool_use_id: id, content: "x" });

async function refusal(body: object, server = full): Promise<string> {
  const response = await fetch(`${server.url}/v1/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", "anthropic-version": "2026-10-21" },
    body: JSON.stringify(body),
  });
  if (response.status === 200) return "";
  const { error } = (await response.json()) as { error: { message: string } };
  return error.message;
}

test.each<[string, object[], RegExp]>([
  [
    "a missing result",
    [user(text("q")), assistant(call("a"), call("b")), user(result("a"))],
    /without `tool_result`.*: b/,
  ],
  ["no result at all", [user(text("q")), assistant(call("a")), user(text("and?"))], /without `tool_result`/],
  [
    "an extra result",
    [user(text("q")), assistant(call("a")), user(result("a"), result("z"))],
    /unexpected `tool_use_id`.*: z/,
  ],
  ["a result for nothing", [user(text("q")), assistant(text("Yes")), user(result("a"))], /unexpected `tool_use_id`/],
  ["a result at the start", [user(result("a"))], /unexpected `tool_result`/],
  [
    "two results for one call",
    [user(text("q")), assistant(call("a")), user(result("a"), result("a"))],
    /single result/,
  ],
  [
    "text before the results",
    [user(text("q")), assistant(call("a")), user(text("and"), result("a"))],
    /must come first/,
  ],
  ["equal ids", [user(text("q")), assistant(call("a"), call("a")), user(result("a"))], /must be unique/],
  ["text behind a call", [user(text("q")), assistant(call("a"), text("x")), user(result("a"))], /nothing may follow/],
  ["two questions in a row", [user(text("q")), user(text("r"))], /roles must alternate/],
  ["a start by the assistant", [assistant(text("q"))], /roles must alternate/],
  ["a prefill", [user(text("q")), assistant(text("So"))], /prefill/],
  ["blank text", [user(text(" "))], /non-whitespace/],
  ["an empty message", [user(text("q")), assistant(), user(text("r"))], /non-empty content/],
  [
    "thinking at the end",
    [user(text("q")), assistant({ type: "thinking", thinking: "x", signature: "y" }), user(text("r"))],
    /final block/,
  ],
  [
    "a forged signature",
    [user(text("q")), assistant({ type: "thinking", thinking: "x", signature: "y" }, text("a")), user(text("r"))],
    /Invalid `signature`/,
  ],
  ["an unknown block", [user({ type: "hologram" })], /expected tags/],
  ["an unknown field of a block", [user({ ...text("q"), mood: "x" })], /mood: Extra inputs/],
  [
    "input that is no object",
    [user(text("q")), assistant({ ...call("a"), input: "x" }), user(result("a"))],
    /valid dictionary/,
  ],
  ["half a character", [user(text("q\ud800"))], /surrogate/],
])("refuses %s", async (_name, messages, expected) => {
  expect(await refusal({ ...base, messages })).toMatch(expected);
});

test.each<[object, RegExp]>([
  [{ temperature: 1 }, /temperature: Extra inputs/],
  [{ max_tokens: 0 }, /max_tokens/],
  [{ stream: false }, /streams/],
  [{ tools: [{ name: "Read" }] }, /input_schema/],
])("refuses the fields %j", async (fields, expected) => {
  expect(await refusal({ ...base, messages: [user(text("q"))], ...fields })).toMatch(expected);
});

test("knows more fields than a small server does", async () => {
  const body = { ...base, messages: [user(text("q"))], cache_control: { type: "ephemeral" } };
  expect(await refusal(body)).toBe("");
  expect(await refusal(body, compatible)).toBe("cache_control: Extra inputs are not permitted");
});

test.each<[string, object[], object, RegExp]>([
  ["a changed system prompt", [], { system: "other" }, /system prompt or tools differ/],
  ["a changed question", [user(text("changed"))], {}, /messages.2 differs/],
  ["a key order of its own", [{ content: [text("r")], role: "user" }], {}, /messages.2 differs/],
  ["cache marks, which are no change", [user({ ...text("r"), cache_control: { type: "ephemeral" } })], {}, /^$/],
])("compares a conversation with its past: %s", async (_name, third, fields, expected) => {
  questions += 1;
  const start = [user(text(`start ${questions}`)), assistant(text("a"))];
  expect(await refusal({ ...base, system: "s", messages: [...start, user(text("r"))] })).toBe("");
  const messages = [...start, ...(third.length > 0 ? third : [user(text("r"))]), assistant(text("b")), user(text("t"))];
  expect(await refusal({ ...base, system: "s", messages, ...fields })).toMatch(expected);
});

test("compares bytes, whatever is in the strings", () => {
  const raw = '{"a" : [1, {"b":"}],\\"{"} , "x,y"],"c":"\\\\"}';
  expect([...rawMembers(raw)]).toEqual([
    ["a", '[1, {"b":"}],\\"{"} , "x,y"]'],
    ["c", '"\\\\"'],
  ]);
  expect(rawElements(rawMembers(raw).get("a") ?? "")).toEqual(["1", '{"b":"}],\\"{"}', '"x,y"']);
});
