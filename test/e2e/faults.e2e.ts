import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  answer,
  delivered,
  failure,
  type MessagesServer,
  plain,
  startMessagesServer,
  type Turn,
} from "../support/messages-server";
import { screenshot } from "./support/artefacts";
import { type Chat, openChat } from "./support/chat";
import { setSideBarWidth } from "./support/looks";
import { useWorkbench } from "./support/workbench";

const example = join(import.meta.dirname, "..", "..", "examples", "speech-service");

const good = answer([{ type: "text", text: "Good." }]);
const partly = answer([{ type: "text", text: "Partly said." }]);

interface Fault {
  readonly name: string;
  readonly script: readonly Turn[];
  /** A row that is shown while it waits. */
  readonly waiting?: string;
  /** What the turn's rows say in the end, without question, reading, figures and what to ask next. */
  readonly rows: readonly string[];
}

const faults: readonly Fault[] = [
  {
    name: "a rate limit that passes",
    script: [failure(429, "rate_limit_error", "Slow down", { "retry-after": "2" }), good],
    waiting: "Rate limit reached (2 s, attempt 2 of 5)",
    rows: ["Good."],
  },
  {
    name: "a rate limit for an hour",
    script: [failure(429, "rate_limit_error", "Daily limit", { "retry-after": "3600" })],
    rows: [
      'The rate limit is reached (429). It said: "Daily limit". The endpoint asks to wait 60 minutes before the next request. Try again Show log',
    ],
  },
  { name: "an overload that passes", script: [failure(529, "overloaded_error", "Overloaded"), good], rows: ["Good."] },
  {
    name: "an error in mid-stream",
    script: [answer([{ type: "text", text: "So far" }], { error: { type: "overloaded_error", message: "Busy" } })],
    rows: [
      "So far",
      'The provider became overloaded in the middle of the answer ("Busy"). Ask again to continue. What had arrived is kept. Try again Show log',
    ],
  },
  {
    name: "a cut connection",
    script: [delivered(partly, { faultAt: 'said."}}\n\n', fault: "reset" })],
    rows: [
      "Partly said.",
      "The connection broke off in the middle of the answer. Ask again to continue. What had arrived is kept. Try again Show log",
    ],
  },
  {
    name: "a refusal",
    script: [
      answer([], {
        stopReason: "refusal",
        stopDetails: { type: "refusal", category: "cyber", explanation: "This is not for me" },
      }),
    ],
    rows: [
      "The model declined to answer: This is not for me. Ask in another way, or start a new conversation. Try again Choose model",
    ],
  },
  {
    name: "the output limit inside a tool call",
    script: [
      answer([{ type: "tool_use", id: "toolu_1", name: "Read", input: '{"file_path": "captions/ma' }], {
        stopReason: "max_tokens",
      }),
    ],
    rows: [
      "The answer reached its limit of 32000 tokens and breaks off here. Ask to continue, or ask for less. Try again New conversation",
    ],
  },
  {
    name: "a key that is refused all at once",
    script: [failure(401, "authentication_error", "no")],
    rows: ["SERVER refused the API key (401). Enter a valid key for this provider. Set API key Choose model Show log"],
  },
  {
    name: "no credit",
    script: [failure(402, "billing_error", "Credit balance too low")],
    rows: [
      'The account has no credit left (402). It said: "Credit balance too low". Add credit, or choose another provider. Choose model Try again Show log',
    ],
  },
  {
    name: "a web page",
    script: [plain(200, "text/html", "<html>Sign in</html>")],
    rows: [
      "SERVER answered with a web page and not in the Messages API format. Check the base URL and whether this server speaks that API. Try again Show log",
    ],
  },
];

const figures = /^claude-opus-5-5 · (.* out · ≈ .* · )?_$/;

describe("what goes wrong, as the chat says it", () => {
  const workbench = useWorkbench({ workspace: example, env: { ANTHROPIC_API_KEY: "sk-ant-environment" } });
  let server: MessagesServer;
  let chat: Chat;

  beforeAll(async () => {
    server = await startMessagesServer();
    const { driver, page } = workbench();
    await driver.updateConfiguration("mlEngineer.anthropic.baseUrl", server.url);
    await setSideBarWidth(page, 420);
    chat = await openChat(page, driver);
    await chat.frame.getByRole("button", { name: "Use Claude with the key in ANTHROPIC_API_KEY" }).click();
    await chat.frame.getByRole("button", { name: /^claude-opus/ }).waitFor();
  });
  afterAll(() => server.close());

  it.each(faults)("$name", async ({ name, script, waiting, rows }) => {
    const { page } = workbench();
    server.script(...script);
    const question = `What about ${name}?`;
    await chat.ask(question);
    if (waiting !== undefined) {
      await chat.frame.locator(".notice.waiting", { hasText: waiting }).waitFor();
      await screenshot(page, `fault-waiting-${name.replaceAll(" ", "-")}`);
    }
    await chat.answered(question);
    await screenshot(page, `fault-${name.replaceAll(" ", "-")}`);
    const turn = (await chat.lastTurn()).filter((row) => !/^(You|Read at start:|Ask next) /.test(row));
    expect(turn.map((row) => row.replaceAll(server.url, "SERVER"))).toEqual([...rows, expect.stringMatching(figures)]);

    server.script(good);
    const next = `And after ${name}?`;
    await chat.ask(next);
    await chat.answered(next);
    expect((await chat.lastTurn()).slice(0, 2)).toEqual([`You ${next}`, "Good."]);
    expect(server.violations).toEqual([]);
  });
});
