import type { Attachment } from "../../src/protocol/chat";
import type { Context } from "./context";

/** Asks the host to open a place of the workspace; with Ctrl or Cmd beside what is open. */
export function openPlace(
  { path, line, endLine }: Attachment,
  event: Pick<MouseEvent, "ctrlKey" | "metaKey">,
  { post }: Pick<Context, "post">,
): void {
  post({
    type: "open",
    path,
    ...(line === undefined ? {} : { line }),
    ...(endLine === undefined ? {} : { endLine }),
    beside: event.ctrlKey || event.metaKey,
  });
}

/** Opens links of answers, copies code. One listener for all of them: an answer may have hundreds. */
export function listenForLinks(container: HTMLElement, context: Context): void {
  container.addEventListener("click", (event) => {
    const { target } = event;
    if (!(target instanceof Element)) return;
    const link = target.closest<HTMLElement>("a[role=link]");
    if (link !== null) follow(link, event, context);
    const copy = target.closest<HTMLElement>(".copy-code");
    if (copy !== null) copyCode(copy, context);
  });
  container.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.target instanceof HTMLElement)) return;
    if (!event.target.matches("a[role=link]")) return;
    event.preventDefault();
    event.stopPropagation();
    follow(event.target, event, context);
  });
}

function follow(link: HTMLElement, event: MouseEvent | KeyboardEvent, context: Context): void {
  event.preventDefault();
  const { path, line, endLine, url } = link.dataset;
  if (url !== undefined) context.post({ type: "open-link", url });
  else if (path !== undefined) openPlace({ path, ...numbered({ line, endLine }) }, event, context);
}

function numbered(lines: Readonly<Record<"line" | "endLine", string | undefined>>): Partial<Attachment> {
  return Object.fromEntries(
    Object.entries(lines).flatMap(([key, value]) => (value === undefined ? [] : [[key, Number(value)]])),
  );
}

function copyCode(button: HTMLElement, { post, strings }: Context): void {
  post({ type: "copy", text: button.parentElement?.querySelector("code")?.textContent ?? "" });
  confirmCopy(button, strings.text("copy.done"));
}

/** Shows a check mark for a moment, in the place of the copy icon. */
export function confirmCopy(button: HTMLElement, done: string): void {
  const icon = button.querySelector(".codicon");
  const title = button.title;
  icon?.classList.replace("codicon-copy", "codicon-check");
  button.title = done;
  setTimeout(() => {
    icon?.classList.replace("codicon-check", "codicon-copy");
    button.title = title;
  }, 1500);
}
