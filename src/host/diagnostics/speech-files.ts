import type { PipelineMap } from "../../core/pipeline/map";
import { isProjectFile } from "../../core/pipeline/project-files";
import { enginePattern } from "../../core/pipeline/select/patterns";
import type { Review } from "../../core/review/review";

/** Files in which findings can be. */
export function isCodeFile(path: string): boolean {
  return /\.(?:py|[cm]?[jt]sx?)$/.test(path) && !path.endsWith(".d.ts");
}

/** Files whose content a review depends on: code, and what declares its packages. */
export function mayMatter(path: string): boolean {
  return isCodeFile(path) || isProjectFile(path);
}

/** Every file that the map or a finding names. Saving another one changes nothing, unless it begins to use an engine. */
export function speechFiles(map: PipelineMap, review: Review): ReadonlySet<string> {
  const values = map.engines.flatMap(({ parameters, model }) => [
    ...parameters.map(({ value }) => value),
    ...(model ? [model] : []),
  ]);
  const links = [...values, ...review.findings].flatMap(({ chain }) => chain);
  const parts = [...map.engines, ...map.steps, ...map.entryPoints, ...map.functions, ...map.dependencies, ...links];
  return new Set([...parts, ...review.findings, ...review.inOrder].map(({ place }) => place.path));
}

const longestLine = 1000;
/** The map leaves larger files out as well. */
const longestText = 1024 * 1024;
const engineLine = new RegExp(enginePattern());

/** Whether a text names a speech engine, by the pattern that finds the files to map. */
export function namesEngine(text: string): boolean {
  if (text.length > longestText) return false;
  return text.split("\n").some((line) => line.length <= longestLine && engineLine.test(line));
}
