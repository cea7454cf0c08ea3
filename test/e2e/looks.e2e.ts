import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answer, delivered, failure, type MessagesServer, startMessagesServer } from "../support/messages-server";
import { screenshot } from "./support/artefacts";
import { type Chat, openChat } from "./support/chat";
import { setSideBarWidth, setTheme, themes } from "./support/looks";
import { useWorkbench } from "./support/workbench";

const example = join(import.meta.dirname, "..", "..", "examples", "speech-service");
const service = "captions/modules/transcription/service.py";

/** Everything that an answer may consist of. */
const rich = `**The model is loaded for each job** (${service}:21). Its weights are read before any speech is heard.

| model | size | words wrong |
|---|---:|---:|
| large-v3 | 1550 M | 8.1 % |
| small | 244 M | 11.4 % |

1. Load it once, in \`startup\`:

   \`\`\`python
   model = whisper.load_model(settings.model)  # one process, one model
   \`\`\`

2. Then measure \`small\` against \`large-v3\`.

> A queue holds jobs for up to 10 minutes.
`;

describe("the chat looks right", () => {
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
    server.script(
      answer([
        { type: "thinking", thinking: "Where is the model loaded, and how often?" },
        { type: "tool_use", id: "t1", name: "Read", input: { file_path: service, offset: 17, limit: 12 } },
        { type: "tool_use", id: "t2", name: "Grep", input: { pattern: "load_model" } },
        { type: "tool_use", id: "t3", name: "Read", input: { file_path: "captions/missing.py" } },
      ]),
      answer([{ type: "text", text: rich }]),
      failure(401, "authentication_error", "invalid x-api-key"),
    );
    await chat.ask("Why is it slow?");
    await chat.answered("Why is it slow?");
    await chat.ask("And on a GPU?");
    await chat.answered("And on a GPU?");
    server.script(
      delivered(answer([{ type: "text", text: "It depends on the card. ".repeat(300) }]), { chunk: 100, pause: 60 }),
    );
    await chat.ask("Which one?");
    await chat.ask("And what does it cost?");
    await chat.frame.locator(".queue li").waitFor();
  });
  afterAll(() => server.close());

  it.each(Object.keys(themes) as (keyof typeof themes)[])("in %s", async (theme) => {
    const { page, driver } = workbench();
    await setTheme(page, driver, theme);
    for (const width of [420, 300]) {
      await setSideBarWidth(page, width);
      await chat.frame.locator(".scroller").hover();
      for (const [name, distance] of [
        ["top", -100_000],
        ["end", 100_000],
      ] as const) {
        await page.mouse.wheel(0, distance);
        await page.waitForTimeout(150);
        await screenshot(page, `looks-${theme.replaceAll(" ", "-")}-${width}-${name}`);
        expect(
          await chat.frame.evaluate<number>("document.documentElement.scrollWidth - innerWidth"),
        ).toBeLessThanOrEqual(0);
        expect(await chat.frame.evaluate<string[]>(wider)).toEqual([]);
      }
    }
  });
});

/** Runs in the page: what sticks out of it, except in code, which scrolls. */
const wider = `[...document.querySelectorAll(".transcript .row *, .composer *")]
  .filter((element) => element.closest("pre, .for-screen-readers") === null)
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
  .map((element) => element.tagName + "." + element.className)`;
