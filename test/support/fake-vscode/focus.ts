import { EventEmitter } from "./events";

/** Whether the person is at this window. */
export function createFocus() {
  const changed = new EventEmitter<{ readonly focused: boolean }>();
  return {
    window: { onDidChangeWindowState: changed.event },
    /** The person comes back from another program. */
    focus: () => changed.fire({ focused: true }),
  };
}
