import { execFileSync } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Change } from "../../../src/core/change/change";
import { findChange } from "../../../src/core/change/find-change";
import { createPipelineMapper } from "../../../src/core/pipeline/mapper";
import { grammarsFolder } from "../../support/grammars";
import { type TemporaryWorkspaceOptions, temporaryWorkspace } from "../../support/temporary-workspace";

export const mapPipeline = createPipelineMapper({ grammarsFolder: grammarsFolder() });

/** A repository in a temporary folder whose files are committed. */
export async function repositoryOf(files: Readonly<Record<string, string>>, options?: TemporaryWorkspaceOptions) {
  const { path, workspace, dispose } = await temporaryWorkspace(files, options);
  onTestFinished(dispose);
  const git = (...parameters: readonly string[]) => {
    const identity = ["-c", "user.name=test", "-c", "user.email=test@example.org"];
    return execFileSync("git", [...identity, ...parameters], { cwd: path, encoding: "utf8", stdio: "pipe" }).trim();
  };
  git("init", "--quiet", "--initial-branch=main");
  git("add", ".");
  git("commit", "--quiet", "--allow-empty", "--message", "first");
  return {
    path,
    workspace,
    git,
    commit(message: string) {
      git("add", ".");
      git("commit", "--quiet", "--message", message);
    },
    async write(name: string, text: string) {
      await mkdir(dirname(join(path, name)), { recursive: true });
      await writeFile(join(path, name), text);
    },
    remove: (name: string) => rm(join(path, name)),
    async change(base?: string, globs: readonly string[] = [], rootName?: string): Promise<Change> {
      const root = workspace.roots.find(({ name }) => rootName === undefined || name === rootName);
      if (root === undefined) throw new Error("There is no such root.");
      const options = { globs, ...(base !== undefined && { base }) };
      return await findChange(root, { workspace, mapPipeline }, options, new AbortController().signal);
    },
  };
}

/** `modified engine.transcribe :3-9` */
export function lenses({ functions }: Change): readonly string[] {
  return functions.map(
    ({ kind, name, place }) => `${kind} ${name} ${place.path}:${place.line}-${place.endLine ?? place.line}`,
  );
}
