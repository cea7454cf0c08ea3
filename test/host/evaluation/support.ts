import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import { evaluateEngines } from "../../../src/host/evaluation/evaluate-engines";
import { measurementPorts } from "../../../src/host/evaluation/measurement-ports";
import { Workspaces } from "../../../src/host/workspaces";
import { workspace as editor, fake, resetFake, Uri } from "../../support/fake-vscode";
import { fakeMemento } from "../../support/fake-vscode/storage";
import { temporaryWorkspace } from "../../support/temporary-workspace";
import { type TinyOptions, tinyEvaluation } from "../../support/tiny-evaluation";

export interface WindowOptions extends TinyOptions {
  readonly trusted?: boolean;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly roots?: readonly string[];
}

/** A window on a folder with an evaluation; everything below the editor is real, the engines included. */
export async function measuringWindow({ trusted = true, files, roots = ["."], ...options }: WindowOptions = {}) {
  const fixture = await temporaryWorkspace(files ?? tinyEvaluation(options), { roots });
  onTestFinished(fixture.dispose);
  resetFake();
  editor.isTrusted = trusted;
  fake.folders.open(...roots.map((root) => join(fixture.path, root)));
  const workspaces = new Workspaces(Uri.file(resolve(".")) as never);
  onTestFinished(() => workspaces.dispose());
  const context = {
    workspaceState: fakeMemento(),
    extensionUri: Uri.file(resolve(".")),
    extension: { packageJSON: { version: "0.0.0" } },
  } as never;
  const measurement = measurementPorts(workspaces, context);
  return {
    path: fixture.path,
    evaluate: () => evaluateEngines({ workspaces, measurement, context }),
    dialogs: () => fake.window.messages.filter(({ detail }) => detail !== undefined),
  };
}
