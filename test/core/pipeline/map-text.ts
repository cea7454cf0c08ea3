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
  const sections = text.split("\n\n").slice(1);
  const isEngine = (section: string) => /^.* \((self-hosted|cloud)\)\n/.test(section);
  return sections.filter((section) => parts.includes("engines") || !isEngine(section)).join("\n\n");
}
