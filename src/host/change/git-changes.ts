import * as vscode from "vscode";

/** What is used of the API that VS Code's git extension gives to others. */
interface GitApi {
  readonly repositories: readonly GitRepository[];
  readonly onDidOpenRepository: vscode.Event<GitRepository>;
}

interface GitRepository {
  readonly state: { readonly onDidChange: vscode.Event<void> };
}

/**
 * Tells that a commit, a branch or an uncommitted change may be another one now. Where VS Code's git extension does not run,
 * nothing is told: it is not started for this.
 */
export function watchGit(changed: () => void): vscode.Disposable {
  const api = gitApi();
  const watched: vscode.Disposable[] = [];
  const watch = ({ state }: GitRepository) => void watched.push(state.onDidChange(() => changed()));
  for (const repository of api?.repositories ?? []) watch(repository);
  if (api) watched.push(api.onDidOpenRepository(watch));
  return new vscode.Disposable(() => {
    for (const subscription of watched) subscription.dispose();
  });
}

function gitApi(): GitApi | undefined {
  const extension = vscode.extensions.getExtension<{ getAPI(version: 1): GitApi }>("vscode.git");
  if (!extension?.isActive) return undefined;
  try {
    return extension.exports.getAPI(1);
  } catch {
    // Git is switched off in the settings.
    return undefined;
  }
}
