import type { PipelineMap } from "../../../src/core/pipeline/map";
import { createPipelineMapper } from "../../../src/core/pipeline/mapper";
import { renderPipelineMap } from "../../../src/core/pipeline/render";
import { grammarsFolder } from "../../support/grammars";
import { memoryWorkspace } from "../../support/memory-workspace";

export const mapPipeline = createPipelineMapper({ grammarsFolder: grammarsFolder() });

export async function mapOf(files: Readonly<Record<string, string>>): Promise<PipelineMap> {
  return await mapPipeline(memoryWorkspace(files), new AbortController().signal);
}

/** What the map says about engines, as the person reads it. */
export async function engineText(files: Readonly<Record<string, string>>): Promise<string> {
  return sectionsOf(await mapOf(files), "engines");
}

/** What the map says about some of its parts, without the line of totals. */
export function sectionsOf(map: PipelineMap, ...parts: readonly (keyof PipelineMap)[]): string {
  const nothing = { steps: [], entryPoints: [], functions: [], dependencies: [], problems: [] };
  const kept = Object.fromEntries(Object.entries(map).filter(([name]) => parts.includes(name as keyof PipelineMap)));
  const text = renderPipelineMap({ ...map, ...nothing, ...kept });
  const withoutTotals = text.split("\n").slice(2).join("\n");
  const start = parts.includes("engines") ? 0 : withoutTotals.indexOf("\n\n", lastUse(withoutTotals)) + 2;
  return withoutTotals.slice(start);
}

/** The engines stand first; the sections after them start at the first title that is not an engine's. */
function lastUse(text: string): number {
  const titles = ["Steps around", "Entry points", "Functions on", "Declared packages", "What limits"];
  const starts = titles.map((title) => text.indexOf(`\n\n${title}`)).filter((start) => start >= 0);
  return Math.min(...starts);
}
