import type { Failure, FailureContext } from "./failure";

export interface StatusAnswer {
  readonly status: number;
  readonly detail: string;
  readonly headers: Headers | undefined;
  readonly retryAfter: number | undefined;
}

/** The sentence for each status that the Messages API documents, and for the ones that gateways add. */
export function statusFailure(answer: StatusAnswer, context: FailureContext): Failure {
  const { status, detail, headers, retryAfter } = answer;
  const said = detail === "" ? "" : ` It said: "${detail}".`;
  const failure = (reason: string, message: string): Failure => {
    return { message, reason, retry: retryOf(status, headers), retryAfter, status, detail };
  };
  if (status >= 300 && status < 400) {
    return failure(
      "Redirected",
      `${context.address} redirects elsewhere (${status}). Set the base URL to the final address.`,
    );
  }
  switch (status) {
    case 401:
      return failure(
        "Key refused",
        `${context.address} refused the API key (401). Enter a valid key for this provider.`,
      );
    case 402:
      return failure(
        "No credit",
        `The account has no credit left (402).${said} Add credit, or choose another provider.`,
      );
    case 403:
      return failure(
        "Not allowed",
        `This key may not use ${context.model} at ${context.address} (403).${said} Check what the key is allowed to do.`,
      );
    case 404:
      return failure(
        "Not found",
        `${context.address} knows no model ${context.model}, or has no Messages API there (404).${said} Choose another model, or check the base URL.`,
      );
    case 408:
    case 504:
      return failure(
        "The provider timed out",
        `${context.address} timed out (${status}).${said} Ask again in a moment.`,
      );
    case 413:
      return failure(
        "Too large",
        "The request is too large for the endpoint (413). Start a new conversation, or hand the work over.",
      );
    case 429:
      return failure(
        "Rate limit reached",
        `The rate limit is reached (429).${said} Wait a little and ask again, or choose another model.`,
      );
    case 529:
      return failure(
        "The provider is overloaded",
        "The provider is overloaded (529). Wait a few minutes and ask again, or choose another model.",
      );
    default:
      return status >= 500
        ? failure(
            "The provider has a fault",
            `${context.address} failed with an error of its own (${status}).${said} Ask again in a moment.`,
          )
        : failure(
            "Request refused",
            `${context.address} refused the request (${status}).${said} If it stays so, start a new conversation.`,
          );
  }
}

/** Whether the endpoint says that the conversation does not fit, in the words of the servers known to do so. */
export function saysContextFull({ status, detail }: Failure): boolean {
  return (
    status === 400 &&
    /prompt is too long|context (length|window|size)|exceeds? the (available|maximum) context|too many (input )?tokens/i.test(
      detail,
    )
  );
}

function retryOf(status: number, headers: Headers | undefined): Failure["retry"] {
  const advice = headers?.get("x-should-retry");
  if (advice === "true") return "always";
  if (advice === "false") return "never";
  return status === 408 || status === 409 || status === 429 || status >= 500 ? "always" : "never";
}
