import * as z from "zod/mini";
import { splitStaticPrefix } from "../workspace/listing/static-prefix";
import { PathError } from "../workspace/path-error";
import { visible, visibleShort } from "../workspace/visible-text";
import type { FileListing, Workspace } from "../workspace/workspace";
import { defineTool, success, type ToolResult } from "./tool";

const mostShown = 100;

export const glob = defineTool({
  name: "Glob",
  description: `Finds files by name, the last modified first, at most ${mostShown}. Patterns as in minimatch, relative to path: *.py for one folder, **/*.py for any depth, src/**/*.{ts,tsx}; * matches dot files too. What git ignores, .git and links are skipped, except below a folder that the pattern or path names.`,
  input: z.object({
    pattern: z.string().check(z.minLength(1), z.describe("The glob, for example **/*.py")),
    path: z.optional(z.string().check(z.describe("Folder to look in; default: the whole workspace"))),
  }),
  access: "read",
  title: ({ pattern, path }) => visibleShort(pattern, 80) + (path ? ` in ${visibleShort(path, 80)}` : ""),
  async run({ pattern, path }, { workspace, signal }) {
    const listing = await list(workspace, pattern, path === "" ? undefined : path, signal);
    return listing === undefined || listing.paths.length === 0
      ? await noFile(workspace, pattern, path, signal)
      : found(listing);
  },
});

/** Undefined when the folder that the pattern starts with does not exist, which only means that no file matches. */
async function list(
  workspace: Workspace,
  pattern: string,
  path: string | undefined,
  signal: AbortSignal,
): Promise<FileListing | undefined> {
  const written = process.platform === "win32" ? pattern.replaceAll("\\", "/") : pattern;
  const { prefix, rest } = splitStaticPrefix(written);
  const under = join(path, prefix);
  try {
    return await workspace.files({
      ...(under !== undefined && { under }),
      globs: [rest],
      order: "newest",
      limit: mostShown,
      signal,
    });
  } catch (error) {
    const isAbsent = error instanceof PathError && (error.problem === "missing" || error.problem === "not-a-directory");
    if (!isAbsent || prefix === "") throw error;
    // The folder of the path itself must be there.
    if (path !== undefined) await workspace.locate(path);
    return undefined;
  }
}

function join(path: string | undefined, prefix: string): string | undefined {
  if (prefix === "") return path;
  return path === undefined || isAbsolute(prefix) ? prefix : `${path}/${prefix}`;
}

function isAbsolute(path: string): boolean {
  return path.startsWith("/") || /^[A-Za-z]:/.test(path);
}

function found({ paths, total, truncated }: FileListing): ToolResult {
  const note =
    paths.length < total
      ? `\n\n[The ${paths.length} last modified of ${total} files. For the others use a narrower pattern or a path.]`
      : truncated
        ? "\n\n[The folder is too large to be listed whole. Use a narrower pattern or a path.]"
        : "";
  const files = total === 1 ? "1 file" : `${total} files`;
  return success(paths.map(visible).join("\n") + note, paths.length < total ? `${paths.length} of ${files}` : files);
}

/** Most misses are a pattern for one folder where any depth was meant. */
async function noFile(
  workspace: Workspace,
  pattern: string,
  path: string | undefined,
  signal: AbortSignal,
): Promise<ToolResult> {
  const shown = visibleShort(pattern);
  const message = `No file matches \`${shown}\`${path ? ` in \`${visibleShort(path)}\`` : ""}.`;
  if (pattern.includes("/") || pattern.startsWith("!")) return success(message, "no file");
  const deeper = await list(workspace, `**/${pattern}`, path === "" ? undefined : path, signal);
  if (deeper === undefined || deeper.total === 0) return success(message, "no file");
  const files = deeper.total === 1 ? "1 file" : `${deeper.total} files`;
  return success(`${message} \`**/${shown}\`, at any depth, matches ${files}.`, "no file");
}
