import type {
  Dependency,
  EngineUse,
  EntryPoint,
  Parameter,
  PipelineCall,
  PipelineFunction,
  PipelineMap,
  PipelineStep,
  Value,
  ValueOrigin,
} from "../../../src/core/pipeline/map";
import type { Rule, Verdict } from "../../../src/core/review/finding";
import { at } from "../../../src/core/review/wording";
import type { Place } from "../../../src/core/workspace/workspace";

/** `place("a.py:3")`. */
export function place(text: string): Place {
  const [path = "", line = "1"] = text.split(":");
  return { path, line: Number(line) };
}

/** A literal stands in the call at `service.py:20`; anything else is named there and decided at `where`. */
export function value(text: string | undefined, origin: ValueOrigin, where = "service.py:20"): Value {
  const named = { place: place("service.py:20"), text: "argument" };
  const decided = { place: place(where), text: `${text}` };
  return { text, origin, chain: origin === "literal" ? [decided] : [named, decided] };
}

export function parameter(
  name: string,
  text: string | undefined,
  origin: ValueOrigin = "literal",
  where = "service.py:20",
): Parameter {
  return { name, value: value(text, origin, where) };
}

/** A self-hosted Whisper that transcribes in `service.transcribe`, line 20, unless told otherwise. */
export function use(parts: Partial<EngineUse> = {}): EngineUse {
  return {
    engine: "openai-whisper",
    label: "openai-whisper",
    hosting: "self",
    role: "transcribe",
    call: "model.transcribe",
    place: place("service.py:20"),
    functionName: "service.transcribe",
    parameters: [],
    model: undefined,
    ...parts,
  };
}

export function google(parts: Partial<EngineUse> = {}): EngineUse {
  return use({
    engine: "google-speech",
    label: "Google Speech",
    hosting: "cloud",
    call: "client.long_running_recognize",
    ...parts,
  });
}

/** The actor `tasks.work`, declared at line 5 and calling from line 10 on. */
export function entry(parts: Partial<EntryPoint> = {}): EntryPoint {
  return {
    kind: "task",
    framework: "dramatiq",
    name: "work",
    functionName: "tasks.work",
    place: place("tasks.py:5"),
    options: [],
    ...parts,
  };
}

export function call(
  text: string,
  where: string,
  targets: readonly string[] = [],
  parameters: readonly Parameter[] = [],
): PipelineCall {
  return { text, place: place(where), targets, parameters, guarded: false };
}

export function fn(name: string, ...calls: readonly PipelineCall[]): PipelineFunction {
  return { name, place: place(`${name.split(".")[0]}.py:1`), isAsync: false, calls };
}

export function step(kind: PipelineStep["kind"], text: string, where: string, functionName: string): PipelineStep {
  return { kind, call: text, place: place(where), functionName };
}

export function dependency(name: string, requirement: string): Dependency {
  return { name, requirement, place: place("pyproject.toml:9") };
}

export function map(parts: Partial<PipelineMap> = {}): PipelineMap {
  return {
    engines: [],
    steps: [],
    entryPoints: [],
    functions: [],
    dependencies: [],
    engineCode: [],
    code: [],
    parsedFiles: 1,
    problems: [],
    ...parts,
  };
}

/** The actor calls `service.transcribe` at line 12, which calls the engine. */
export function pipeline(parts: Partial<PipelineMap> = {}): PipelineMap {
  return map({
    engines: [use()],
    entryPoints: [entry()],
    functions: [fn("tasks.work", call("transcribe", "tasks.py:12", ["service.transcribe"])), fn("service.transcribe")],
    ...parts,
  });
}

/** A verdict as lines: what is compared in the tables of the rules. */
export function said(rule: Rule, over: PipelineMap): readonly string[] {
  const verdict: Verdict = rule.check(over);
  return [
    ...verdict.findings.map(
      ({ severity, title, chain }) => `${severity}: ${title} [${chain.map((link) => at(link.place)).join(" > ")}]`,
    ),
    ...verdict.inOrder.map(({ place: where, text }) => `in order ${at(where)}: ${text}`),
    ...verdict.undecided.map((text) => `undecided: ${text}`),
  ];
}
