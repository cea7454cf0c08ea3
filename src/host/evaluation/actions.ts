import type { Parts } from "../parts";
import { evaluateChange } from "./evaluate-change";
import { measureEngine } from "./measure-engine";
import { resumeEvaluation } from "./resume";
import { setUpEvaluation } from "./set-up-command";

/** What commands do with evaluations; each reads its argument itself, since a command can be called by anybody. */
const actions = { evaluateChange, measureEngine, resumeEvaluation, setUpEvaluation };

export type EvaluationAction = keyof typeof actions;

export function act(action: EvaluationAction, parts: Parts, value: unknown): Promise<void> {
  const { storageUri, globalStorageUri } = parts.context;
  return actions[action]({ ...parts, storage: (storageUri ?? globalStorageUri).fsPath }, value);
}
