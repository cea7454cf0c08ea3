import * as vscode from "vscode";
import type { EngineerPorts } from "../core/engineer";
import type { MeasurementPorts } from "../core/measurement/tools/evaluate";
import type { Usage } from "../core/model/model";
import { ChangeService } from "./change/change-service";
import { MeasureLens } from "./change/measure-lens";
import { Chat } from "./chat/chat";
import { suggestionsFor } from "./chat/suggestions";
import { Approval } from "./evaluation/approval";
import { EvaluationProgress } from "./evaluation/evaluation-progress";
import { measurementPorts } from "./evaluation/measurement-ports";
import { FirstUse } from "./first-use";
import { Agents } from "./handoffs/agents";
import { createLog, type Log } from "./log";
import { RootQuestion } from "./memory/root-question";
import { ModelService } from "./model-service";
import { Reports } from "./report/reports";
import { RunService } from "./runs/run-service";
import { TeamService } from "./team";
import { readBudget } from "./team/budget";
import { Workspaces } from "./workspaces";

/** What the extension is made of. Commands, views and providers get it handed in; there are no globals. */
export interface Parts extends vscode.Disposable {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  readonly use: FirstUse;
  readonly workspaces: Workspaces;
  readonly models: ModelService;
  readonly team: TeamService;
  readonly agents: Agents;
  readonly chat: Chat;
  /** What was measured. */
  readonly runs: RunService;
  /** What is shown of it. */
  readonly reports: Reports;
  /** What running engines takes. */
  readonly measurement: MeasurementPorts;
  /** The evaluation that runs in this window. */
  readonly evaluation: EvaluationProgress;
  /** How the open folders differ from their bases. */
  readonly changes: ChangeService;
  /** Whether the lens that offers to measure is wanted. */
  readonly measureLens: MeasureLens;
  /** What an agent needs that works alone, for the folders that are open now. */
  engineerPorts(): Promise<EngineerPorts>;
  /** Questions that fit the workspace; none where nothing may be read. */
  suggestions(): Promise<readonly string[]>;
}

export function createParts(context: vscode.ExtensionContext): Parts {
  const log = createLog(vscode.window.createOutputChannel("ML Engineer", { log: true }));
  const use = new FirstUse();
  const workspaces = new Workspaces(context.extensionUri);
  const models = new ModelService(context, log);
  const team = new TeamService({ context, workspaces, log, isChatVisible: () => chat.isVisible });
  const agents = new Agents(workspaces);
  const engineerPorts = async (): Promise<EngineerPorts> => ({
    workspace: await workspaces.current(),
    bundled: await workspaces.bundled(),
    createModel: (definition) => models.createModel(definition),
    mapPipeline: workspaces.mapPipeline,
    now: () => performance.now(),
    date: new Date().toISOString().slice(0, 10),
  });
  const suggestions = async () => {
    if (workspaces.state !== "ready") return [];
    return suggestionsFor(await workspaces.mapPipeline(await workspaces.current(), AbortSignal.timeout(60_000)));
  };
  const { ask: chooseRoot } = new RootQuestion();
  const { ask: approve } = new Approval();
  const evaluation = new EvaluationProgress();
  const measurement = measurementPorts(workspaces, evaluation, context);
  const runs = new RunService({ workspaces, evaluation });
  const changes = new ChangeService({
    workspaces,
    find: async (...task) => (await import("../core/change/find-change")).findChangeFacts(...task),
  });
  const measureLens = new MeasureLens(context.workspaceState);
  const teamPorts = async (): Promise<EngineerPorts> => {
    const ports = await engineerPorts();
    const price = (model: string, usage: Usage) => models.estimate(model, usage)?.usd;
    const asking = { chooseRoot, approve, measurement };
    return { ...ports, ...asking, price, budget: readBudget(log), team: await team.current() };
  };
  const chat = new Chat({ context, log, use, models, workspaces, team, agents, engineerPorts: teamPorts, suggestions });
  const reports = new Reports({ context, workspaces, log, chat, runs });
  const owned = [reports, changes, measureLens, evaluation, runs, chat, team, models, workspaces, use, log];
  const dispose = () => owned.forEach((part) => void part.dispose());
  const services = {
    log,
    use,
    workspaces,
    models,
    team,
    agents,
    chat,
    runs,
    reports,
    measurement,
    evaluation,
    changes,
    measureLens,
  };
  return { context, ...services, engineerPorts, suggestions, dispose };
}
