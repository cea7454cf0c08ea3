import type { Engine } from "../engines/engine";
import { engines } from "../engines/index";
import type { ResolvedCall } from "../link/program";
import { type ModuleUnit, moduleOf, textOf } from "../lower/unit";
import type { EngineUse, Parameter } from "../map";
import { callParameters } from "../values/call-parameters";
import type { ValueFollower } from "../values/follower";
import { blockingOf, blockingOfProgram } from "./blocking";
import { commandLineOf, programNames } from "./command-line";
import {
  binaries,
  callByMethod,
  callsByPath,
  callsByResult,
  discriminators,
  type KnownCall,
  telltaleMethods,
} from "./engine-table";
import { functionNameOf, placeOf } from "./places";

/** Every place that loads, configures or calls a speech engine, in source order. */
export function engineUses(follower: ValueFollower): EngineUse[] {
  const importsByModule = new Map(follower.program.modules.map((module) => [module, importedEngines(module)]));
  return follower.program.calls.flatMap((call) => {
    const known = knownCall(call, follower) ?? likelyCall(call, importsByModule.get(moduleOf(call.site.unit)) ?? []);
    if (known !== undefined) return [useOf(call, known, follower)];
    const started = startedBinary(call, follower);
    return started === undefined ? [] : [started];
  });
}

function knownCall(call: ResolvedCall, follower: ValueFollower): KnownCall | undefined {
  const { members, evaluator } = follower.program;
  const paths = call.entities.flatMap((entity) => {
    if (entity.kind === "external") return [entity.path];
    // Making an instance of a subclass loads what its base loads.
    return entity.kind === "class" ? members.lineage(entity.unit, evaluator).externalBases : [];
  });
  const made = call.wrapper === undefined ? evaluator.evaluate(call.site.expression, call.site.unit) : [];
  const results = made.flatMap((entity) => (entity.kind === "external" ? [entity.path] : []));
  const candidates = allOf(callsByPath, paths);
  if (candidates.length === 0 && isFactory(paths)) candidates.push(...allOf(callsByResult, results));
  return candidates.length > 1 ? likeliest(candidates, functionNameOf(call.site.unit)) : candidates[0];
}

/** A value may be a model of several engines; the function that calls it is often named for one. */
function likeliest(candidates: readonly KnownCall[], functionName: string | undefined): KnownCall | undefined {
  const name = (functionName?.split(".").pop() ?? "").toLowerCase();
  const hinted = engines
    .flatMap((engine) => (engine.hints ?? []).map((hint) => ({ engine, hint })))
    .filter(({ hint }) => name.includes(hint))
    .sort((left, right) => right.hint.length - left.hint.length)[0];
  if (hinted === undefined) return candidates[0];
  return candidates.find(({ engine }) => engine === hinted.engine);
}

/** What a factory made may be passed through other calls; only the factory itself is a load. */
function isFactory(paths: readonly string[]): boolean {
  return paths.some((path) => discriminators.has(path));
}

function allOf(table: ReadonlyMap<string, KnownCall>, paths: readonly string[]): KnownCall[] {
  return [...new Set(paths)].flatMap((path) => table.get(path) ?? []);
}

/**
 * A method that only transcriptions have, on an object that could not be followed, in a file that imports exactly one
 * engine with such a method.
 */
function likelyCall(call: ResolvedCall, imported: readonly Engine[]): KnownCall | undefined {
  const { callee } = call;
  if (callee.kind !== "member" || call.runs.length > 0 || call.entities.length > 0) return undefined;
  if (!telltaleMethods.has(callee.name)) return undefined;
  const candidates = imported.flatMap((engine) => {
    const known = callByMethod(engine, callee.name);
    return known === undefined ? [] : [{ engine, call: known }];
  });
  return candidates.length === 1 ? candidates[0] : undefined;
}

function importedEngines(module: ModuleUnit): readonly Engine[] {
  const names = new Set<string>();
  for (const unit of [module, ...module.functions, ...module.classes]) {
    for (const bindings of unit.bindings.values()) {
      for (const binding of bindings) {
        if (binding.kind === "import") names.add(binding.from).add(`${binding.from}.${binding.member ?? ""}`);
      }
    }
  }
  return engines.filter((engine) => engine.imports.some((name) => names.has(name)));
}

function useOf(call: ResolvedCall, { engine, call: known }: KnownCall, follower: ValueFollower): EngineUse {
  const { site } = call;
  const parameters = callParameters(call, known.positional ?? [], follower);
  return {
    engine: engine.id,
    label: engine.label,
    hosting: engine.hosting,
    role: known.role,
    call: textOf(call.callee, site.unit, 80),
    place: placeOf(site.expression, site.unit),
    ...(call.wrapper === undefined ? {} : { wrapper: call.wrapper }),
    ...blockingOf(engine.hosting, call),
    functionName: functionNameOf(site.unit),
    parameters,
    model: modelAmong(parameters, known.model ?? []),
  };
}

/** `subprocess.run(["whisper-cli", "-m", model, …])`. */
function startedBinary(call: ResolvedCall, follower: ValueFollower): EngineUse | undefined {
  const words = commandLineOf(call, follower);
  const programs = programNames(words);
  if (words === undefined || programs.length === 0) return undefined;
  const line = words.map((word) => word.text ?? "").join(" ");
  const found = binaries.find(
    ({ binary }) => programs.includes(binary.name) && (binary.onlyWith === undefined || binary.onlyWith.test(line)),
  );
  if (found === undefined) return undefined;
  const parameters = words.flatMap((word, index): Parameter[] => {
    const next = words[index + 1];
    const isFlag = word.text !== undefined && /^--?[a-zA-Z]/.test(word.text);
    const takesNext = next !== undefined && !(next.text !== undefined && /^--?[a-zA-Z]/.test(next.text));
    return isFlag && takesNext ? [{ name: word.text, value: next }] : [];
  });
  const { site } = call;
  return {
    engine: found.engine.id,
    label: found.engine.label,
    hosting: found.engine.hosting,
    role: "transcribe",
    call: `${textOf(call.callee, site.unit, 60)} ${found.binary.name}`,
    place: placeOf(site.expression, site.unit),
    ...(call.wrapper === undefined ? {} : { wrapper: call.wrapper }),
    ...blockingOfProgram(call),
    functionName: functionNameOf(site.unit),
    parameters,
    model: modelAmong(parameters, found.binary.model),
  };
}

function modelAmong(parameters: readonly Parameter[], names: readonly string[]): EngineUse["model"] {
  return names.map((name) => parameters.find((parameter) => parameter.name === name)?.value).find((value) => value);
}
