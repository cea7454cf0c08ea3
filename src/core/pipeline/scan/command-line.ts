import type { ResolvedCall } from "../link/program";
import { type Expression, textOf, type Unit } from "../lower/unit";
import type { Value } from "../map";
import type { ValueFollower } from "../values/follower";
import { valueAt } from "../values/traced";

/** Calls that start a program with a list of words or with a line for the shell. */
const startsProgram =
  /^(subprocess\.(run|Popen|call|check_call|check_output|getoutput)|asyncio\.create_subprocess_(exec|shell)|asyncio\.subprocess\.create_subprocess_exec|anyio\.(run_process|open_process)|os\.(system|popen)|child_process\.(default\.)?(spawn|exec|execFile|spawnSync|execSync|execFileSync)|execa\.(execa|default|execaSync)|util\.promisify\(\))$/;

/** The words of the command line that a call starts, each followed to its value; undefined for other calls. */
export function commandLineOf(call: ResolvedCall, follower: ValueFollower): readonly Value[] | undefined {
  if (!call.entities.some((entity) => entity.kind === "external" && startsProgram.test(entity.path))) return undefined;
  const { unit } = call.site;
  const words = call.arguments
    .filter((argument) => argument.name === undefined || argument.name === "args")
    .flatMap((argument): readonly Value[] => {
      const lists = follower.program.evaluator.evaluate(argument.value, unit);
      const items = lists.flatMap((entity) =>
        entity.kind === "list" ? entity.items.slice(0, 60).map((item) => follower.follow(item, entity.unit)) : [],
      );
      if (items.length > 0) return items;
      const value = follower.follow(argument.value, unit);
      // A template is no value, but its words are still those of a command line.
      const isTemplate = value.text === undefined && argument.value.kind === "opaque";
      return [isTemplate ? { ...value, text: templateText(argument.value, unit) } : value];
    });
  const [line] = words;
  // A line for the shell is one literal.
  if (words.length === 1 && line?.text?.includes(" ")) {
    return line.text.split(/\s+/).map((text) => ({ ...line, text }));
  }
  return words.length > 0 ? words : [valueAt(call.site.expression, unit, undefined, "unknown")];
}

/** File names of the program that a command line starts, without folders and `.exe`; several when the code chooses. */
export function programNames(words: readonly Value[] | undefined): readonly string[] {
  return (words?.[0]?.text ?? "")
    .split(" or ")
    .map((text) => (text.split(/[\\/]/).pop() ?? "").replace(/\.exe$/, ""))
    .filter((name) => name !== "");
}

function templateText(expression: Expression, unit: Unit): string {
  return textOf(expression, unit, 400).replace(/^[a-zA-Z]*["'`]+|["'`]+$/g, "");
}
