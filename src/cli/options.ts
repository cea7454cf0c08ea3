/** Collects an option that may be given several times. */
export function folders(value: string, previous: string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

/** Aborts on Ctrl+C once, so that what was reached is still printed; a second Ctrl+C ends the process at once. */
export function interrupted(): AbortSignal {
  const controller = new AbortController();
  process.once("SIGINT", () => controller.abort());
  process.once("SIGTERM", () => controller.abort());
  return controller.signal;
}
