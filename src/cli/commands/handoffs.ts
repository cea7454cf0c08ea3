import { basename, isAbsolute, relative, resolve } from "node:path";
import { Command } from "commander";
import { newConversationId } from "../../core/agent/conversation-store";
import type { Handoff } from "../../core/handoff/handoff";
import { parseHandoffRequests } from "../../core/handoff/request-section";
import { type DispatchPorts, startContinuation, startRun } from "../../core/team/dispatch";
import { recoverRuns } from "../../core/team/recover-runs";
import { RecordError } from "../../core/workspace/record-folder";
import { visible, visibleContent } from "../../core/workspace/visible-text";
import type { Root } from "../../core/workspace/workspace";
import { keepInRepository } from "../consent";
import { converse, hasConversation, isAnswering, openConversations } from "../conversation";
import { openWorkspace } from "../environment";
import { WorkFailed, WrongUsage } from "../errors";
import { handoffLines, handoffToJson } from "../handoff-text";
import { readInput } from "../input";
import { engineerPorts, type ModelOptions, runnableAgents, withModelOptions } from "../model-options";
import { folders } from "../options";
import { printConversation } from "../print-conversation";
import { type StateFolder, stateFolder } from "../state";
import { openTeam } from "../team";

interface Options extends ModelOptions {
  readonly workspace?: readonly string[];
  readonly trust?: boolean;
  readonly json?: boolean;
}

export function handoffsCommand(): Command {
  return new Command("handoffs")
    .description("work that agents asked of each other, its results, and going on with them")
    .addCommand(list(), { isDefault: true })
    .addCommand(show())
    .addCommand(answer())
    .addCommand(withModelOptions(run()))
    .addCommand(withModelOptions(continueWork()))
    .addCommand(change("dismiss", "nobody will answer it; it no longer blocks"))
    .addCommand(change("reopen", "it is to be answered after all"))
    .addCommand(keep())
    .addCommand(parse());
}

function command(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option("-w, --workspace <folder>", "folder to work in; may be given several times (default: here)", folders)
    .option("--json", "print JSON");
}

function list(): Command {
  return command("list", "list them by state").action(async ({ workspace, json }: Options) => {
    const { team } = await open(workspace);
    const { handoffs, problems } = await team.handoffs.list();
    process.stdout.write(
      json
        ? `${JSON.stringify({ handoffs: handoffs.map(handoffToJson), problems }, null, 2)}\n`
        : handoffLines(handoffs) || "No handoff is recorded here.\n",
    );
    for (const { path, message } of problems) process.stderr.write(`${visible(`${path}: ${message}`)}\n`);
  });
}

function show(): Command {
  return command("show", "print one as it is stored")
    .argument("<id>", "its id, or the beginning of it")
    .action(async (id: string, { workspace, json }: Options) => {
      const { team } = await open(workspace);
      const handoff = await team.handoffs.find(id);
      const files = await team.files.read(handoff.folder);
      const text = files.files.find(({ path }) => path === handoff.path)?.text ?? "";
      process.stdout.write(json ? `${JSON.stringify(handoffToJson(handoff), null, 2)}\n` : visibleContent(`${text}\n`));
    });
}

function answer(): Command {
  return command("answer", "record its result")
    .argument("<id>")
    .requiredOption("--file <file>", "the result as text; - for standard input")
    .action(async (id: string, { workspace, json, file }: Options & { file: string }) => {
      const { team, workspace: opened } = await open(workspace);
      const text = await readInput(file);
      if (text.trim() === "") throw new WrongUsage(`${file} is empty: a result has some text.`);
      const handoff = await team.handoffs.answer(id, text, file === "-" ? "person" : sharedName(file, opened.roots));
      printChanged(handoff, json);
    });
}

/** How a record names a file: records go to others, and the person's own folders are no business of theirs. */
function sharedName(file: string, roots: readonly Root[]): string {
  const paths = roots.map(({ path }) => relative(path, resolve(file)));
  const inside = paths.find((path) => !path.startsWith("..") && !isAbsolute(path));
  return inside?.replaceAll("\\", "/") ?? basename(file);
}

