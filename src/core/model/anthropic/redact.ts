/**
 * Text that may be shown or logged: without the key, also when a server echoes it, without control characters that
 * could hide something, on one line, and short.
 */
export function presentable(text: string, secrets: readonly string[], limit = 300): string {
  const line = redact(text, secrets)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();
  const characters = [...line];
  return characters.length > limit ? `${characters.slice(0, limit - 1).join("")}…` : line;
}

export function redact(text: string, secrets: readonly string[]): string {
  return secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")])
    .filter((secret) => secret.length >= 8)
    .reduce((redacted, secret) => redacted.replaceAll(secret, "[key]"), text)
    .replace(/\bsk-ant-[\w-]{8,}/g, "[key]")
    .replace(/\bBearer\s+[\w.~+/=-]{8,}/gi, "Bearer [key]");
}
