import type { FromWebview } from "../../src/protocol/chat";
import type { Strings } from "./strings";

/** What every part of the view gets handed in. */
export interface Context {
  readonly strings: Strings;
  readonly local: LocalState;
  post(message: FromWebview): void;
}

/** What a person opened here. It is lost with the view, and nothing depends on it. */
export interface LocalState {
  /** Ids of rows that are open and are closed by themselves. */
  readonly opened: ReadonlySet<string>;
  /** Ids of long answers that were folded. */
  readonly folded: ReadonlySet<string>;
  /** The question that is being edited in place. */
  readonly editing: string | undefined;
  toggleOpened(id: string): void;
  toggleFolded(id: string): void;
  edit(id: string | undefined): void;
  /** Another conversation is shown: its rows have the same ids. */
  forget(): void;
}

/** `changed` runs after each change, with the id of the row that it was about. */
export function createLocalState(changed: (id: string | undefined) => void): LocalState {
  const opened = new Set<string>();
  const folded = new Set<string>();
  let editing: string | undefined;
  const toggle = (set: Set<string>, id: string) => {
    if (!set.delete(id)) set.add(id);
    changed(id);
  };
  return {
    opened,
    folded,
    get editing() {
      return editing;
    },
    toggleOpened: (id) => toggle(opened, id),
    toggleFolded: (id) => toggle(folded, id),
    edit(id) {
      editing = id;
      changed(id);
    },
    forget() {
      opened.clear();
      folded.clear();
      editing = undefined;
    },
  };
}