function run(): Command {
  return command("run", "let its specialist work on it, in a new conversation; the answer becomes the result")
    .argument("<id>")
    .action(async (id: string, options: Options) => {
      if (options.provider === "offline")
        throw new WrongUsage(
          "The offline reviewer cannot act as a specialist. Name a --provider, or answer it by hand.",
        );
      const { team, state, ports, dispatch } = await openToAsk(options);
      const start = await startRun(id, dispatch);
      await converse(start, ports, { state, json: options.json ?? false });
      const { state: now } = await team.handoffs.find(id);
      process.stderr.write(`The handoff is ${now}.\n`);
    });
}

function continueWork(): Command {
  return command("continue", "go on with the work that asked for it, on the results")
    .argument("<id>")
    .action(async (id: string, options: Options) => {
      const { state, ports, dispatch } = await openToAsk(options);
      const json = options.json ?? false;
      const start = await startContinuation(id, dispatch);
      if ("existing" in start) return await showContinuation(start.existing, state, json);
      try {
        await converse(start, ports, { state, json });
      } catch (error) {
        if (!(error instanceof RecordError && error.problem === "exists")) throw error;
        await showContinuation(start.origin.conversation, state, json);
      }
    });
}

async function showContinuation(conversation: string, state: StateFolder, json: boolean): Promise<void> {
  process.stderr.write(`It was continued before, in the conversation ${conversation}.\n`);
  const stored = await (await openConversations(state)).read(conversation);
  printConversation(stored, { json });
  if (!isAnswering(stored.records))
    throw new WorkFailed(
      "It has no answer yet: it is being given, or its program was killed. Half an hour after its start it is asked again.",
    );
}

function change(name: "dismiss" | "reopen", description: string): Command {
  return command(name, description)
    .argument("<id>")
    .action(async (id: string, { workspace, json }: Options) => {
      const { team } = await open(workspace);
      printChanged(await team.handoffs[name](id), json);
    });
}

function keep(): Command {
  return command(
    "keep",
    "move what waits outside of the repository into it, for git; from now on it is kept there",
  ).action(async ({ workspace, json }: Options) => {
    const { team, state } = await open(workspace);
    const paths = await keepInRepository(team, state);
    process.stdout.write(json ? `${JSON.stringify(paths)}\n` : paths.map((path) => `${visible(path)}\n`).join(""));
  });
}

function parse(): Command {
  return new Command("parse")
    .description("print the handoff requests of an answer in Markdown")
    .argument("<file>", "a Markdown file; - for standard input")
    .option("--json", "print an array of records")
    .action(async (file: string, { json }: { json?: boolean }) => {
      const records = parseHandoffRequests(await readInput(file));
      process.stdout.write(
        json
          ? `${JSON.stringify(records, null, 2)}\n`
          : records.map(({ to, task, line }) => `${visible(`${line}: ${to}: ${task ?? "(no task)"}`)}\n`).join(""),
      );
    });
}

async function open(named: readonly string[] = ["."], trusted = false) {
  const workspace = await openWorkspace(named, { trusted });
  const state = stateFolder(workspace);
  const team = await openTeam(workspace, state);
  await recoverRuns(team, () => openConversations(state));
  return { workspace, state, team };
}

async function openToAsk(options: Options) {
  const opened = await open(options.workspace, options.trust ?? false);
  const ports = await engineerPorts(opened.workspace, options, opened.team);
  const conversations = await openConversations(opened.state);
  const dispatch: DispatchPorts = {
    team: opened.team,
    agents: () => runnableAgents(ports),
    newConversationId: () => newConversationId(new Date()),
    hasConversation: (id) => hasConversation(conversations, id),
  };
  return { ...opened, ports, dispatch };
}

function printChanged(handoff: Handoff, json: boolean | undefined): void {
  process.stdout.write(
    json ? `${JSON.stringify(handoffToJson(handoff))}\n` : `${visible(`${handoff.id}: ${handoff.state}`)}\n`,
  );
}
