import type Anthropic from "@anthropic-ai/sdk";
import type { ClientOptions } from "@anthropic-ai/sdk";
import { isUnencrypted, normaliseBaseUrl } from "./base-url";
import { EndpointError } from "./endpoint-error";
import { redact } from "./redact";

/** The API version that the pinned SDK speaks. It is repeated here because no header is taken over from the SDK. */
const apiVersion = "2026-10-21";

export interface ModelLogger {
  warn(message: string): void;
}

export interface EndpointOptions {
  readonly provider: "anthropic" | "local";
  readonly apiKey: string | (() => Promise<string>);
  readonly baseUrl: string;
  readonly idleTimeout: number;
  readonly logger: ModelLogger | undefined;
}

/** One address and one key. Errors are the SDK's own, or EndpointError. */
export interface Endpoint {
  /** Where requests go, fit to be shown. */
  readonly address: string;
  /** The keys used so far, so that they can be taken out of whatever is shown. */
  readonly secrets: readonly string[];
  /** Sends a streaming request; resolves when the headers of a 2xx answer have come. */
  send(body: Anthropic.MessageCreateParamsStreaming, signal: AbortSignal): Promise<Response>;
  describeModel(model: string, signal: AbortSignal): Promise<Anthropic.ModelInfo>;
  /** Asks for the list of models; resolves when the headers of a 2xx answer have come. */
  listModels(signal: AbortSignal): Promise<Response>;
}

export function createEndpoint(options: EndpointOptions): Endpoint {
  const secrets: string[] = [];
  let key = "";
  let loading: Promise<Anthropic> | undefined;

  async function client(): Promise<Anthropic> {
    const baseURL = normaliseBaseUrl(options.baseUrl);
    key = checkedKey(await readKey(options.apiKey));
    if (key !== "" && !secrets.includes(key)) secrets.push(key);
    if (key === "" && options.provider === "anthropic") {
      throw new EndpointError("There is no API key for Anthropic. Enter one, or choose another provider.", "key");
    }
    if (options.provider === "anthropic" && isUnencrypted(baseURL)) {
      throw new EndpointError("The base URL would send the API key unencrypted. Use an https address.", "address");
    }
    loading ??= loadClient(baseURL, () => key, options, secrets);
    return loading;
  }

  return {
    secrets,
    address: shownAddress(options.baseUrl),
    async send(body, signal) {
      return (await client()).messages.create(body, { signal }).asResponse();
    },
    async describeModel(model, signal) {
      return (await client()).models.retrieve(model, null, { signal, timeout: 15_000 });
    },
    async listModels(signal) {
      return (await client()).models.list({ limit: 1000 }, { signal }).asResponse();
    },
  };
}

/**
 * Every option is passed, because the SDK fills what is missing from environment variables. One it takes in any case,
 * so it is out of sight while the client is made; and the headers that go out are built here, none is taken over.
 */
async function loadClient(
  baseURL: string,
  currentKey: () => string,
  options: EndpointOptions,
  secrets: readonly string[],
): Promise<Anthropic> {
  const { default: Anthropic } = await import("@anthropic-ai/sdk");
  const log = (message: string) => options.logger?.warn(redact(message, secrets));
  const clientOptions: ClientOptions = {
    baseURL,
    apiKey: async () => currentKey() || "none",
    authToken: null,
    webhookKey: null,
    maxRetries: 0,
    // The watchdog ends a silent request; this only has to come later.
    timeout: options.idleTimeout * 2,
    openTelemetry: false,
    defaultHeaders: {},
    defaultQuery: {},
    logLevel: "warn",
    logger: { error: log, warn: log, info: () => {}, debug: () => {} },
    // Looked up at each call: an editor replaces it for proxies and certificates. A redirect is an answer to show,
    // because following it would carry the workspace's text to an address that nobody chose.
    fetch: (url, init) => fetch(url, { ...init, headers: headersFor(currentKey(), init), redirect: "manual" }),
  };
  return withoutCustomHeaders(() => new Anthropic(clientOptions));
}

/** `make` runs to its end before anything else can look at the environment. */
function withoutCustomHeaders<Made>(make: () => Made): Made {
  const customHeaders = process.env.ANTHROPIC_CUSTOM_HEADERS;
  delete process.env.ANTHROPIC_CUSTOM_HEADERS;
  try {
    return make();
  } finally {
    if (customHeaders !== undefined) process.env.ANTHROPIC_CUSTOM_HEADERS = customHeaders;
  }
}

function headersFor(key: string, init: RequestInit | undefined): Record<string, string> {
  return {
    accept: "application/json",
    "anthropic-version": apiVersion,
    "user-agent": "ml-engineer",
    ...(init?.body ? { "content-type": "application/json" } : {}),
    ...(key === "" ? {} : { authorization: `Bearer ${key}` }),
  };
}

function shownAddress(typed: string): string {
  try {
    return normaliseBaseUrl(typed);
  } catch {
    return "the endpoint";
  }
}

async function readKey(apiKey: EndpointOptions["apiKey"]): Promise<string> {
  if (typeof apiKey === "string") return apiKey;
  try {
    return await apiKey();
  } catch {
    throw new EndpointError("The stored API key could not be read. Enter it again.", "key");
  }
}

function checkedKey(typed: string): string {
  const key = typed.trim();
  if (!/^[\x21-\x7e]*$/.test(key)) {
    throw new EndpointError(
      "The API key contains a character that no key has, such as a space or a line break. Enter it again.",
      "key",
    );
  }
  return key;
}
