import type { Handoff } from "../../core/handoff/handoff";

/** What a person can do with a handoff. Conditions of the menus name these. */
export type HandoffVerb = "run" | "norun" | "send" | "answer" | "continue" | "dismiss" | "reopen";

/** `refusal`: why no specialist can run it; undefined when one can. */
export function verbsOf({ state }: Pick<Handoff, "state">, refusal: string | undefined): readonly HandoffVerb[] {
  const run = refusal === undefined ? "run" : "norun";
  switch (state) {
    case "open":
      return [run, "send", "answer", "dismiss"];
    case "sent":
      return [run, "answer", "dismiss", "reopen"];
    case "running":
      return ["dismiss", "reopen"];
    case "answered":
      return ["continue", "dismiss", "reopen"];
    case "continued":
      return ["continue"];
    case "dismissed":
      return ["reopen"];
  }
}
