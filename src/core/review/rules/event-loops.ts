import type { EntryPoint, PipelineFunction } from "../../pipeline/map";
import { code } from "../wording";

/**
 * Which event loop an entry point runs on: `shared` with other work of the process, `own` (one for itself, or a thread), `pool` for a plain `def` that
 * the framework runs in its thread pool, `unknown` where the deployment decides.
 */
export type Loop = "shared" | "own" | "pool" | "unknown";

const asyncServers = new Set([
  "fastapi",
  "starlette",
  "quart",
  "sanic",
  "litestar",
  "aiohttp",
  "websockets",
  "gradio",
  "grpc",
]);
const asyncWorkers = new Set(["arq", "taskiq", "dramatiq"]);

export function loopOf(entry: EntryPoint, starts: PipelineFunction): Loop {
  // Node has one thread for all handlers, whether they are async or not.
  if (isJavaScript(starts.place.path)) return entry.kind === "command" ? "own" : "shared";
  if (entry.kind === "command") return "own";
  if (!starts.isAsync) return entry.framework === "fastapi" || entry.framework === "starlette" ? "pool" : "own";
  if (asyncServers.has(entry.framework) || asyncWorkers.has(entry.framework)) return "shared";
  // Flask gives each request a loop of its own, rq each job; a container of Modal takes one input at a time unless it is told otherwise.
  return ["flask", "celery", "rq", "huey", "modal"].includes(entry.framework) ? "own" : "unknown";
}

export function isJavaScript(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}

/** What else stands still while the loop is held. */
export function heldUp(entry: EntryPoint): string {
  if (entry.kind === "route") {
    return "While one recording is transcribed the whole process answers nothing else: every other request waits, WebSocket pings too, and so does the health check; an orchestrator that hears nothing takes the service out of rotation or restarts it in the middle of the work. A timeout does not help: a coroutine can only be stopped where it awaits.";
  }
  if (entry.framework === "arq") {
    return `While one recording is transcribed the arq worker runs no other job and no health check, and ${code("job_timeout")} does not stop it: a coroutine can only be stopped where it awaits.`;
  }
  return `While one recording is transcribed no other ${entry.framework} task of this process goes on, and a time limit does not stop it: a coroutine can only be stopped where it awaits.`;
}
