import { createReadChangeTool } from "./change/tool";
import { createRequestHandoffTool, type RequestHandoffPorts } from "./handoff/tool";
import { createCompareRunsTool } from "./measurement/tools/compare-runs";
import { createEvaluateTool, type MeasurementPorts } from "./measurement/tools/evaluate";
import { readRun } from "./measurement/tools/read-run";
import { createWriteMemoryTool, type WriteMemoryPorts } from "./memory/tool";
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
  /** What the tools of the team do; without it a session has no such tools. */
  readonly team?: RequestHandoffPorts & WriteMemoryPorts;
  /** What running engines takes; without it, and without somebody who can be asked, recorded runs are only read. */
  readonly measurement?: MeasurementPorts;
}

/** Every tool there is. Adding one here is all it takes. */
export function createToolbelt({ mapPipeline, team, measurement }: ToolbeltPorts): {
  readonly named: readonly Tool[];
  readonly companions: readonly Tool[];
} {
  return {
    /** An agent gets these when its definition names them. */
    named: [read, grep, glob],
    /**
     * These come with Read: they tell in one call what Read, Grep and Glob would find in many, read git, or write only the
     * team's own files. Evaluate starts programs, and asks the person each time.
     */
    companions: [
      createPipelineMapTool(mapPipeline),
      createReviewTool(mapPipeline),
      createReadChangeTool(mapPipeline),
      readRun,
      createCompareRunsTool(() => new Date()),
      ...(measurement ? [createEvaluateTool(measurement)] : []),
      ...(team ? [createRequestHandoffTool(team), createWriteMemoryTool(team)] : []),
    ],
  };
}
