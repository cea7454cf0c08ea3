import { EndpointError } from "./endpoint-error";

/**
 * The address the way the SDK wants it: without the `/v1` that people copy from documentation, because the SDK adds it.
 * Throws EndpointError for an address that text or a key must not be sent to.
 */
export function normaliseBaseUrl(typed: string): string {
  const url = parse(typed.trim());
  if (url.username !== "" || url.password !== "") {
    throw new EndpointError(
      "The base URL contains a user name or password. Take it out; the key has a setting of its own.",
      "address",
    );
  }
  const path = url.pathname
    .replace(/\/+$/, "")
    .replace(/\/v1(\/messages)?$/, "")
    .replace(/\/+$/, "");
  return `${url.origin}${path}`;
}

/** Whether what is sent there can be read on the way. */
export function isUnencrypted(baseUrl: string): boolean {
  const url = new URL(baseUrl);
  return url.protocol === "http:" && !isLoopback(url.hostname);
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

function parse(typed: string): URL {
  const withScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(typed)
    ? typed
    : `${/^(localhost|127\.|\[::1\])/.test(typed) ? "http" : "https"}://${typed}`;
  const url = typed !== "" && URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:") || url.hostname === "") {
    throw new EndpointError(
      "The base URL is not an http or https address. Check it in the settings or on the command line.",
      "address",
    );
  }
  return url;
}
