import type { ExtensionContext } from "vscode";
import { registerChange } from "./host/change/register";
import { registerCommands } from "./host/commands";
import { registerDiagnostics } from "./host/diagnostics/register";
import { registerBaseTexts } from "./host/evaluation/base-texts";
import { registerHandoffs } from "./host/handoffs/register";
import { registerMemory } from "./host/memory/register";
import { registerParticipant } from "./host/participant";
import { createParts } from "./host/parts";
import { registerReports } from "./host/report/reports";
import { registerRuns } from "./host/runs/register";

/** The table of contents: parts, then what people see of them. */
export function activate(context: ExtensionContext): void {
  const started = performance.now();
  const parts = createParts(context);
  const participant = {
    ...parts,
    workspaceState: () => parts.workspaces.state,
    access: context.languageModelAccessInformation,
    used: () => parts.use.begin(),
  };
  context.subscriptions.push(
    parts,
    registerCommands(parts),
    registerParticipant(participant),
    registerDiagnostics(parts),
    registerChange(parts),
    registerBaseTexts(parts),
    registerHandoffs(parts),
    registerMemory(parts),
    registerRuns(parts),
    registerReports(parts),
  );
  parts.log.info(`Activated in ${Math.round(performance.now() - started)} ms.`);
}
