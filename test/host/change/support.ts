import { cp } from "node:fs/promises";
import { join, resolve } from "node:path";
import { onTestFinished, vi } from "vitest";
import { findChangeFacts } from "../../../src/core/change/find-change";
import { ChangeService } from "../../../src/host/change/change-service";
import { measureGrid } from "../../../src/host/change/measure-grid";
import { MeasureLens } from "../../../src/host/change/measure-lens";
import { registerChange } from "../../../src/host/change/register";
import { EvaluationProgress } from "../../../src/host/evaluation/evaluation-progress";
import { createLog } from "../../../src/host/log";
import { RunService } from "../../../src/host/runs/run-service";
import { Workspaces } from "../../../src/host/workspaces";
import { workspace as editor, fake, resetFake, Uri } from "../../support/fake-vscode";
import { fakeLogChannel } from "../../support/fake-vscode/log-channel";
import { fakeMemento } from "../../support/fake-vscode/storage";
import { temporaryRepository } from "../../support/temporary-repository";

export const servicePath = "captions/modules/transcription/service.py";
export const service = "captions.modules.transcription.service";

export interface WindowOptions {
  readonly trusted?: boolean;
  /** Default: the example, committed. */
  readonly files?: Readonly<Record<string, string>>;
  /** Folders of the repository that are opened; default: the repository. */
  readonly roots?: readonly string[];
  /** Written and not committed. */
  readonly uncommitted?: Readonly<Record<string, string>>;
}

/** A window on a repository with the example service in its last commit; everything below the editor is real. */
export async function openWindow({ trusted = true, files, roots = ["."], uncommitted = {} }: WindowOptions = {}) {
  const repository = await temporaryRepository();
  onTestFinished(repository.dispose);
  if (!files) {
    const from = resolve("examples/speech-service/captions");
    await cp(from, join(repository.path, "captions"), { recursive: true });
  }
  const commit = await repository.commit({ ".gitignore": ".ml-engineer/\n", ...files });
  await repository.write(uncommitted);
  resetFake();
  editor.isTrusted = trusted;
  fake.git.start();
  fake.folders.open(...roots.map((root) => join(repository.path, root)));
  const channel = fakeLogChannel();
  const log = createLog(channel as never);
  const workspaces = new Workspaces(Uri.file(resolve(".")) as never);
  const find = vi.fn(findChangeFacts);
  const map = vi.fn(workspaces.mapPipeline);
  Object.assign(workspaces, { mapPipeline: map });
  const changes = new ChangeService({ workspaces, find, delay: 10 });
  const evaluation = new EvaluationProgress();
  const runs = new RunService({ workspaces, evaluation });
  const measureLens = new MeasureLens(fakeMemento() as never);
  const registered = registerChange({ workspaces, changes, runs, evaluation, measureLens, log });
  onTestFinished(() => [registered, changes, runs, evaluation, workspaces].forEach((part) => void part.dispose()));
  const open = (path: string) => fake.documents.open(join(repository.path, path));
  return {
    ...{ repository, commit, workspaces, changes, runs, evaluation, measureLens, find, map, open },
    lines: channel.lines,
    lenses: (path: string) => fake.views.lensText(open(path)),
    /** Changes a file as another program does, and waits until the lenses are asked for again. */
    async change(path: string, text: string) {
      const before = fake.views.redrawn;
      await repository.write({ [path]: text });
      fake.git.change();
      await vi.waitFor(() => {
        if (fake.views.redrawn === before) throw new Error("not told yet");
      });
    },
    grid: (target: object) => measureGrid({ workspaces, changes }, { folder: repository.path, ...target }),
  };
}
