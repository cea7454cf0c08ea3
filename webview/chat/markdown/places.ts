import type { Attachment } from "../../../src/protocol/chat";

export interface FoundPlace {
  readonly start: number;
  readonly end: number;
  readonly place: Attachment;
}

/**
 * Finds `path:line` and `path:line-line` in text. Looks for the numbers first and then backwards for the path, so that
 * the time stays linear in the length, whatever a model writes. Whether the file exists is for the host to say.
 */
export function findPlaces(text: string): readonly FoundPlace[] {
  const places: FoundPlace[] = [];
  for (const match of text.matchAll(lineNumbers)) {
    const path = trailingPath.exec(text.slice(Math.max(0, match.index - longestPath), match.index))?.[0];
    if (path === undefined || !looksLikeFile(path)) continue;
    const line = Number(match[1]);
    const endLine = match[2] === undefined ? undefined : Number(match[2]);
    if (line < 1 || (endLine !== undefined && endLine < line)) continue;
    places.push({
      start: match.index - path.length,
      end: match.index + match[0].length,
      place: endLine === undefined ? { path, line } : { path, line, endLine },
    });
  }
  return places;
}

const longestPath = 300;
const lineNumbers = /:(\d{1,7})(?:[-–](\d{1,7}))?(?![\d\p{L}_])/gu;
const trailingPath = /(?<![\p{L}\p{N}_./@+~:-])[\p{L}\p{N}_./@+-]{1,300}$/u;
const knownNames = /^(?:Dockerfile|Makefile|Justfile|Jenkinsfile|Procfile|Containerfile)(?:\.\w{1,20})?$/;
const fileName = /^[\p{L}\p{N}_.@+-]*\.[a-z][a-z0-9]{0,9}$/iu;
/** `api.example.com:443` is a server, not a file. */
const serverName = /\.(?:com|org|net|io|dev|ai|local|internal|localhost|cloud|app)$/i;

function looksLikeFile(path: string): boolean {
  if (path.startsWith("/") || path.startsWith("//")) return false;
  const name = path.split("/").at(-1) ?? "";
  return knownNames.test(name) || (fileName.test(name) && !serverName.test(name) && !/^[\d.]+$/.test(name));
}
