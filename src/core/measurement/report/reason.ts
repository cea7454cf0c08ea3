import type { ClipFailure } from "../run";

/** Why something failed, on one line. A program's last words say most at their end, so the middle is left out. */
export function reasonText(message: string): string {
  const line = message.replace(/\s+/g, " ").trim();
  return line.length > 420 ? `${line.slice(0, 120)} … ${line.slice(-280)}` : line;
}

/** The same for a report, which people commit: what an engine wrote in place of an answer may be somebody's words. */
export function reportedReason({ kind, message }: { readonly kind: ClipFailure; readonly message: string }): string {
  return reasonText(kind === "bad-output" ? message.replace(/"(?:\\.|[^"\\])*(?:"|$)/gs, '"…"') : message);
}
