import type { Failure, FailureContext } from "./failure";
import { objectOf, stringOf } from "./json";

/** The failure of a connection by its system error code; undefined when the error is of another kind. */
export function connectionFailure(error: unknown, { address }: FailureContext): Failure | undefined {
  if (objectOf(error)?.name === "APIConnectionTimeoutError") return timedOut(address);
  const codes = codesOf(error);
  const code = codes[0] ?? "no reason given";
  if (codes.length === 0 && objectOf(error)?.name !== "APIConnectionError") return undefined;
  if (codes.includes("ECONNREFUSED")) {
    return {
      message: `Nothing answers at ${address}: the connection was refused. Start the server, or check the base URL.`,
      reason: "Connection refused",
      retry: "once",
      detail: code,
    };
  }
  if (codes.some((known) => known === "ENOTFOUND" || known === "EAI_AGAIN")) {
    return {
      message: `The name in ${address} could not be found (DNS). Check the base URL and the network connection.`,
      reason: "Name not found",
      retry: "once",
      detail: code,
    };
  }
  if (codes.some((known) => /TIMEDOUT|TIMEOUT/.test(known))) return timedOut(address);
  if (codes.some((known) => /CERT|SELF_SIGNED|^ERR_TLS|^ERR_SSL|UNABLE_TO_/.test(known))) {
    return {
      message: `The certificate of ${address} was not accepted (${code}). Check the base URL, or let your proxy's certificate be trusted.`,
      reason: "Certificate not accepted",
      retry: "never",
      detail: code,
    };
  }
  return {
    message: `The connection to ${address} failed (${code}). Check the network and ask again.`,
    reason: "Connection failed",
    retry: "always",
    detail: code,
  };
}

function timedOut(address: string): Failure {
  return {
    message: `${address} did not answer in time. Check the network, a proxy or the server, and ask again.`,
    reason: "No answer in time",
    retry: "always",
    detail: "",
  };
}

/** Error codes along the chain of causes. `localhost` is tried over IPv4 and IPv6, which gives an error with several errors. */
function codesOf(error: unknown, depth = 0): readonly string[] {
  const described = objectOf(error);
  if (described === undefined || depth > 5) return [];
  const code = stringOf(described.code);
  const inner = [described.cause, ...(Array.isArray(described.errors) ? described.errors : [])];
  return [...(code === undefined ? [] : [code]), ...inner.flatMap((cause) => codesOf(cause, depth + 1))];
}
