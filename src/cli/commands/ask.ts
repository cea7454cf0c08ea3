import { Command } from "commander";
import { converse, personsStart } from "../conversation";
import { openWorkspace } from "../environment";
import { WrongUsage } from "../errors";
import { engineerPorts, type ModelOptions, withModelOptions } from "../model-options";
import { folders } from "../options";
import { stateFolder } from "../state";
import { openTeam } from "../team";

interface AskOptions extends ModelOptions {
  readonly workspace?: readonly string[];
  readonly agent: string;
  readonly trust?: boolean;
  readonly json?: boolean;
}

export function askCommand(): Command {
  const command = new Command("ask")
    .description("ask a question about the speech pipeline of a workspace")
    .argument("<question>")
    .option("-w, --workspace <folder>", "folder to work in; may be given several times (default: here)", folders)
    .option("--agent <name>", "who answers", "ml-ai-engineer")
    .option("--json", "print one event a line");
  return withModelOptions(command).action(async (question: string, options: AskOptions) => {
    if (question.trim() === "") throw new WrongUsage("The question is empty.");
    const { workspace: named = ["."], agent, trust = false, json = false } = options;
    const workspace = await openWorkspace(named, { trusted: trust });
    const state = stateFolder(workspace);
    const team = await openTeam(workspace, state);
    const ports = await engineerPorts(workspace, options, team);
    await converse(personsStart(agent, question), ports, { state, json });
  });
}
