import type { Engine, EngineBinary, EngineCall } from "../engines/engine";
import { engines } from "../engines/index";

export interface KnownCall {
  readonly engine: Engine;
  readonly call: EngineCall;
}

/** Every call of every engine by the path of what is called. */
export const callsByPath: ReadonlyMap<string, KnownCall> = tableOf("paths");

/** Calls of factories by the path of what they make. */
export const callsByResult: ReadonlyMap<string, KnownCall> = tableOf("makes");

export const discriminators: ReadonlyMap<string, string> = new Map([
  ...engines.flatMap((engine) => Object.entries(engine.factories ?? {})),
]);

export const binaries: readonly { readonly engine: Engine; readonly binary: EngineBinary }[] = engines.flatMap(
  (engine) => (engine.binaries ?? []).map((binary) => ({ engine, binary })),
);

/** Import names of the engines, up to the first dot or the whole npm name. */
export const topLevelImports: ReadonlySet<string> = new Set(
  engines.flatMap((engine) =>
    engine.imports.map((name) => (name.startsWith("@") ? name : (name.split(".")[0] ?? name))),
  ),
);

/** Method names that only a transcription has, with the engines that have them. */
export const telltaleMethods: ReadonlySet<string> = new Set([
  "transcribe",
  "transcribe_file",
  "long_running_recognize",
]);

/** The call of `engine` for a method whose receiver could not be followed. */
export function callByMethod(engine: Engine, method: string): EngineCall | undefined {
  return engine.calls.find(
    (call) => call.role === "transcribe" && call.paths?.some((path) => path.endsWith(`().${method}`)),
  );
}

function tableOf(key: "paths" | "makes"): ReadonlyMap<string, KnownCall> {
  return new Map(
    engines.flatMap((engine) =>
      engine.calls.flatMap((call) => (call[key] ?? []).map((path) => [path, { engine, call }] as const)),
    ),
  );
}
