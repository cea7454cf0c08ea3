import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createConversations, promptOf } from "./conversations";
import { deliver } from "./deliver";
import { protocolViolation } from "./protocol";
import { errorBody, failure, plain, type RecordedRequest, type Reply, type Turn } from "./reply";

export interface ServerOptions {
  /** One turn for each request to /v1/messages that keeps the protocol. */
  readonly script?: readonly Turn[];
  /** Answers what the script has no turn for; without it such a request is an error. */
  readonly otherwise?: Turn;
  readonly mode?: "full" | "compatible";
  /** The only key that is accepted; by default any, also none. */
  readonly key?: string;
  /** What the endpoint says about models, or `unknown` for an endpoint that has no such address. */
  readonly capabilities?: object | "unknown";
}

export interface MessagesServer {
  readonly url: string;
  /** Requests to /v1/messages, in order, also the refused ones. */
  readonly requests: readonly RecordedRequest[];
  /** All other requests. */
  readonly otherRequests: readonly RecordedRequest[];
  /** The rules that requests have broken; a good client leaves this empty. */
  readonly violations: readonly string[];
  /** Adds turns to the script. */
  script(...turns: readonly Turn[]): void;
  /** The next request may be a fork of an earlier conversation, which looks the same as one that was rewritten. */
  expectFork(): void;
  close(): Promise<void>;
}

const modernModel = {
  type: "model",
  display_name: "Scripted model",
  lifecycle: "active",
  max_input_tokens: 1_000_000,
  max_tokens: 128_000,
  capabilities: { thinking: { supported: true, types: { adaptive: { supported: true } } } },
};

/**
 * A Messages API on loopback that answers by a script, and that refuses with the API's own errors what breaks the
 * protocol: a request that passes here is one that the real API would take.
 */
export async function startMessagesServer(options: ServerOptions = {}): Promise<MessagesServer> {
  const turns: Turn[] = [...(options.script ?? [])];
  const requests: RecordedRequest[] = [];
  const otherRequests: RecordedRequest[] = [];
  const violations: string[] = [];
  const conversations = createConversations();

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await record(incoming, response);
    const isMessage = request.method === "POST" && request.path === "/v1/messages";
    (isMessage ? requests : otherRequests).push(request);
    const context = { model: String(request.json.model), usage: noUsage, sign: () => "" };
    const refusal = refusalOf(request, options);
    if (refusal !== undefined) return deliver(response, refusal, context);
    if (!isMessage) return deliver(response, modelReply(request, options.capabilities ?? modernModel), context);

    const prompt = promptOf(request.text);
    const violation =
      protocolViolation(request.json, options.mode ?? "full", conversations.paused(prompt)) ??
      conversations.violation(prompt);
    if (violation !== undefined) {
      violations.push(violation);
      return deliver(response, failure(400, "invalid_request_error", violation), context);
    }
    const turn = turns.shift() ?? options.otherwise;
    if (turn === undefined) {
      violations.push(`the script has no turn for request ${requests.length}`);
      return deliver(response, failure(400, "invalid_request_error", "the script is at its end"), context);
    }
    const reply = typeof turn === "function" ? turn(request) : turn;
    const usage = conversations.usage(prompt);
    const sign = (thinking: string) => conversations.sign(prompt, thinking);
    const body = reply.body({ ...context, usage, sign });
    if (reply.status === 200) conversations.accept(prompt, body.includes('"stop_reason":"pause_turn"'));
    return deliver(response, { ...reply, body: () => body }, context);
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) => {
      violations.push(`the server failed: ${String(error)}`);
      response
        .writeHead(500, { "content-type": "application/json" })
        .end(JSON.stringify(errorBody("api_error", "bug")));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    otherRequests,
    violations,
    script: (...added) => void turns.push(...added),
    expectFork: () => conversations.forget(),
    close: () => close(server),
  };
}

const noUsage = { input_tokens: 0, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 };

function refusalOf({ headers, method, path }: RecordedRequest, { key, mode }: ServerOptions): Reply | undefined {
  if (key !== undefined && headers.authorization !== `Bearer ${key}`) {
    return failure(401, "authentication_error", "invalid bearer token");
  }
  if (mode !== "compatible" && headers["anthropic-version"] === undefined) {
    return failure(400, "invalid_request_error", "anthropic-version: header is required");
  }
  const known =
    (method === "POST" && path === "/v1/messages") || (method === "GET" && /^\/v1\/models([/?]|$)/.test(path));
  return known ? undefined : failure(404, "not_found_error", `no such address: ${path}`);
}

function modelReply({ path }: RecordedRequest, capabilities: object | "unknown"): Reply {
  if (capabilities === "unknown") return failure(404, "not_found_error", "no such address");
  const id = decodeURIComponent(path.replace(/\?.*$/, "").slice("/v1/models/".length));
  const model = { id: id || "scripted-model", ...capabilities };
  return plain(200, "application/json", JSON.stringify(id === "" ? { data: [model], has_more: false } : model));
}

async function record(incoming: IncomingMessage, response: ServerResponse): Promise<RecordedRequest> {
  const closed = new Promise<void>((resolve) => response.once("close", resolve));
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  const { method = "", url = "", rawHeaders, headers } = incoming;
  const port = incoming.socket.remotePort ?? 0;
  return { method, path: url, port, rawHeaders, headers, text, json: text === "" ? {} : JSON.parse(text), closed };
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
