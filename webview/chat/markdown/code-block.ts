import type { Strings } from "../strings";
import { highlight } from "./highlight";
import { appendVisible } from "./text";

/** A block of code that may still be growing. */
export interface CodeBlock {
  readonly element: HTMLElement;
  update(code: string, done: boolean): void;
}

/**
 * While a block grows, new lines are appended plain and the whole is coloured again each time it has grown by a fifth:
 * the work stays linear in its length, and colours are never far behind.
 */
export function createCodeBlock(language: string, strings: Strings): CodeBlock {
  const element = document.createElement("div");
  element.className = "code-block";
  const pre = element.appendChild(document.createElement("pre"));
  pre.tabIndex = 0;
  pre.setAttribute("role", "group");
  pre.setAttribute(
    "aria-label",
    language === "" ? strings.text("code.label") : strings.text("code.label-language", { language }),
  );
  const code = pre.appendChild(document.createElement("code"));
  element.appendChild(copyButton(strings));

  let shown = "";
  let highlighted = 0;
  return {
    element,
    update(text, done) {
      if (done || !text.startsWith(shown) || text.length > highlighted * 1.2 + 120) {
        code.replaceChildren(highlight(text, language, strings));
        highlighted = text.length;
      } else {
        appendVisible(code, text.slice(shown.length), strings);
      }
      shown = text;
    },
  };
}

function copyButton(strings: Strings): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "icon-button copy-code";
  button.title = strings.text("code.copy");
  button.setAttribute("aria-label", strings.text("code.copy"));
  const icon = button.appendChild(document.createElement("span"));
  icon.className = "codicon codicon-copy";
  icon.setAttribute("aria-hidden", "true");
  return button;
}
