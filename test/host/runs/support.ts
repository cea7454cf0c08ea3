import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import { EvaluationProgress } from "../../../src/host/evaluation/evaluation-progress";
import { createLog } from "../../../src/host/log";
import { registerRuns } from "../../../src/host/runs/register";
import { act, type RunAction } from "../../../src/host/runs/run-actions";
import type { RunNode, RunTreeNode } from "../../../src/host/runs/run-nodes";
import { RunService } from "../../../src/host/runs/run-service";
import { Workspaces } from "../../../src/host/workspaces";
import { workspace as editor, fake, resetFake, Uri } from "../../support/fake-vscode";
import { fakeLogChannel } from "../../support/fake-vscode/log-channel";
import { temporaryWorkspace } from "../../support/temporary-workspace";

/** How long a test waits for something on a busy machine. */
export const waiting = { timeout: 15_000 };

export interface WindowOptions {
  readonly roots?: readonly string[];
  readonly trusted?: boolean;
}

/** A window on a folder with these files; everything below the editor is real. */
export async function openWindow(
  files: Readonly<Record<string, string | Uint8Array>>,
  { roots = ["code"], trusted = true }: WindowOptions = {},
) {
  const isPlaced = roots.length > 1;
  const placed = Object.entries(files).map(([path, text]) => [isPlaced ? path : `${roots[0]}/${path}`, text]);
  const folder = await temporaryWorkspace(Object.fromEntries(placed), { roots });
  onTestFinished(folder.dispose);
  resetFake();
  editor.isTrusted = trusted;
  fake.folders.open(...roots.map((root) => join(folder.path, root)));
  const log = createLog(fakeLogChannel() as never);
  const workspaces = new Workspaces(Uri.file(resolve(".")) as never);
  const evaluation = new EvaluationProgress();
  const runs = new RunService({ workspaces, evaluation });
  const parts = { runs, evaluation, log };
  const registered = registerRuns(parts);
  onTestFinished(() => [registered, runs, evaluation, workspaces].forEach((part) => void part.dispose()));
  const view = fake.window.trees[0];
  if (!view) throw new Error("no tree was registered");
  const { provider } = view.control;
  const nodes = async (): Promise<readonly RunTreeNode[]> => {
    const top = (await provider.getChildren()) as RunTreeNode[];
    return top.flatMap((node): readonly RunTreeNode[] => (node.kind === "day" ? node.children : [node]));
  };
  return {
    path: join(folder.path, roots[0] ?? ""),
    runs,
    evaluation,
    provider,
    nodes,
    /** The tree as it is shown now. */
    tree: () => view.control.render(),
    /** Waits until every figure is there, then as {@link tree}. */
    async filled() {
      for (const run of await runs.list()) if (run.record.state === "complete") await runs.summary(run);
      return await view.control.render();
    },
    async run(id: string): Promise<RunNode> {
      const found = (await nodes()).find((node) => node.kind === "run" && node.run.record.id === id);
      if (found?.kind !== "run") throw new Error(`there is no run ${id}`);
      return found;
    },
    act: (action: RunAction, target?: unknown, selected?: unknown) => act(action, parts, target, selected),
    messages: () => fake.window.messages.map(({ text }) => text),
  };
}
