import { appendText } from "../markdown/text";
import type { Strings } from "../strings";

/** Plain text as nodes for a template: places in files are links, hidden characters are visible. */
export function visibleText(text: string, strings: Strings): DocumentFragment {
  const fragment = document.createDocumentFragment();
  appendText(fragment, text, strings);
  return fragment;
}
