import { createEndpoint, type EndpointOptions } from "./anthropic/endpoint";
import { EndpointError } from "./anthropic/endpoint-error";
import { type Failure, failureOf } from "./anthropic/failure";
import { countOf, objectOf, parseJson, stringOf } from "./anthropic/json";
import { presentable } from "./anthropic/redact";

/** A model as its endpoint describes it. What the endpoint does not say is undefined. */
export interface ListedModel {
  readonly id: string;
  readonly name: string;
  /** The most tokens of a prompt. */
  readonly contextTokens: number | undefined;
  /** The most tokens of an answer. */
  readonly outputTokens: number | undefined;
  /** The day on which it stops to answer, `YYYY-MM-DD`. */
  readonly retires: string | undefined;
}

/** What stands in the way. Everything but `key` and `address` says nothing against the key itself. */
type CatalogueProblem =
  /** The endpoint refused the key, or it cannot be one. */
  | "key"
  /** The base URL is no address that a key may be sent to, or it leads elsewhere. */
  | "address"
  | "permission"
  | "billing"
  /** No answer came. */
  | "network"
  /** It answers, but has no list of models. */
  | "no-list"
  /** Rate limit, overload, or a fault of its own. */
  | "endpoint";

export type Catalogue =
  | { readonly type: "listed"; readonly models: readonly ListedModel[] }
  | {
      readonly type: "failed";
      readonly problem: CatalogueProblem /** A sentence for the person. */;
      readonly message: string;
    }
  | { readonly type: "cancelled" };

export type CatalogueOptions = Omit<EndpointOptions, "idleTimeout"> & {
  /** Milliseconds for the whole question; 20 seconds by default. */
  readonly timeout?: number;
};

/**
 * Asks an endpoint which models it has, once and without retries: a person is waiting. That costs nothing and needs a valid
 * key, so it is also how a key is checked. Never throws.
 */
export async function listModels(options: CatalogueOptions, signal: AbortSignal): Promise<Catalogue> {
  const timeout = options.timeout ?? 20_000;
  const endpoint = createEndpoint({ ...options, idleTimeout: timeout });
  const deadline = AbortSignal.timeout(timeout);
  const both = AbortSignal.any([signal, deadline]);
  const failed = (problem: CatalogueProblem, message: string): Catalogue => ({ type: "failed", problem, message });
  try {
    const models = await Promise.race([endpoint.listModels(both).then(readModels), rejectOn(both)]);
    if (signal.aborted) return { type: "cancelled" };
    return models ?? failed("no-list", `${endpoint.address} answers, but it does not list its models.`);
  } catch (error) {
    if (signal.aborted) return { type: "cancelled" };
    if (deadline.aborted) {
      return failed(
        "network",
        `${endpoint.address} did not answer within ${timeout / 1000} s. Check the network, a proxy or the server.`,
      );
    }
    const context = { address: endpoint.address, model: "the list of models", secrets: endpoint.secrets };
    return problemOf(error, failureOf(error, context), endpoint.address);
  }
}

function problemOf(error: unknown, failure: Failure, address: string): Catalogue {
  const failed = (problem: CatalogueProblem, message = failure.message): Catalogue => ({
    type: "failed",
    problem,
    message,
  });
  const said = failure.detail === "" ? "" : ` It said: "${failure.detail}".`;
  const status = failure.status ?? 0;
  if (error instanceof EndpointError) return failed(error.about);
  if (status === 401) return failed("key");
  if (status >= 300 && status < 400) return failed("address");
  if (status === 402 || (status >= 400 && status < 500 && /\b(billing|credit balance)\b/i.test(failure.detail))) {
    return failed(
      "billing",
      `The account behind this key has no credit (${status}).${said} Add credit at the provider.`,
    );
  }
  if (status === 403) {
    return failed(
      "permission",
      `${address} does not allow this with this key (403).${said} Check what the key may do, and whether a proxy stands between.`,
    );
  }
  if (status === 404 || status === 405)
    return failed(
      "no-list",
      `${address} has no list of models (${status}). If that is not intended, check the base URL.`,
    );
  return failed(status === 0 ? "network" : "endpoint");
}

const maximumBytes = 4_000_000;

/** Undefined when the answer is not a list of models, in Anthropic's shape or in the one that local servers share. */
async function readModels(response: Response): Promise<Catalogue | undefined> {
  const entries = objectOf(parseJson(await readText(response)))?.data;
  if (!Array.isArray(entries)) return undefined;
  const models = entries.flatMap((entry) => modelOf(objectOf(entry) ?? {}));
  return { type: "listed", models };
}

function modelOf(entry: Readonly<Record<string, unknown>>): ListedModel[] {
  const id = stringOf(entry.id) ?? "";
  // An identifier is sent back as it is, so one with characters that cannot be seen is none.
  if (id === "" || presentable(id, [], 200) !== id) return [];
  const retires = /^\d{4}-\d{2}-\d{2}/.exec(stringOf(entry.retires_at) ?? "")?.[0];
  return [
    {
      id,
      name: presentable(stringOf(entry.display_name) ?? "", [], 100) || id,
      contextTokens:
        countOf(entry.max_input_tokens) ?? countOf(entry.max_model_len) ?? countOf(objectOf(entry.meta)?.n_ctx_train),
      outputTokens: countOf(entry.max_tokens),
      retires,
    },
  ];
}

/** Nothing of a body that is larger than any list could be. */
async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maximumBytes) return "";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
