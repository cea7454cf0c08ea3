import type { Attachment } from "../../../src/protocol/chat";
import { formatPlace } from "../format";
import type { Strings } from "../strings";
import { codePoints, splitHidden } from "./hidden-characters";
import { findPlaces } from "./places";

/** Appends text of a model: places in files become links, hidden characters become visible. All of it as text nodes. */
export function appendText(parent: Node, text: string, strings: Strings): void {
  let end = 0;
  for (const found of findPlaces(text)) {
    appendVisible(parent, text.slice(end, found.start), strings);
    const link = placeLink(found.place, strings);
    appendVisible(link, text.slice(found.start, found.end), strings);
    parent.appendChild(link);
    end = found.end;
  }
  appendVisible(parent, text.slice(end), strings);
}

/** Appends text in which nothing is a link. */
export function appendVisible(parent: Node, text: string, strings: Strings): void {
  if (text === "") return;
  for (const part of splitHidden(text)) {
    parent.appendChild(part.hidden ? hiddenMark(part.text, strings) : document.createTextNode(part.text));
  }
}

/**
 * A link without an address: nothing in the view can navigate. One listener on the transcript opens what such links
 * carry, and VS Code, which opens every `href` that is clicked, has nothing to open by itself.
 */
function placeLink(place: Attachment, strings: Strings): HTMLElement {
  const link = addressless(strings.text("place.open", { place: formatPlace(place) }));
  link.dataset.path = place.path;
  if (place.line !== undefined) link.dataset.line = String(place.line);
  if (place.endLine !== undefined) link.dataset.endLine = String(place.endLine);
  return link;
}

/** A link to a page, which the host opens after VS Code has asked. */
export function pageLink(url: string, strings: Strings): HTMLElement {
  const link = addressless(strings.text("link.open", { url }));
  link.dataset.url = url;
  return link;
}

function addressless(title: string): HTMLElement {
  const link = document.createElement("a");
  link.setAttribute("role", "link");
  link.tabIndex = 0;
  link.title = title;
  return link;
}

function hiddenMark(text: string, strings: Strings): HTMLElement {
  const mark = document.createElement("span");
  mark.className = "hidden-characters";
  const count = [...text].length;
  mark.textContent = count === 1 ? codePoints(text) : strings.count("hidden.many", count);
  mark.title = count === 1 ? strings.text("hidden.one", { codes: codePoints(text) }) : codePoints(text);
  return mark;
}
