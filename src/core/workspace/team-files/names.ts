import { TeamFileError } from "../team-files";
import { visible, visibleShort } from "../visible-text";

/** Why a file that stands in a folder of the team is not used, or undefined. Names made by hand are fine: spaces, any script. */
export function refusalOfFileName(name: string): string | undefined {
  if (!name.endsWith(".md") || name.length === 3) return "does not end in .md";
  return refusalOfSegment(name);
}

/** The same for a name that is about to be made: it also has to be one that every system can check out. */
export function refusalOfNewFileName(name: string): string | undefined {
  return refusalOfFileName(name) ?? (/[<>:"|?*]/.test(name) ? "has characters that Windows cannot keep" : undefined);
}

/** Why the folder of an agent that stands there is not used, or undefined. */
export function refusalOfAgentFolder(name: string): string | undefined {
  return refusalOfSegment(name);
}

/** @throws TeamFileError `invalid-name` */
export function requireName(name: string, folder: string, refusal: (name: string) => string | undefined): void {
  const reason = refusal(name);
  if (reason === undefined) return;
  const shown = visibleShort(name);
  throw new TeamFileError("invalid-name", `${folder}/${shown}`, `The name \`${shown}\` ${reason}.`);
}

/** Names that some file systems take for the same one. */
export function foldName(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

export function isNewAgentName(name: string): boolean {
  return /^[a-z0-9-]{1,64}$/.test(name) && refusalOfSegment(name) === undefined;
}

/** Bytes; file systems end at 255, and a name gets a number or a few words in front now and then. */
export const longestName = 200;

function refusalOfSegment(name: string): string | undefined {
  if (name === "") return "is empty";
  if (/[/\\]/.test(name)) return "is more than one segment of a path";
  if (name.startsWith(".")) return "starts with a dot";
  if (visible(name) !== name || name.includes("\ufffd")) return "has characters that cannot be seen";
  if (Buffer.byteLength(name) > longestName) return `is longer than ${longestName} bytes`;
  if (/^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\..*)?$/i.test(name)) return "names a device";
  if (process.platform === "win32" && /[<>:"|?*]|[. ]$/.test(name)) return "is none that Windows can keep";
  return undefined;
}
