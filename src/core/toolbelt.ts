import type { PipelineMap } from "./pipeline/map";
import { createPipelineMapTool } from "./review/map-tool";
import { createReviewTool } from "./review/tool";
import { glob } from "./tools/glob";
import { grep } from "./tools/grep";
import { read } from "./tools/read";
import type { Tool } from "./tools/tool";
import type { Workspace } from "./workspace/workspace";

export interface ToolbeltPorts {
  mapPipeline(workspace: Workspace, signal: AbortSignal): Promise<PipelineMap>;
}

/** Every tool there is. Adding one here is all it takes. */
export function createToolbelt({ mapPipeline }: ToolbeltPorts): {
  readonly named: readonly Tool[];
  readonly companions: readonly Tool[];
} {
  return {
    /** An agent gets these when its definition names them. */
    named: [read, grep, glob],
    /** These come with Read: they tell in one call what Read, Grep and Glob would find in many. */
    companions: [createPipelineMapTool(mapPipeline), createReviewTool(mapPipeline)],
  };
}
