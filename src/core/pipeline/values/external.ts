import { type CallExpression, type Expression, moduleOf, type Unit } from "../lower/unit";
import type { Value } from "../map";
import type { ValueFollower } from "./follower";
import { freest, from, linkAt, valueAt } from "./traced";

/** Objects from outside that hold the environment. */
const environments = new Set(["os.environ", "process.env", "environ.Env()"]);
const environmentCalls = new Set([
  "os.getenv",
  "os.environ.get",
  "os.environ.setdefault",
  "decouple.config",
  "environ.Env()",
  "starlette.config.Config()",
]);

/** Objects from outside that hold what a client sent. */
const requests =
  /^(flask\.request|quart\.request|fastapi\.Request\(\)|starlette\.requests\.Request\(\)|django\.http\.HttpRequest\(\)|fastapi\.WebSocket\(\))(\.|\[|$)/;

const pathJoins = new Set(["os.path.join", "path.join", "path.resolve", "path.default.join", "path.default.resolve"]);
const keepsItsArgument = new Set([
  "pathlib.Path",
  "os.path.abspath",
  "os.path.expanduser",
  "os.fspath",
  "shutil.which",
  "copy.deepcopy",
]);

export function followExternalMember(
  path: string,
  name: string,
  expression: Expression,
  unit: Unit,
  follower: ValueFollower,
): Value | undefined {
  if (environments.has(path)) return valueAt(expression, unit, undefined, "environment");
  if (requests.test(path)) return valueAt(expression, unit, undefined, "request");
  if (path === "django.conf.settings") return djangoSetting(name, expression, unit, follower);
  if (/\.parse_(known_)?args\(\)(\[\])?$/.test(path)) return argparseOption(name, expression, unit, follower);
  return undefined;
}

export function followExternalCall(
  path: string,
  call: CallExpression,
  unit: Unit,
  follower: ValueFollower,
): Value | undefined {
  const fallback = call.arguments.find((argument) => argument.name === "default") ?? call.arguments[1];
  if (environmentCalls.has(path)) return withFallback("environment", call, fallback?.value, unit, follower);
  if (requests.test(path)) return withFallback("request", call, fallback?.value, unit, follower);
  if (pathJoins.has(path)) return joinedPath(call, unit, follower);
  if (keepsItsArgument.has(path) && call.arguments[0] !== undefined)
    return follower.follow(call.arguments[0].value, unit);
  return undefined;
}

function withFallback(
  origin: Value["origin"],
  call: CallExpression,
  fallback: Expression | undefined,
  unit: Unit,
  follower: ValueFollower,
): Value {
  if (fallback === undefined) return valueAt(call, unit, undefined, origin);
  return from(call, unit, follower.follow(fallback, unit), origin);
}

/** Django's settings are the names of a module called `settings`. */
function djangoSetting(name: string, expression: Expression, unit: Unit, follower: ValueFollower): Value {
  for (const module of follower.program.modules) {
    if (!/(^|\/)settings(\.py|\/)/.test(module.path) || !module.bindings.has(name)) continue;
    const value = follower.followBound(follower.program.scopes.bindingsIn(module, name));
    if (value !== undefined) return { ...value, origin: value.origin === "environment" ? "environment" : "settings" };
  }
  return valueAt(expression, unit, undefined, "settings");
}

/** `parser.add_argument("--model-size", default="base")` decides `args.model_size`. */
function argparseOption(name: string, expression: Expression, unit: Unit, follower: ValueFollower): Value {
  const module = moduleOf(unit);
  const call = follower.program.calls.find(
    ({ site }) => moduleOf(site.unit) === module && isOption(site.expression, name),
  );
  if (call === undefined) return valueAt(expression, unit, undefined, "request");
  const fallback = call.arguments.find((argument) => argument.name === "default");
  const value = fallback === undefined ? undefined : follower.follow(fallback.value, call.site.unit);
  return { text: value?.text, origin: "request", chain: [linkAt(call.site.unit, call.site.expression.line)] };
}

function isOption({ callee, arguments: list }: CallExpression, name: string): boolean {
  if (callee.kind !== "member" || callee.name !== "add_argument") return false;
  return list.some(
    (argument) =>
      argument.value.kind === "literal" &&
      (argument.name === undefined || argument.name === "dest") &&
      argument.value.value.replace(/^-+/, "").replaceAll("-", "_") === name,
  );
}

/** A path of several parts; a part that is not known shows as `…`. */
function joinedPath(call: CallExpression, unit: Unit, follower: ValueFollower): Value | undefined {
  const parts = call.arguments.map((argument) => follower.follow(argument.value, unit));
  const decided = freest(parts);
  if (decided === undefined) return undefined;
  const isKnown = parts.some((part) => part.text !== undefined);
  const text = isKnown ? parts.map((part) => part.text ?? "…").join("/") : undefined;
  return from(call, unit, { ...decided, text });
}
