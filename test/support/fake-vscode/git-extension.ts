import { EventEmitter } from "./events";

/** VS Code's git extension as others see it; absent until a test opens a repository in it. */
export function createGitExtension() {
  const changed = new EventEmitter<void>();
  const opened = new EventEmitter<object>();
  let isThere = false;
  const repository = { state: { onDidChange: changed.event } };
  const api = { repositories: [repository], onDidOpenRepository: opened.event };
  return {
    extensions: {
      getExtension: (id: string) =>
        id === "vscode.git" && isThere ? { isActive: true, exports: { getAPI: () => api } } : undefined,
    },
    control: {
      start() {
        isThere = true;
      },
      /** A commit, a branch or a changed file. */
      change: () => changed.fire(),
    },
  };
}
