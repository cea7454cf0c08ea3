import { describe, expect, it } from "vitest";
import type { Usage } from "../../../src/core/model/model";
import { addCost, estimateCost, priceOf } from "../../../src/core/model/prices";

/** Tokens as input, output, written to and read from the cache. */
function usage(inputTokens: number, outputTokens: number, cacheWriteTokens = 0, cacheReadTokens = 0): Usage {
  return { inputTokens, outputTokens, cacheWriteTokens, cacheReadTokens };
}

function usd(model: string, used: Usage, provider = "anthropic"): number | undefined {
  return estimateCost({ usage: used, provider, model })?.usd;
}

describe("estimated cost", () => {
  it("adds four kinds of tokens, each at its price", () => {
    // 1,000 × $4 + 1,100 × $20 + 200 × $5 + 13,000 × $0.20, each per million: 0.004 + 0.022 + 0.001 + 0.0026.
    const cost = estimateCost({
      usage: usage(1_000, 1_100, 200, 13_000),
      provider: "anthropic",
      model: "claude-opus-5-5",
    });
    expect(cost?.usd).toBeCloseTo(0.0296, 10);
    expect(cost?.asOf).toBe("2026-11-22");
  });

  it.each([
    ["claude-fable-5-1", 10 + 50 + 12.5 + 0.25],
    ["claude-opus-5-5", 4 + 20 + 5 + 0.2],
    ["claude-opus-5", 5 + 25 + 6.25 + 0.5],
    ["claude-sonnet-5-5", 2 + 10 + 2.5 + 0.1],
    ["claude-haiku-5-5", 0.5 + 2.5 + 0.625 + 0.05],
  ])("prices a million tokens of each kind of %s", (model, expected) => {
    expect(usd(model, usage(1e6, 1e6, 1e6, 1e6))).toBeCloseTo(expected, 10);
  });

  it("prices the whole request of Haiku 5.5 by the size of its prompt, cached parts included", () => {
    // At 100,000 tokens: 60,000 × $0.10 + 40,000 × $0.01 + 1,000 × $0.50 = 0.006 + 0.0004 + 0.0005.
    expect(usd("claude-haiku-5-5", usage(60_000, 1_000, 0, 40_000))).toBeCloseTo(0.0069, 10);
    // One token more: 60,001 × $0.50 + 40,000 × $0.05 + 1,000 × $2.50 = 0.0300005 + 0.002 + 0.0025.
    expect(usd("claude-haiku-5-5", usage(60_001, 1_000, 0, 40_000))).toBeCloseTo(0.0345005, 10);
  });

  it("takes a dated identifier for the model it names", () => {
    expect(usd("claude-haiku-4-5-20251001", usage(1e6, 1e6))).toBe(6);
  });

  it.each([
    ["a model that is not in the table", "claude-fable-5-2", usage(1, 1)],
    ["a name that only begins like one", "claude-opus-5-5-turbo", usage(1, 1)],
    ["a name that every object has", "constructor", usage(1, 1)],
    ["cache tokens whose price is not known", "claude-sonnet-5", usage(1, 1, 1)],
    ["usage that was only estimated", "claude-opus-5-5", { ...usage(1, 1), estimated: true as const }],
  ])("has no price for %s", (_what, model, used) => {
    expect(estimateCost({ usage: used, provider: "anthropic", model })).toBeUndefined();
  });

  it("lists no price under a name that every object has", () => {
    expect([priceOf("anthropic", "constructor"), priceOf("local", "toString", {})]).toEqual([undefined, undefined]);
  });

  it("has no price for another provider, even under a known name", () => {
    expect(usd("claude-opus-5-5", usage(1e6, 0), "local")).toBeUndefined();
  });

  it("prefers what the person set, for any provider", () => {
    const own = { "claude-opus-5-5": { input: 1, output: 2, asOf: "2027-01-01" }, qwen: { input: 0.5, output: 0.5 } };
    const request = { usage: usage(2e6, 1e6), provider: "anthropic", model: "claude-opus-5-5" };
    expect(estimateCost(request, own)).toEqual({ usd: 4, asOf: "2027-01-01" });
    expect(estimateCost({ ...request, provider: "local", model: "qwen" }, own)).toEqual({
      usd: 1.5,
      asOf: "your settings",
    });
  });

  it("is the sum over requests, or nothing when one of them has no price", () => {
    const one = { usd: 0.25, asOf: "2026-11-22" };
    expect(addCost(one, { usd: 0.5, asOf: "2026-11-22" })).toEqual({ usd: 0.75, asOf: "2026-11-22" });
    expect(addCost(one, undefined)).toBeUndefined();
    expect(addCost(undefined, one)).toBeUndefined();
  });
});
