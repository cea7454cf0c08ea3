import { describe, expect, it } from "vitest";
import type * as vscode from "vscode";
import { createLog } from "../../src/host/log";
import { fakeLogChannel } from "../support/fake-vscode/log-channel";

function newLog() {
  const channel = fakeLogChannel();
  return { log: createLog(channel as unknown as vscode.LogOutputChannel), lines: channel.lines };
}

describe("log", () => {
  it.each([
    ["Authorization: Bearer abcdefgh12345678", "abcdefgh12345678"],
    ['{"authorization":"Basic dXNlcjpwYXNzd29yZA=="}', "dXNlcjpwYXNzd29yZA"],
    ["x-api-key: 0123456789abcdef", "0123456789abcdef"],
    ["{ apiKey: 'plain-looking-value' }", "plain-looking-value"],
    ["GET https://user:hunter2@example.org/v1", "hunter2"],
    ["token sk-ant-api03-abcdefghijklmnop", "abcdefghijklmnop"],
    ["sk-proj-abcdefghijklmnop1234", "abcdefghijklmnop1234"],
    ["hf_abcdefghijklmnopqrst", "abcdefghijklmnopqrst"],
    ["ghp_abcdefghijklmnopqrst123", "abcdefghijklmnopqrst123"],
    ["AKIAIOSFODNN7EXAMPLE", "IOSFODNN7EXAMPLE"],
    ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl", "eyJzdWIiOiIxMjM0In0"],
    ["password=correct-horse", "correct-horse"],
    ["Set-Cookie: session=abc; HttpOnly", "session=abc"],
    ["sk-ant-\u200babcd\u200befghijklmnop", "ijklmnop"],
  ])("keeps the secret of %s out", (text, secret) => {
    const { log, lines } = newLog();
    log.warn(text);
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain(secret);
  });

  it("leaves ordinary sentences alone", () => {
    const { log, lines } = newLog();
    log.info("Read captions/service.py:40 in 12 ms; the key of the map is path, the token limit is 4000");
    expect(lines).toEqual([
      "[info] Read captions/service.py:40 in 12 ms; the key of the map is path, the token limit is 4000",
    ]);
  });

  it("keeps a registered secret out in each of its encodings", () => {
    const { log, lines } = newLog();
    log.addSecret("my+secret/value=");
    log.info(
      `a my+secret/value= b ${encodeURIComponent("my+secret/value=")} c ${Buffer.from("my+secret/value=").toString("base64")}`,
    );
    expect(lines).toEqual(["[info] a [key] b [key] c [key]"]);
  });

  it("writes the message of an endpoint's error, never its headers or body", () => {
    const { log, lines } = newLog();
    const error = Object.assign(new Error("401 invalid"), {
      name: "AuthenticationError",
      status: 401,
      headers: new Headers({ authorization: "Bearer abcdefgh12345678" }),
      error: { echoed: "abcdefgh12345678" },
      cause: new Error("x-api-key: abcdefgh12345678"),
    });
    log.error("The key was not accepted", error);
    expect(lines).toEqual([
      "[error] The key was not accepted: AuthenticationError: 401 invalid; caused by Error: x-api-key: [key]",
    ]);
  });

  it("writes where an error of our own happened", () => {
    const { log, lines } = newLog();
    log.error("Failed", new TypeError("no such thing"));
    expect(lines[0]).toMatch(/^\[error\] Failed: TypeError: no such thing\n\s+at .*log\.test\.ts/);
  });

  it("shows control characters, so that a server cannot forge a line with colours or move the cursor", () => {
    const { log, lines } = newLog();
    log.warn("it said \u001b[2K\rall is well");
    expect(lines[0]).not.toContain("\u001b");
  });

  it.each([
    "a".repeat(2_000_000),
    "authorization:".repeat(100_000),
    "eyJ".repeat(500_000),
    `//${"a:".repeat(500_000)}`,
  ])("stays quick and bounded on two million characters, case %#", (text) => {
    const { log, lines } = newLog();
    const started = performance.now();
    log.warn(text);
    expect(performance.now() - started).toBeLessThan(500);
    expect(lines[0]?.length).toBeLessThan(8_100);
  });
});
