import { PathError } from "./path-error";
import { visibleShort } from "./visible-text";

/** A path as it is written, with `.` and `..` worked out; nothing was looked up. */
export interface WrittenPath {
  readonly kind: "relative" | "absolute";
  /** `C:` on Windows, else empty; relative paths have none. */
  readonly volume: string;
  readonly segments: readonly string[];
}

/**
 * Takes a path apart before any file system sees it, and refuses every spelling that could mean something else than a
 * file below a folder: a request to Windows for a network or device path alone can leak the person's credentials.
 * @throws PathError
 */
export function parsePath(input: unknown, platform: NodeJS.Platform): WrittenPath {
  if (typeof input !== "string") throw new PathError("invalid", String(typeof input), "A path must be a string.");
  if (input.includes("\0")) throw invalid(input, "contains a NUL character");
  const refusal = refusals.find(({ pattern }) => pattern.test(input));
  if (refusal !== undefined) throw invalid(input, refusal.reason);
  if (input.length > longestPath) throw invalid(input, `is longer than ${longestPath} characters`);
  return platform === "win32" ? parseWindows(input) : parsePosix(input);
}

/** Whether `inner` is `outer` or below it, compared segment by segment. Windows and macOS keep names without case. */
export function contains(outer: WrittenPath, inner: WrittenPath, platform: NodeJS.Platform): boolean {
  const same = (one: string, other: string | undefined) =>
    other !== undefined && fold(one, platform) === fold(other, platform);
  return (
    same(outer.volume, inner.volume) && outer.segments.every((segment, index) => same(segment, inner.segments[index]))
  );
}

export function outside(input: string): PathError {
  return new PathError(
    "outside",
    visibleShort(input),
    `\`${visibleShort(input)}\` is outside the workspace.`,
    "Only files below the opened folders can be used; write the path relative to one of them.",
  );
}

const longestPath = 4096;

const refusals: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  { pattern: /^$/, reason: "is empty" },
  { pattern: /\p{Surrogate}/u, reason: "is not well-formed Unicode" },
  { pattern: /^[\\/]{2}|^\\\?\?\\/, reason: "is a network or device path" },
  { pattern: /^~(?:[\\/]|$)/, reason: "points to a home folder" },
  { pattern: /^[a-z][a-z0-9+.-]+:[\\/]{2}/i, reason: "is a URI, not a path" },
  {
    pattern: /^(?:file|data|https?|ftp|blob|command|javascript|vscode[a-z-]*|untitled|git|ssh|mailto):/i,
    reason: "is a URI, not a path",
  },
  { pattern: /^[a-z]:(?![\\/])/i, reason: "is relative to the current folder of a drive" },
];

function parsePosix(input: string): WrittenPath {
  if (/^[a-z]:[\\/]/i.test(input)) throw outside(input);
  const absolute = input.startsWith("/");
  return {
    kind: absolute ? "absolute" : "relative",
    volume: "",
    segments: normalise(input, input.split("/"), absolute),
  };
}

function parseWindows(input: string): WrittenPath {
  const [volume = ""] = /^[a-z]:/i.exec(input) ?? [];
  const rest = input.slice(volume.length);
  const absolute = volume !== "";
  // `\folder` means the current drive, which is nobody's choice.
  if (!absolute && /^[\\/]/.test(rest)) throw outside(input);
  const segments = normalise(input, rest.split(/[\\/]/), absolute);
  for (const segment of segments) refuseWindowsName(input, segment);
  return { kind: absolute ? "absolute" : "relative", volume: volume.toUpperCase(), segments };
}

/** Streams (`file.txt:stream`), devices that exist in every folder, and endings that Windows drops silently. */
function refuseWindowsName(input: string, segment: string): void {
  if (segment.includes(":")) throw invalid(input, "names a data stream of a file");
  if (/^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$/i.test(segment)) {
    throw invalid(input, "names a device");
  }
  if (/[. ]$/.test(segment)) throw invalid(input, "ends a name with a dot or a space");
}

function normalise(input: string, parts: readonly string[], absolute: boolean): readonly string[] {
  const segments: string[] = [];
  for (const part of parts) {
    if (part === "" || part === ".") continue;
    if (part !== "..") segments.push(part);
    else if (segments.pop() === undefined && !absolute) throw outside(input);
  }
  return segments;
}

function fold(name: string, platform: NodeJS.Platform): string {
  if (platform === "darwin") return name.normalize("NFC").toLowerCase();
  return platform === "win32" ? name.toLowerCase() : name;
}

function invalid(input: string, reason: string): PathError {
  return new PathError(
    "invalid",
    visibleShort(input),
    `The path \`${visibleShort(input)}\` ${reason}.`,
    "Write a path relative to the workspace, for example src/main.py (./ in front for unusual names).",
  );
}
