import type { PipelineCall, PipelineFunction } from "../../pipeline/map";

/**
 * Where a called function runs, seen from its caller: on the same thread (for an `async` function: on the same event loop), on another thread or
 * process of this program, or apart from it (a queue, a new loop). `unclear` when the map does not show it.
 */
export type Edge = "same-thread" | "other-thread" | "apart" | "unclear";

/** Calls that run what they are given on another thread or in another process, by their last name. */
const threads = new Set([
  "to_thread",
  "run_sync",
  "run_in_executor",
  "run_in_threadpool",
  "iterate_in_threadpool",
  "sync_to_async",
  "submit",
  "add_task",
  "Thread",
  "Process",
]);
/** Calls that leave it to a worker, or to a loop of its own. */
const queues =
  /^(send|send_with_options|delay|apply_async|enqueue|enqueue_\w+|kiq|defer|defer_async|put|put_nowait|add)$/;
const newLoops = /^(asyncio\.run|anyio\.run|.*\.run_until_complete|.*run_coroutine_threadsafe|.*async_to_sync)$/;
/** Calls that take a coroutine function and run it on the loop that they are called on. */
const loopStarters = new Set(["start_soon", "add_task", "create_task", "ensure_future"]);

export function edgeTo(call: PipelineCall, target: PipelineFunction, caller: PipelineFunction): Edge {
  const last = lastName(call.text);
  if (isNamed(call.text, target)) {
    if (target.isAsync) return caller.calls.some(({ text }) => newLoops.test(text)) ? "apart" : "same-thread";
    // An awaited `def` gives something to await, perhaps by a decorator; a generator runs where it is iterated.
    return call.isAwaited === true || target.isGenerator === true ? "unclear" : "same-thread";
  }
  if (call.text.includes("from_thread")) return "unclear";
  if (target.isAsync && loopStarters.has(last)) return "same-thread";
  if (last === "Depends") return target.isAsync ? "same-thread" : "other-thread";
  if (threads.has(last)) return target.isAsync ? "apart" : waitsFor(call, caller) ? "unclear" : "other-thread";
  return queues.test(last) ? "apart" : "unclear";
}

/** Whether a call that runs an engine through `wrapper` moves it to another thread; the wrapper may also only bind arguments. */
export function edgeThrough(wrapper: string): Edge {
  const last = lastName(wrapper);
  if (wrapper.includes("from_thread")) return "unclear";
  return threads.has(last) ? "other-thread" : queues.test(last) ? "apart" : "unclear";
}

/** `executor.submit(fn).result()` and `thread.join()` wait on the very thread that was to stay free. */
function waitsFor({ text, place }: PipelineCall, { calls }: PipelineFunction): boolean {
  if (!/(^|\.)(submit|Thread|Process)$/.test(text)) return false;
  return calls.some(
    (other) => /\.(result|join)$/.test(other.text) && other.isAwaited !== true && other.place.line >= place.line,
  );
}

/** Whether the call names the function itself, as opposed to being given it. */
function isNamed(text: string, { name }: PipelineFunction): boolean {
  const [own = "", owner = ""] = name.replace(/#\d+$/, "").split(".").reverse();
  const last = lastName(text);
  if (last === own) return true;
  if (own === "__init__" || own === "constructor") return last === owner || (/^[A-Z]/.test(last) && !threads.has(last));
  return /^(__call__|_?forward)$/.test(own) && !threads.has(last) && !queues.test(last);
}

function lastName(text: string): string {
  return /([\w$]+)\W*$/.exec(text)?.[1] ?? text;
}
