import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { closeBrowser, openChatPage } from "./support/chat-page";
import { answer, answeredState, answerText } from "./support/samples";

afterAll(closeBrowser);

const pieces = [
  "A paragraph with `code`, **strong** and service.py:12.\n",
  "\n",
  "- one\n- two\n  - inner\n",
  "1. first\n",
  "2. second\n",
  "```python\nx = 'a'\n",
  "```\n",
  "| a | b |\n|---|---|\n| 1 | 2 |\n",
  "> quoted\n",
  "Title\n---\n",
  "## Heading\n",
  "    indented\n",
  "[link] and [other](https://x.example)\n",
  "[link]: https://y.example/z\n",
  "***\n",
];

describe("streamed Markdown", () => {
  it("ends as if it had come at once, however it was cut", async () => {
    const chat = await openChatPage();
    await chat.show({ ...answeredState, items: [answer] });
    const stream = (chunks: readonly string[]) =>
      chat.page.evaluate<readonly [string, string]>(`(() => {
        const show = (chunks) => {
          const element = document.createElement("ml-markdown");
          let text = "";
          for (const chunk of chunks) element.content = { text: text += chunk, done: false, strings: window.host.strings };
          element.content = { text, done: true, strings: window.host.strings };
          return element.innerHTML;
        };
        const chunks = ${JSON.stringify(chunks)};
        return [show(chunks), show([chunks.join("")])];
      })()`);
    await chat.page.evaluate(`window.host.strings = { locale: "en", text: (key) => key, count: (key) => key }`);
    const source = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 12 }).map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(
        source,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 5, maxLength: 40 }),
        async (text, sizes) => {
          const chunks: string[] = [];
          for (let start = 0, index = 0; start < text.length; index++) {
            const size = sizes[index % sizes.length] ?? 1;
            chunks.push(text.slice(start, start + size));
            start += size;
          }
          const [streamed, whole] = await stream(chunks);
          expect(streamed).toBe(whole);
        },
      ),
      { numRuns: 120 },
    );
    expect(chat.incidents).toEqual([]);
    await chat.close();
  });

  it("leaves finished blocks alone, so that a selection in them survives", async () => {
    const chat = await openChatPage({ height: 1600 });
    await chat.show({
      ...answeredState,
      running: true,
      items: [{ ...answer, text: "", done: false } as typeof answer],
    });
    const half = answerText.indexOf("1. Move");
    await chat.patch({ type: "append-text", id: "a1", text: answerText.slice(0, half) });
    await chat.page.evaluate(`
      window.first = document.querySelector(".markdown > p");
      getSelection().selectAllChildren(window.first);`);
    for (let start = half; start < answerText.length; start += 40) {
      await chat.patch({ type: "append-text", id: "a1", text: answerText.slice(start, start + 40) });
    }
    await chat.patch({ type: "replace", item: { ...answer, text: answerText } as typeof answer });
    expect(await chat.page.evaluate("document.querySelector('.markdown > p') === window.first")).toBe(true);
    expect(await chat.page.evaluate("getSelection().toString()")).toContain("The model is loaded for each job");
    await chat.close();
  });

  it("colours code by nodes of its own", async () => {
    const chat = await openChatPage();
    await chat.show({ ...answeredState, items: [answer] });
    const scopes = await chat.page.evaluate<readonly string[]>(
      `[...new Set([...document.querySelectorAll(".code-block code span")].map((span) => span.className))].sort()`,
    );
    expect(scopes).toEqual(expect.arrayContaining(["code-comment", "code-keyword", "code-string", "code-title"]));
    await chat.close();
  });
});
