import { connectionFailure } from "./connection-failure";
import { EndpointError } from "./endpoint-error";
import { objectOf, stringOf } from "./json";
import { presentable } from "./redact";
import { longestWait, retryAfterOf } from "./retry-after";
import { statusFailure } from "./status-failure";
import { StalledError } from "./watchdog";

/** Why a request got no complete answer, in the words of the person who reads it. */
export interface Failure {
  /** What happened and what to do next, in full sentences. */
  readonly message: string;
  /** The same in a few words, for the row that counts down to the next attempt. */
  readonly reason: string;
  /** `once`: an answer that a second attempt seldom changes, such as a refused connection. */
  readonly retry: "never" | "once" | "always";
  /** Seconds that the endpoint asks to wait. */
  readonly retryAfter?: number | undefined;
  readonly status?: number | undefined;
  /** What the endpoint itself said, bounded and without the key. */
  readonly detail: string;
}

export interface FailureContext {
  /** Where the request went, as people typed it. */
  readonly address: string;
  readonly model: string;
  readonly secrets: readonly string[];
}

/** An `error` event in the middle of a stream. */
export class StreamErrorEvent extends Error {
  override readonly name = "StreamErrorEvent";
  readonly event: unknown;

  constructor(event: unknown) {
    super("error event");
    this.event = event;
  }
}

/** The stream ended although the message had not. */
export class StreamCutError extends Error {
  override readonly name = "StreamCutError";
}

/** The bytes that came are no answer of the Messages API. */
export class NotAnAnswerError extends Error {
  override readonly name = "NotAnAnswerError";
}

export function failureOf(error: unknown, context: FailureContext): Failure {
  if (error instanceof EndpointError) return never(error.message, "No request was sent");
  if (error instanceof StalledError) {
    return {
      message: `The model sent nothing for ${error.seconds} s, so the request was ended. Ask again; a slow local model needs a longer idle time.`,
      reason: "The model fell silent",
      retry: "once",
      detail: "",
    };
  }
  if (error instanceof NotAnAnswerError) {
    return never(
      `${context.address} answered with ${error.message} and not in the Messages API format. Check the base URL and whether this server speaks that API.`,
      "Not the Messages API",
    );
  }
  if (error instanceof StreamErrorEvent) return streamFailure(error.event, context);
  if (error instanceof StreamCutError) return cut("");
  const status = statusOf(error);
  if (status !== undefined) {
    const detail = presentable(detailOf(error), context.secrets);
    return statusFailure(
      { status, detail, headers: headersOf(error), retryAfter: retryAfterOf(headersOf(error)) },
      context,
    );
  }
  return (
    connectionFailure(error, context) ?? cut(presentable(String(objectOf(error)?.message ?? error), context.secrets))
  );
}

/** The failure as it is told when there is no further attempt. */
export function finalMessage({ message, retry, retryAfter }: Failure, attempt: number, textKept: boolean): string {
  const tooLong = retry !== "never" && retryAfter !== undefined && retryAfter > longestWait;
  return [
    tooLong
      ? message.replace(/ Wait [^.]*\.$/, ` The endpoint asks to wait ${duration(retryAfter)} before the next request.`)
      : message,
    ...(attempt > 1 ? [`That was attempt ${attempt}.`] : []),
    ...(textKept ? ["What had arrived is kept."] : []),
  ].join(" ");
}

function duration(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}

function streamFailure(event: unknown, context: FailureContext): Failure {
  const error = objectOf(objectOf(event)?.error);
  const detail = presentable(stringOf(error?.message) ?? "", context.secrets);
  const overloaded = error?.type === "overloaded_error";
  const what = overloaded ? "The provider became overloaded" : "The provider reported an error";
  return {
    message: `${what} in the middle of the answer${detail === "" ? "" : ` ("${detail}")`}. Ask again to continue.`,
    reason: what,
    retry: error?.type === "invalid_request_error" ? "never" : "always",
    detail,
  };
}

function cut(detail: string): Failure {
  const because = detail === "" || detail === "terminated" ? "" : ` (${detail})`;
  return {
    message: `The connection broke off in the middle of the answer${because}. Ask again to continue.`,
    reason: "The connection broke off",
    retry: "always",
    detail,
  };
}

function never(message: string, reason: string): Failure {
  return { message, reason, retry: "never", detail: "" };
}

/** The SDK's errors are told apart by what they carry, because the SDK itself is only loaded with the first request. */
function statusOf(error: unknown): number | undefined {
  const status = objectOf(error)?.status;
  return typeof status === "number" ? status : undefined;
}

function headersOf(error: unknown): Headers | undefined {
  const headers = objectOf(error)?.headers;
  return headers instanceof Headers ? headers : undefined;
}

function detailOf(error: unknown): string {
  const body = objectOf(objectOf(error)?.error);
  // Anthropic: { error: { message } }; other servers also { message }, { detail } or { error: "text" }.
  return (
    stringOf(objectOf(body?.error)?.message) ??
    stringOf(body?.message) ??
    stringOf(body?.detail) ??
    stringOf(body?.error) ??
    stringOf(objectOf(error)?.message) ??
    ""
  );
}
