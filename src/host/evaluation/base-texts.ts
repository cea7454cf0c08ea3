import * as vscode from "vscode";
import * as z from "zod/mini";
import type { Change } from "../../core/change/change";
import type { Log } from "../log";
import type { Workspaces } from "../workspaces";

const scheme = "ml-engineer-base";

/** Files as the base of a change has them, for the left side of a diff. Read when an editor asks. */
export function registerBaseTexts({
  workspaces,
  log,
}: {
  readonly workspaces: Pick<Workspaces, "current" | "state">;
  readonly log: Pick<Log, "warn">;
}): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    async provideTextDocumentContent(uri) {
      try {
        const { folder, commit, path } = addressSchema.parse(JSON.parse(uri.query));
        // Anybody can make such an address; only folders that are open and trusted are read.
        if (workspaces.state !== "ready") return "";
        const root = (await workspaces.current()).roots.find((open) => open.path === folder);
        const { baseText } = await import("../../core/change/base-text");
        return (root && (await baseText(root, commit, path, AbortSignal.timeout(longest)))) ?? "";
      } catch (error) {
        log.warn("A file of the base could not be read", error);
        return "";
      }
    },
  });
}

/** Milliseconds. */
const longest = 30_000;

const addressSchema = z.object({
  folder: z.string(),
  commit: z.string().check(z.regex(/^[0-9a-f]{40,64}$/)),
  path: z.string().check(z.minLength(1)),
});

/** Opens what counts as the change: every file that differs, the base on the left. */
export async function showChange({ root, base, files }: Change): Promise<void> {
  const now = (path: string) => vscode.Uri.joinPath(vscode.Uri.file(root.path), ...path.split("/"));
  const rows = files.map(({ path, basePath, state }) => [
    now(path),
    basePath === undefined ? undefined : baseUri({ folder: root.path, commit: base.commit, path: basePath }),
    state === "deleted" ? undefined : now(path),
  ]);
  const title = vscode.l10n.t("Change against {0} ({1})", base.revision, base.commit.slice(0, 7));
  await vscode.commands.executeCommand("vscode.changes", title, rows);
}

function baseUri(address: z.infer<typeof addressSchema>): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${address.path}`, query: JSON.stringify(address) });
}
