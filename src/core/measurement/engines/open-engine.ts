import type { Workspace } from "../../workspace/workspace";
import type { EngineConfiguration } from "../engine";
import { withBundledProgram } from "./bundled";
import { ClipEngine } from "./clip-engine";
import { FolderEngine } from "./folder-engine";
import { LinesEngine } from "./lines-engine";
import type { EngineSession } from "./session";

export interface EnginePorts {
  readonly workspace: Workspace;
  /** When it aborts, the engine is stopped, and every further clip is cancelled. */
  readonly signal: AbortSignal;
  /** The folder of the built product; without it there are no bundled engines. */
  readonly assetsFolder?: string;
}

/** An engine of the configuration, not yet started. Close it, whatever happens. */
export function openEngine(given: EngineConfiguration, ports: EnginePorts): EngineSession {
  const { workspace, signal, assetsFolder } = ports;
  const configuration = assetsFolder === undefined ? given : withBundledProgram(given, assetsFolder);
  switch (configuration.protocol) {
    case "lines":
      return new LinesEngine(configuration, workspace, signal);
    case "clip":
      return new ClipEngine(configuration, workspace, signal);
    case "folder":
      return new FolderEngine(configuration, workspace, signal);
  }
}
