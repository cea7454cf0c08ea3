import { html, render } from "lit";
import "../style.css";
import "../components/components.css";
import "./chat.css";
import "./attachment.css";
import "./rows/line.css";
import "./rows/rows.css";
import "./markdown/code.css";
import "./markdown/markdown.css";
import "./composer/composer.css";
import { announcement } from "./announcer";
import { createBridge } from "./bridge";
import { createComposer } from "./composer/composer";
import { restoreDraft } from "./composer/draft";
import { type Context, createLocalState } from "./context";
import { reduce } from "./reduce";
import { startEdit } from "./rows/question";
import { roleLine } from "./rows/team";
import { banner, loadingPage, startPage } from "./start-page";
import { initialState, type ViewState } from "./state";
import { parseStrings } from "./strings";
import { createTranscript } from "./transcript/transcript";

/** Milliseconds without a snapshot after which the view says so. */
const silence = 8000;

const page = buildPage();
const bridge = createBridge();
const strings = parseStrings(document.getElementById("strings")?.textContent);
const { post } = bridge;
const local = createLocalState((id) => {
  transcript.beforeToggle(id);
  show();
});
const context: Context = { strings, local, post };
const transcript = createTranscript(page.transcript, context, {
  ...(bridge.remembered.place === undefined ? {} : { place: bridge.remembered.place }),
  moved: (place) => bridge.remember({ place }),
});
const composer = createComposer(page.composer, context, {
  draft: restoreDraft(bridge.remembered.draft),
  remember: (draft) => bridge.remember({ draft }),
  sent: () => transcript.toEnd(),
  editLast,
});

let state: ViewState = initialState;
let isSilent = false;

document.title = strings.text("chat.title");
document.documentElement.lang = strings.locale;
page.title.textContent = strings.text("chat.title");
bridge.listen((messages) => {
  const before = state;
  state = messages.reduce(reduce, state);
  if (state.stale && !before.stale) post({ type: "ready" });
  if (isAnotherConversation(before, state)) local.forget();
  const spoken = state.chat === undefined ? undefined : announcement(before.chat, state.chat, strings);
  if (spoken !== undefined) page.live.textContent = spoken;
  show();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !state.chat?.running) return;
  post({ type: "action", action: "stop" });
});
// A person who comes to the view by a command or by keys wants to write, unless they were somewhere in it before.
window.addEventListener("focus", () => {
  if (document.activeElement === document.body) composer.focus();
});
setTimeout(() => {
  isSilent = state.chat === undefined;
  show();
}, silence);
show();
post({ type: "ready" });

function show(): void {
  const { chat } = state;
  const isStart = chat === undefined || chat.items.length === 0;
  page.start.hidden = !isStart;
  page.transcript.hidden = isStart;
  render(chat === undefined ? loadingPage(isSilent, context) : isStart ? startPage(chat, context) : null, page.start);
  render(chat === undefined ? null : html`${banner(chat, context)}${roleLine(chat, context)}`, page.banner);
  if (chat !== undefined) transcript.update(chat);
  composer.update(state);
}

function editLast(): void {
  const question = state.chat?.items.findLast((item) => item.kind === "question");
  if (question?.kind !== "question") return;
  transcript.show(question.id);
  startEdit(question, context);
}

/** A conversation that gets its id with the first answer is still the same. */
function isAnotherConversation({ chat: before }: ViewState, { chat: after }: ViewState): boolean {
  const id = before?.conversation.id;
  return id !== undefined && id !== "new" && id !== after?.conversation.id;
}

/** The parts in reading order. The host's page needs no more than an empty body. */
function buildPage() {
  const part = (tag: string, className: string) => {
    const element = document.createElement(tag);
    element.className = className;
    return element;
  };
  const main = part("main", "chat");
  const parts = {
    title: part("h1", "for-screen-readers"),
    banner: part("div", "banner-place"),
    start: part("div", "start-place"),
    transcript: part("div", "transcript"),
    composer: part("div", "composer"),
    live: part("div", "for-screen-readers"),
  };
  parts.live.setAttribute("role", "status");
  main.append(...Object.values(parts));
  document.body.append(main);
  return parts;
}
