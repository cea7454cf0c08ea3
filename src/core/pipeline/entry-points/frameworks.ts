import type { EntryPoint } from "../map";

/** How a framework is told that a function starts work. Paths are matched against what the code resolves to. */
export interface Framework {
  readonly framework: string;
  readonly kind: EntryPoint["kind"];
  /** Decorators, by the path of what is called or named after `@`. */
  readonly decorator?: RegExp;
  /** Its options are wiring of a user interface, which nobody tunes. */
  readonly withoutOptions?: boolean;
  /** Calls that are handed the function. */
  readonly registration?: RegExp;
}

const verbs = "(get|post|put|patch|delete|head|options|all|websocket|api_route|route|ws|api_websocket_route)";

/** Every framework that the map knows. Adding one here is all it takes. */
export const frameworks: readonly Framework[] = [
  { framework: "dramatiq", kind: "task", decorator: /^dramatiq\.actor$/ },
  {
    framework: "celery",
    kind: "task",
    decorator: /^celery\.(shared_task|task|Celery\(\)\.task|app\.shared_task|app\.base\.Celery\(\)\.task)$/,
  },
  {
    framework: "rq",
    kind: "task",
    decorator: /^(rq\.decorators\.job|rq\.job|django_rq\.job)$/,
    registration: /^(rq\.Queue\(\)|django_rq\.get_queue\(\))\.(enqueue|enqueue_call|enqueue_in|enqueue_at)$/,
  },
  {
    framework: "huey",
    kind: "task",
    decorator: /^huey\.(\w+Huey\(\)|Huey\(\)|contrib\.djhuey)\.(task|periodic_task|db_task|db_periodic_task)$/,
  },
  { framework: "taskiq", kind: "task", decorator: /^taskiq\w*\.(.*\(\)\.)?task$/ },
  { framework: "arq", kind: "task", registration: /^arq\.(worker\.func|func|cron)$/ },
  { framework: "procrastinate", kind: "task", decorator: /^procrastinate\.App\(\)\.task$/ },
  { framework: "modal", kind: "task", decorator: /^modal\.(App|Stub)\(\)\.function$/ },
  { framework: "bullmq", kind: "task", registration: /^bullmq\.Worker$/ },
  { framework: "bull", kind: "task", registration: /^bull(\.default)?\(\)\.process$/ },
  {
    framework: "fastapi",
    kind: "route",
    decorator: new RegExp(`^fastapi\\.(FastAPI|APIRouter|routing\\.APIRouter)\\(\\)\\.${verbs}$`),
    registration: /^fastapi\.(FastAPI|APIRouter)\(\)\.(add_api_route|add_api_websocket_route)$/,
  },
  { framework: "starlette", kind: "route", registration: /^starlette\.routing\.(Route|WebSocketRoute)$/ },
  {
    framework: "flask",
    kind: "route",
    decorator: new RegExp(`^flask\\.(Flask|Blueprint)\\(\\)\\.${verbs}$`),
    registration: /^flask\.(Flask|Blueprint)\(\)\.add_url_rule$/,
  },
  { framework: "quart", kind: "route", decorator: new RegExp(`^quart\\.(Quart|Blueprint)\\(\\)\\.${verbs}$`) },
  { framework: "sanic", kind: "route", decorator: new RegExp(`^sanic\\.(Sanic|Blueprint)\\(\\)\\.${verbs}$`) },
  { framework: "litestar", kind: "route", decorator: /^litestar\.(get|post|put|patch|delete|websocket)$/ },
  {
    framework: "aiohttp",
    kind: "route",
    decorator: /^aiohttp\.web\.RouteTableDef\(\)\.\w+$/,
    registration: /^aiohttp\.web\.(get|post|put|delete|Application\(\)\.router\.add_\w+)$/,
  },
  {
    framework: "django",
    kind: "route",
    decorator: /^rest_framework\.decorators\.(api_view|action)$/,
    registration: /^django\.(urls|conf\.urls)\.(path|re_path|url)$/,
  },
  { framework: "websockets", kind: "route", registration: /^websockets\.(.*\.)?serve$/ },
  {
    framework: "gradio",
    kind: "route",
    withoutOptions: true,
    registration: /^gradio\.(Interface|ChatInterface|\w+\(\)\.(click|change|submit|upload|stream|stop_recording))$/,
  },
  { framework: "grpc", kind: "route", registration: /add_\w+Servicer_to_server$/ },
  {
    framework: "express",
    kind: "route",
    registration: new RegExp(`^express(\\.default)?(\\(\\)|\\.Router\\(\\))\\.${verbs}$`),
  },
  { framework: "express", kind: "route", registration: new RegExp(`^express\\.Router\\(\\)\\.${verbs}$`) },
  {
    framework: "fastify",
    kind: "route",
    registration: new RegExp(`^fastify(\\.default|\\.fastify)?\\(\\)\\.${verbs}$`),
  },
  { framework: "hono", kind: "route", registration: new RegExp(`^hono\\.Hono\\(\\)\\.${verbs}$`) },
  {
    framework: "koa",
    kind: "route",
    registration: new RegExp(`^(@koa/router|koa-router)(\\.default)?\\(\\)\\.${verbs}$`),
  },
  { framework: "ws", kind: "route", registration: /^ws\.(WebSocketServer|Server|default\.Server)\(\)\.on$/ },
  { framework: "click", kind: "command", decorator: /^click\.(command|group|group\(\)\.command|Group\(\)\.command)$/ },
  {
    framework: "typer",
    kind: "command",
    decorator: /^typer\.Typer\(\)\.(command|callback)$/,
    registration: /^typer\.run$/,
  },
  { framework: "fire", kind: "command", registration: /^fire\.Fire$/ },
  { framework: "commander", kind: "command", registration: /^commander\.(program|Command\(\))(\..*)?\.action$/ },
];

/** Decorators such as `@router.post("/path")` whose router could not be followed, by method name. */
export const routeVerb = new RegExp(`^${verbs}$`);

/** Web frameworks by import name, for routers that could not be followed. */
export const webPackages: readonly string[] = [
  "fastapi",
  "flask",
  "quart",
  "sanic",
  "starlette",
  "aiohttp",
  "express",
  "fastify",
  "hono",
];
