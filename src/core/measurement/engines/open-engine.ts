import type { Workspace } from "../../workspace/workspace";
import type { EngineConfiguration } from "../engine";
import { ClipEngine } from "./clip-engine";
import { FolderEngine } from "./folder-engine";
import { LinesEngine } from "./lines-engine";
import type { EngineSession } from "./session";

/** An engine of the configuration, not yet started. Close it, whatever happens. */
export function openEngine(
  configuration: EngineConfiguration,
  ports: { readonly workspace: Workspace; readonly signal: AbortSignal },
): EngineSession {
  const { workspace, signal } = ports;
  switch (configuration.protocol) {
    case "lines":
      return new LinesEngine(configuration, workspace, signal);
    case "clip":
      return new ClipEngine(configuration, workspace, signal);
    case "folder":
      return new FolderEngine(configuration, workspace, signal);
  }
}
