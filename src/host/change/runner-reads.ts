import type { EngineConfiguration } from "../../core/measurement/engine";
import { placeholdersOf } from "../../core/measurement/engines/placeholders";
import type { Workspace } from "../../core/workspace/workspace";

/** How a value of a grid reaches an engine; `file` is the runner, where its program is a file of the folder. */
export type RunnerAnswer =
  | { readonly way: "placeholder" }
  | { readonly way: "field"; readonly file?: string }
  /** The runner is a file that does not name the parameter, so every value would measure the same. */
  | { readonly way: "unread"; readonly file: string }
  /** A program that is started for each clip hears of parameters by its arguments only. */
  | { readonly way: "no-placeholder" };

/** Looks whether the runner of an engine can take a parameter. */
export async function runnerReads(
  parameter: string,
  { command, protocol, workingDirectory }: Pick<EngineConfiguration, "command" | "protocol" | "workingDirectory">,
  workspace: Workspace,
): Promise<RunnerAnswer> {
  if (placeholdersOf(command).includes(parameter)) return { way: "placeholder" };
  if (protocol !== "lines") return { way: "no-placeholder" };
  const folder = workingDirectory === "." ? "" : `${workingDirectory}/`;
  for (const argument of command) {
    if (!/\.(py|[cm]?[jt]s|sh|rb)$/.test(argument)) continue;
    const path = argument.startsWith("/") ? argument : `${folder}${argument}`;
    const text = await workspace.readText(path).catch(() => undefined);
    if (text === undefined) continue;
    const isNamed = new RegExp(`["'.]${parameter.replace(/[^\w]/g, "\\$&")}\\b`).test(text);
    return isNamed ? { way: "field", file: path } : { way: "unread", file: path };
  }
  return { way: "field" };
}
