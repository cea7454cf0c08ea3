import type { ExtensionContext } from "vscode";
import { registerCommands } from "./host/commands";
import { createParts } from "./host/parts";

/** The table of contents: parts, then what people see of them. */
export function activate(context: ExtensionContext): void {
  const started = performance.now();
  const parts = createParts(context);
  context.subscriptions.push(parts, registerCommands(parts));
  parts.log.info(`Activated in ${Math.round(performance.now() - started)} ms.`);
}
