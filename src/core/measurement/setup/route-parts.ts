import type { Workspace } from "../../workspace/workspace";
import { audioParameter } from "./audio-parameter";
import type { EngineFunction } from "./engine-function";
import type { EngineProgram } from "./engine-program";
import { moduleName } from "./source-root";

/** What a runner has to know about an upload: the form field, and where the application is made. */
export async function routeParts(
  candidate: EngineFunction,
  source: string,
  sourceRoot: string,
  workspace: Workspace,
): Promise<Pick<EngineProgram, "field" | "application">> {
  const field = audioParameter(candidate)?.parameter.name ?? requestedField(source) ?? "file";
  const made = applicationIn(source);
  if (made !== undefined) return { field, application: { module: moduleName(candidate.path, sourceRoot), name: made } };
  const found = await workspace.search({
    pattern: "=\\s*(\\w+\\.)?(FastAPI|Flask)\\(",
    glob: "*.py",
    output: "files",
    limit: 20,
    timeout: 10_000,
  });
  for (const { path } of found.files) {
    const name = applicationIn(await workspace.readText(path));
    if (name !== undefined) return { field, application: { module: moduleName(path, sourceRoot), name } };
  }
  return { field };
}

/** `app = FastAPI(…)` at the beginning of a line. */
function applicationIn(source: string): string | undefined {
  return /^(\w+)(?:\s*:\s*\w+)?\s*=\s*(?:\w+\.)?(?:FastAPI|Flask)\(/m.exec(source)?.[1];
}

/** `request.files["audio"]`, `request.files.get("audio")`. */
function requestedField(source: string): string | undefined {
  return /\bfiles(?:\.get\(|\.getlist\(|\[)\s*["'](\w+)["']/.exec(source)?.[1];
}
