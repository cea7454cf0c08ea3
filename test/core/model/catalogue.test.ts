import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type Catalogue, type CatalogueOptions, listModels } from "../../../src/core/model/catalogue";
import { startMessagesServer } from "../../support/messages-server";

const key = "sk-ant-test-0123456789";
const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A server that answers everything in one way. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function serveJson(status: number, body: unknown): Promise<string> {
  return serve((_request, response) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
}

function list(
  baseUrl: string,
  options: Partial<CatalogueOptions> = {},
  signal = new AbortController().signal,
): Promise<Catalogue> {
  return listModels({ provider: "anthropic", apiKey: key, baseUrl, logger: undefined, ...options }, signal);
}

function error(type: string, message: string): object {
  return { type: "error", error: { type, message } };
}

describe("list of models", () => {
  it("comes from the endpoint, with what it says about each", async () => {
    const server = await startMessagesServer({ key });
    closers.push(() => server.close());
    expect(await list(`${server.url}/v1/`)).toEqual({
      type: "listed",
      models: [
        {
          id: "scripted-model",
          name: "Scripted model",
          contextTokens: 1_000_000,
          outputTokens: 128_000,
          retires: undefined,
        },
      ],
    });
    expect(server.otherRequests.map(({ path }) => path)).toEqual(["/v1/models?limit=1000"]);
  });

  it("reads what local servers answer", async () => {
    const url = await serveJson(200, {
      object: "list",
      data: [
        { id: "qwen3:8b", object: "model" },
        { id: "vllm", max_model_len: 32_768 },
        { id: "gguf", meta: { n_ctx_train: 8_192 } },
      ],
    });
    const catalogue = await list(url, { provider: "local", apiKey: "local" });
    expect(catalogue.type === "listed" && catalogue.models.map(({ id, contextTokens }) => [id, contextTokens])).toEqual(
      [
        ["qwen3:8b", undefined],
        ["vllm", 32_768],
        ["gguf", 8_192],
      ],
    );
  });

  it("leaves out what cannot be a model's name and makes the rest fit to be shown", async () => {
    const url = await serveJson(200, {
      data: [
        null,
        7,
        {},
        { id: "" },
        { id: "a\u202eb" },
        { id: "x".repeat(500) },
        { id: "ok", display_name: "A\u0007B" },
      ],
    });
    const catalogue = await list(url);
    expect(catalogue.type === "listed" && catalogue.models.map(({ id, name }) => [id, name])).toEqual([["ok", "A B"]]);
  });

  it.each([
    [401, error("authentication_error", "bad"), "key", /refused the API key \(401\)/],
    [402, error("billing_error", "top up"), "billing", /no credit \(402\)\. It said: "top up"\. Add credit/],
    [400, error("invalid_request_error", "Your credit balance is too low"), "billing", /no credit \(400\)/],
    [403, error("permission_error", "organization on hold"), "permission", /403\)\. It said: "organization on hold"/],
    [404, error("not_found_error", "nope"), "no-list", /has no list of models \(404\)/],
    [429, error("rate_limit_error", "slow"), "endpoint", /rate limit/],
    [500, error("api_error", "boom"), "endpoint", /error of its own \(500\)/],
    [200, { hello: "world" }, "no-list", /does not list its models/],
  ])("says what a %s means", async (status, body, problem, message) => {
    const catalogue = await list(await serveJson(status, body));
    expect(catalogue).toMatchObject({ type: "failed", problem, message: expect.stringMatching(message) });
  });

  it("never repeats the key, even when the endpoint does", async () => {
    const catalogue = await list(await serveJson(403, error("permission_error", `the key ${key} is on hold`)));
    expect(JSON.stringify(catalogue)).toContain("[key] is on hold");
    expect(JSON.stringify(catalogue)).not.toContain(key);
  });

  it("does not follow a redirect with the key", async () => {
    const seen: string[] = [];
    const elsewhere = await serve((request, response) => {
      seen.push(request.url ?? "");
      response.end("{}");
    });
    const url = await serve((_request, response) => {
      response.writeHead(302, { location: `${elsewhere}/v1/models` }).end();
    });
    expect(await list(url)).toMatchObject({ problem: "address" });
    expect(seen).toEqual([]);
  });

  it.each([
    ["ftp://example.org", key, "address"],
    ["http://example.org", key, "address"],
    ["https://user:password@example.org", key, "address"],
    ["http://127.0.0.1:9", "two words", "key"],
    ["http://127.0.0.1:9", "", "key"],
    ["http://127.0.0.1:9", key, "network"],
    ["https://nothing.invalid", key, "network"],
  ])("says what is wrong with %s and its key", async (baseUrl, apiKey, problem) => {
    expect(await list(baseUrl, { apiKey })).toMatchObject({ type: "failed", problem });
  });

  it("gives up on a body that never ends, and on one that is too large", async () => {
    const stalled = await serve((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" }).write('{"data":[');
    });
    expect(await list(stalled, { timeout: 200 })).toMatchObject({ problem: "network" });
    const large = await serve((_request, response) => {
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(`{"data":[],"pad":"${"x".repeat(5_000_000)}"}`);
    });
    expect(await list(large)).toMatchObject({ problem: "no-list" });
  });

  it("ends at once when the person cancels", async () => {
    const silent = await serve(() => {});
    const controller = new AbortController();
    const catalogue = list(silent, {}, controller.signal);
    setTimeout(() => controller.abort(), 50);
    const started = performance.now();
    expect(await catalogue).toEqual({ type: "cancelled" });
    expect(performance.now() - started).toBeLessThan(500);
  });
});
