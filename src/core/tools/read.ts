import * as z from "zod/mini";
import { PathError } from "../workspace/path-error";
import { detectEncoding, encodingSample } from "../workspace/text-encoding";
import { visibleShort } from "../workspace/visible-text";
import type { OpenFile, Workspace } from "../workspace/workspace";
import { decodeLines } from "./read/decode-lines";
import { fileTypeOf } from "./read/file-type";
import { lineIndexOf } from "./read/line-index";
import { readPage } from "./read/page";
import { renderLines } from "./read/render";
import { didYouMean, suggestPaths } from "./read/suggest-paths";
import { defineTool, success, ToolError, type ToolResult } from "./tool";

/** Most lines of a page. */
const mostLines = 2000;
/** Most characters (code points) shown of a line. */
const mostCharacters = 2000;
/** Most bytes of a page in UTF-8; with the notes at its end it stays below 50 KB. */
const mostBytes = 49_000;

export const read = defineTool({
  name: "Read",
  description: `Reads a text file of the workspace. Each line comes as its number, a tab and its text. A page has up to ${mostLines} lines and 50 KB; lines longer than ${mostCharacters} characters are cut. For the next page give the offset named at the end of a page. Use Grep to find a place in a large file first, and Glob to list a folder. Several files can be read at once by several calls.`,
  input: z.object({
    file_path: z.string().check(z.describe("Path of the file: relative to the workspace, or absolute inside it")),
    offset: z.optional(
      z.int().check(z.minimum(0), z.describe("Number of the line to start from, 1 for the first; default 1")),
    ),
    limit: z.optional(z.int().check(z.minimum(1), z.describe(`Number of lines to read; default ${mostLines}`))),
  }),
  access: "read",
  title: ({ file_path, offset }) => visibleShort(file_path) + (offset === undefined ? "" : `:${offset}`),
  async run({ file_path, offset = 1, limit = mostLines }, { workspace, signal }) {
    const file = await open(workspace, file_path, signal);
    try {
      return await describe(workspace, file, Math.max(1, offset), Math.min(limit, mostLines), signal);
    } finally {
      await file.close();
    }
  },
});

async function open(workspace: Workspace, path: string, signal: AbortSignal): Promise<OpenFile> {
  try {
    return await workspace.open(path);
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    if (error.problem === "not-a-file") throw await notAFile(workspace, path, error);
    if (error.problem !== "missing" && error.problem !== "outside") throw error;
    const suggestion = didYouMean(await suggestPaths(workspace, path, signal));
    if (error.problem === "outside") throw suggestion === undefined ? error : new ToolError(error.message, suggestion);
    throw new ToolError(
      error.message,
      suggestion ?? error.hint ?? "Use Glob to find the file, for example **/name.py.",
    );
  }
}

async function notAFile(workspace: Workspace, path: string, error: PathError): Promise<Error> {
  const location = await workspace.locate(path);
  const shown = visibleShort(path);
  if (location.kind !== "directory") {
    return new ToolError(
      error.message,
      "FIFOs, sockets and devices are not read: they can wait for ever or never end.",
    );
  }
  return new ToolError(`\`${shown}\` is a folder.`, `List it with Glob: pattern \`*\`, path \`${shown}\`.`);
}

async function describe(
  workspace: Workspace,
  file: OpenFile,
  offset: number,
  limit: number,
  signal: AbortSignal,
): Promise<ToolResult> {
  const path = visibleShort(file.location.path);
  const head = await file.read(0, encodingSample);
  const encoding = detectEncoding(head);
  if (head.length === encoding.markBytes) return success(`\`${path}\` is empty.`, "empty file");
  const type = fileTypeOf(head);
  if (type !== undefined || encoding.name === "binary") return binary(path, file.location.size, head, type);

  const request = { offset, lines: limit, bytes: mostBytes, lineBytes: mostCharacters * 4 + 4 };
  const page = await readPage(file, encoding, lineIndexOf(workspace, file.location), request, signal);
  if (page.total !== undefined && offset > Math.max(1, page.total)) {
    const lines = page.total === 1 ? "1 line" : `${page.total} lines`;
    throw new ToolError(`\`${path}\` has ${lines}, so there is no line ${offset}.`, "Give a smaller offset.");
  }
  const decoded = decodeLines(page.lines, encoding, mostCharacters);
  const rendered = renderLines(decoded.lines, offset, mostBytes);
  const last = offset + rendered.lines - 1;
  const more = page.more || rendered.lines < page.lines.length;
  const notes = [
    positionNote(offset, last, more, page.total),
    decoded.note,
    alterationNote(rendered.altered),
    decoded.lines.slice(0, rendered.lines).some(({ omitted }) => omitted > 0)
      ? "Long lines are cut; Grep finds text in the rest of them"
      : undefined,
  ].filter((note) => note !== undefined);
  const content = rendered.text + (notes.length > 0 ? `\n\n[${notes.join(". ")}.]` : "");
  return success(content, more || offset > 1 ? `lines ${offset}–${last}` : `${last} ${last === 1 ? "line" : "lines"}`);
}

function binary(path: string, size: number, head: Uint8Array, type: string | undefined): ToolResult {
  const what = type ?? (head.every((byte) => byte === 0) ? "filled with NUL bytes" : "a binary file");
  return success(`\`${path}\` is ${what} (${size} bytes), not text, so its content is not shown.`, what);
}

/** A file that is shown whole from its first line needs no note. */
function positionNote(first: number, last: number, more: boolean, total: number | undefined): string | undefined {
  const range = first === last ? `Line ${first}` : `Lines ${first}–${last}`;
  const known = total === undefined ? "" : ` of ${total}`;
  if (more) return `${range}${known}; more lines follow, next offset: ${last + 1}`;
  return first > 1 ? `${range}${known}, the end of the file` : undefined;
}

function alterationNote(lines: readonly number[]): string | undefined {
  if (lines.length === 0) return undefined;
  const shown = lines.slice(0, 5).join(", ") + (lines.length > 5 ? ` and ${lines.length - 5} more` : "");
  return `Invisible or control characters are shown as \\u{…} in ${lines.length === 1 ? "line" : "lines"} ${shown}`;
}
