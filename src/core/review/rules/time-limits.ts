import type { ChainLink, EngineUse, EntryPoint, Parameter, PipelineCall, PipelineMap } from "../../pipeline/map";
import type { EnginePath, PathStep } from "../paths";
import { linkOf } from "./path-steps";

/** A context manager is taken to hold what follows it in its function. */
const managers = /(^|\.)(fail_after|fail_at|move_on_after|move_on_at|timeout|timeout_at|func_timeout|alarm|setitimer)$/;
const wrappers = /(^|\.)(wait_for|wait|func_timeout|run)$/;
const waits = /\.(result|get|join|communicate|wait)$/;
const elsewhere = /\.(remote|remote_gen|spawn|map|delay|apply_async|send|enqueue|submit_job|kiq)$/;
const taskOptions = new Set(["time_limit", "soft_time_limit", "job_timeout", "timeout"]);

export interface TimeLimits {
  readonly limit?: ChainLink;
  /** Something that limits time nearby, without certainty that it covers the engine call. */
  readonly unclear?: ChainLink;
}

/** What ends the inference at the end of a path: an option of the task or of whoever sends it, or a guard in a function on the way. */
export function timeLimits(map: PipelineMap, { entry, steps, use }: EnginePath): TimeLimits {
  const option = entry.options.find(isTaskLimit);
  if (option !== undefined) return { limit: { place: option.value.chain[0]?.place ?? entry.place, text: option.name } };
  const sent = entry.kind === "task" ? sentWithLimit(map, entry) : undefined;
  if (sent !== undefined) return { limit: linkOf(sent) };
  const own = use.parameters.find(isTimeout);
  if (own !== undefined) return { limit: { place: use.place, text: own.name } };
  let unclear: ChainLink | undefined;
  for (const step of steps) {
    const limit = guardIn(step);
    if (limit !== undefined) return { limit };
    unclear ??= nearby(step);
  }
  return unclear === undefined ? {} : { unclear };
}

/** `work.apply_async(…, time_limit=…)`, `queue.enqueue(work, job_timeout=…)`. */
function sentWithLimit(map: PipelineMap, { functionName }: EntryPoint): PipelineCall | undefined {
  for (const { calls } of map.functions) {
    const found = calls.find((call) => call.targets.includes(functionName) && call.parameters.some(isTaskLimit));
    if (found !== undefined) return found;
  }
  return undefined;
}

function guardIn({ caller, call: onward }: PathStep): ChainLink | undefined {
  const own = "text" in onward ? onward.parameters.find(isTimeout) : undefined;
  if (own !== undefined) return linkOf(onward);
  const found = caller.calls.find(
    (call) =>
      (managers.test(call.text) && call.place.line <= onward.place.line) ||
      (wrappers.test(call.text) && encloses(call, onward) && call.parameters.some(isTimeout)) ||
      (waits.test(call.text) && call.place.line >= onward.place.line && call.parameters.some(isTimeout)),
  );
  return found === undefined ? undefined : linkOf(found);
}

/**
 * `asyncio.wait_for` somewhere before may hold a task that was made from the engine call; and what runs on other machines has the limits of whatever
 * runs it there (Modal, for one, stops a function after 300 seconds by default).
 */
function nearby({ caller, call: onward }: PathStep): ChainLink | undefined {
  if ("text" in onward && elsewhere.test(onward.text)) return linkOf(onward);
  const found = caller.calls.find(({ text, parameters }) => /(^|\.)wait_for$/.test(text) && parameters.some(isTimeout));
  return found === undefined ? undefined : linkOf(found);
}

/** A call whose last line is not known is taken to reach three lines down, the usual `wait_for(` over `to_thread(…)`. */
function encloses(outer: PipelineCall, inner: PipelineCall | EngineUse): boolean {
  const end = outer.place.endLine ?? outer.place.line + 3;
  return outer.place.line <= inner.place.line && inner.place.line <= end;
}

function isTaskLimit({ name, value }: Parameter): boolean {
  return taskOptions.has(name) && isLimit(value.text);
}

function isTimeout({ name, value }: Parameter): boolean {
  return /^(timeout|timeout_?seconds|deadline)$/i.test(name) && isLimit(value.text);
}

/** A value that could not be followed still is one. */
function isLimit(text: string | undefined): boolean {
  return text === undefined || !/^(None|null|0|Infinity|(float\(['"]inf['"]\))|math\.inf)$/.test(text.trim());
}
