export const exitCodes = { done: 0, failed: 1, wrongUsage: 2, missedBudget: 3 } as const;

/** The command was called in a way that cannot work; the message says how to call it. */
export class WrongUsage extends Error {
  override readonly name = "WrongUsage";
}

/** The command did what it could and did not succeed. */
export class WorkFailed extends Error {
  override readonly name = "WorkFailed";
}

export function messageOf(error: unknown): string {
  if (error instanceof Error && error.name === "AbortError") return "Stopped.";
  if (!(error instanceof Error)) return String(error);
  return "hint" in error && typeof error.hint === "string" ? `${error.message} ${error.hint}` : error.message;
}
