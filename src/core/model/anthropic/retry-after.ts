/** Seconds. Nobody watches a longer countdown; a longer wait is told and left to the person. */
export const longestWait = 120;

/** Seconds that the endpoint asks to wait, from `retry-after-ms`, or `retry-after` in seconds or as a date. */
export function retryAfterOf(headers: Headers | undefined, now: number = Date.now()): number | undefined {
  const milliseconds = numberOf(headers?.get("retry-after-ms"));
  if (milliseconds !== undefined) return milliseconds / 1000;
  const text = headers?.get("retry-after");
  const seconds = numberOf(text);
  if (seconds !== undefined) return seconds;
  const date = Date.parse(text ?? "");
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}

function numberOf(text: string | null | undefined): number | undefined {
  return text !== null && text !== undefined && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}
