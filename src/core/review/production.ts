import type { PipelineMap } from "../pipeline/map";
import { isTestPath } from "../pipeline/test-path";

/** The part of a map that runs in production: tests may hard-code whatever they like. */
export function productionPart(map: PipelineMap): { readonly map: PipelineMap; readonly testUses: number } {
  const keep = ({ place }: { readonly place: { readonly path: string } }): boolean => !isTestPath(place.path);
  const engines = map.engines.filter(keep);
  return {
    map: {
      ...map,
      engines,
      steps: map.steps.filter(keep),
      entryPoints: map.entryPoints.filter(keep),
      functions: map.functions.filter(keep),
    },
    testUses: map.engines.length - engines.length,
  };
}
