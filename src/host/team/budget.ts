import * as vscode from "vscode";
import * as z from "zod/mini";
import type { Spent } from "../../core/handoff/handoff";
import { defaultBudget } from "../../core/team/budget";
import type { Log } from "../log";

/** What a conversation and everything it starts may use, by the person's own settings: a workspace has no say in costs. */
export function readBudget(log: Pick<Log, "warn">): Spent {
  const value = vscode.workspace.getConfiguration("mlEngineer").inspect("budget")?.globalValue;
  if (value === undefined) return defaultBudget;
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    log.warn("mlEngineer.budget is not used; give positive numbers for turns, tokens and usd.");
    return defaultBudget;
  }
  return { ...defaultBudget, ...parsed.data };
}

const amount = z.exactOptional(z.number().check(z.positive()));
const schema = z.object({ turns: amount, tokens: amount, usd: amount });
