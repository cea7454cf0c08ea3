import * as z from "zod/mini";
import type { PipelineMap } from "../pipeline/map";
import { renderPipelineMap } from "../pipeline/render";
import { defineTool, success, ToolError } from "../tools/tool";
import type { Workspace } from "../workspace/workspace";

/** Longer answers are cut at a line, and say how to get the rest. */
const maximumCharacters = 40_000;

export function createPipelineMapTool(
  mapPipeline: (workspace: Workspace, signal: AbortSignal) => Promise<PipelineMap>,
) {
  return defineTool({
    name: "PipelineMap",
    description:
      "Shows where the speech-to-text code of the workspace is and how it hangs together: every place that loads, configures or calls a speech engine with its parameters and where their values are decided, the steps around it, the queue tasks, routes and commands that lead to it, and the declared packages. Every line names path:line. Use it before searching for these by hand. `path` limits the answer to one file or folder.",
    input: z.object({ path: z.optional(z.string()) }),
    access: "read",
    title: ({ path }) => path ?? "",
    async run({ path }, { workspace, signal }) {
      const map = await mapPipeline(workspace, signal);
      const shown = path === undefined ? map : partOf(map, (await workspace.locate(path)).path);
      const engines = new Set(shown.engines.map((use) => use.label));
      if (path !== undefined && map.engines.length > 0 && isEmpty(shown)) {
        throw new ToolError(
          `Nothing of the speech pipeline is in ${path}.`,
          `Engines are called in ${[...new Set(map.engines.map((use) => use.place.path))].slice(0, 10).join(", ")}.`,
        );
      }
      return success(
        bounded(renderPipelineMap(shown)),
        engines.size === 0 ? "no engine found" : [...engines].join(", "),
      );
    },
  });
}

function partOf(map: PipelineMap, path: string): PipelineMap {
  const isInside = (other: { readonly path: string }) =>
    path === "." || other.path === path || other.path.startsWith(`${path}/`);
  const keep = ({ place }: { readonly place: { readonly path: string } }) => isInside(place);
  return {
    ...map,
    engines: map.engines.filter(keep),
    steps: map.steps.filter(keep),
    entryPoints: map.entryPoints.filter(keep),
    functions: map.functions.filter(keep),
    dependencies: map.dependencies.filter(keep),
    problems: map.problems.filter(isInside),
  };
}

function isEmpty({ engines, steps, entryPoints, functions, dependencies }: PipelineMap): boolean {
  return [engines, steps, entryPoints, functions, dependencies].every((list) => list.length === 0);
}

function bounded(text: string): string {
  if (text.length <= maximumCharacters) return text;
  const end = text.lastIndexOf("\n", maximumCharacters);
  const left = text.slice(end + 1).split("\n").length;
  return `${text.slice(0, end)}\n… ${left} more lines: give \`path\` to see one file or folder.`;
}
