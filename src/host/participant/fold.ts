import type { AgentEvent } from "../../core/agent/events";
import type { Attachment } from "../../protocol/chat";
import { runningTool } from "../chat/transcript-tool";

/** What VS Code's chat shows of an answer, as plain data. */
export type ResponsePart =
  | { readonly type: "markdown"; readonly text: string }
  /** Markdown as well, so names in it are escaped. */
  | { readonly type: "progress"; readonly text: string }
  | { readonly type: "reference"; readonly place: Attachment };

/** Folds the events of one question into the parts of VS Code's response. */
export class ResponseFold {
  readonly #places = new Map<string, Attachment>();
  readonly #referenced = new Set<string>();
  #lastWait = "";
  /** Text before a tool call and text behind it are two paragraphs. */
  #paragraphEnds = false;
  #hasText = false;

  apply(event: AgentEvent): readonly ResponsePart[] {
    switch (event.type) {
      case "text":
        return [{ type: "markdown", text: this.#paragraph(event.text) }];
      case "context":
        return [
          { type: "progress", text: `${escaped(event.title)}: ${escaped(event.reason)}` },
          ...(event.path === undefined ? [] : this.#reference({ path: event.path })),
        ];
      case "tool-call": {
        this.#paragraphEnds = this.#hasText;
        const { place } = runningTool(event.id, event);
        if (place) this.#places.set(event.id, place);
        return [{ type: "progress", text: `${event.name} ${escaped(event.title)}`.trim() }];
      }
      case "tool-result": {
        if (event.isError) return [{ type: "progress", text: `${event.name}: ${escaped(event.summary)}` }];
        const place = this.#places.get(event.id);
        return place ? this.#reference(place) : [];
      }
      case "waiting":
        return this.#wait(event);
      case "notice":
        return [{ type: "progress", text: escaped(event.message) }];
      case "handoff":
        return [{ type: "progress", text: `Handoff → ${escaped(event.to)}: ${escaped(event.task)}` }];
      case "end":
        return this.#end(event);
      case "start":
      case "turn":
      case "thinking":
      case "usage":
      case "message":
        return [];
    }
  }

  #paragraph(text: string): string {
    const separator = this.#paragraphEnds ? "\n\n" : "";
    this.#paragraphEnds = false;
    this.#hasText = true;
    return `${separator}${text}`;
  }

  /** A countdown comes every second; here each wait is one row. */
  #wait({ reason, attempt }: Extract<AgentEvent, { type: "waiting" }>): readonly ResponsePart[] {
    const wait = `${reason.replace(/\d+/g, "")} ${attempt}`;
    if (wait === this.#lastWait) return [];
    this.#lastWait = wait;
    return [{ type: "progress", text: escaped(reason) }];
  }

  #reference(place: Attachment): readonly ResponsePart[] {
    const key = `${place.path}:${place.line ?? ""}-${place.endLine ?? ""}`;
    if (this.#referenced.has(key)) return [];
    this.#referenced.add(key);
    return [{ type: "reference", place }];
  }

  /** A failure is shown by VS Code itself, from the result. */
  #end({ reason, message }: Extract<AgentEvent, { type: "end" }>): readonly ResponsePart[] {
    const isNote = reason === "limit" || reason === "repetition" || reason === "cut-off";
    return isNote && message !== undefined ? [{ type: "markdown", text: `\n\n> ${escaped(message)}\n` }] : [];
  }
}

/** Plain text as Markdown. */
export function escaped(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_{}[\]()#+!<>|~&$-]/g, "\\$&");
}
