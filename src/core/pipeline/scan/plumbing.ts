import type { FunctionUnit, ModuleUnit } from "../lower/unit";
import { importsRuntime } from "./runtimes";

/** Packages of what people see, of storage and of traffic: code that imports them carries values and makes none. */
const surfacePackages =
  /^(?:PyQt\d\.(?:QtWidgets|QtSql|QtGui)|PySide\d\.(?:QtWidgets|QtSql|QtGui)|tkinter|customtkinter|gradio|streamlit|kivy|wx|flet|nicegui|sqlalchemy|sqlite3|peewee|psycopg\w*|pymongo|alembic|tortoise|sqlmodel|react|vue|svelte|electron|express|mongoose|@prisma\/client)(?:$|[./])/;

const surfacePath =
  /(?:^|\/)(?:gui|widgets?|views?|pages|components|templates|db|database|dao|migrations|models\/(?:user|account)s?|auth|billing)(?:\/|$)/i;

/** Modules in which only what holds an engine itself is engine code. */
export function isSurface(module: ModuleUnit): boolean {
  if (surfacePath.test(module.path)) return true;
  // Some show their progress right beside the model.
  if (importsRuntime(module)) return false;
  return [...module.bindings.values()]
    .flat()
    .some((binding) => binding.kind === "import" && isSurfaceImport(binding.from, binding.member));
}

function isSurfaceImport(from: string, member: string | undefined): boolean {
  return surfacePackages.test(from) || (member !== undefined && surfacePackages.test(`${from}.${member}`));
}

/** Functions that tell people or other programs what happens. */
export function isTalk({ shortName }: FunctionUnit): boolean {
  return talk.test(shortName);
}

/** What a logarithm is taken of, not what is told. */
const logarithms =
  "mel|spec(?:trogram)?s?|prob(?:s|abilit(?:y|ies))?|softmax|sum_?exp|likelihoods?|energ(?:y|ies)|magnitudes?";

const talk = new RegExp(
  `^(?:${[
    "__(?:repr|str|del|eq|hash|len|copy|deepcopy|getstate|setstate)__",
    `_?(?:log(?!_(?:${logarithms})(?:_|$))|print|emit|notify|publish|report|send|broadcast|track|warn)(?:_\\w+)?`,
    "_?(?:show|visuali[sz]e|plot|display)(?:_\\w+)?",
    "(?:get|set(?:up)?|configure|init)_?log\\w*|\\w*_?logger|safe_print|clear_screen|usage|version",
    "(?:update|set|on)_?\\w*progress\\w*|progress\\w*|\\w*pbar\\w*|\\w*websocket\\w*|(?:dis)?connect\\w*",
    "on_(?:error|click|clos|finish|open)\\w*|close|cancel|stop|is_\\w+_available|is_available",
  ].join("|")})$`,
  "i",
);
