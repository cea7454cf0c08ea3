import { describe, expect, it } from "vitest";
import { formatCost, formatDuration, formatPlace, formatTokens, usageParts } from "../../webview/chat/format";
import { splitHidden, visible } from "../../webview/chat/markdown/hidden-characters";
import { findPlaces } from "../../webview/chat/markdown/places";
import { createStrings, english, parseStrings } from "../../webview/chat/strings";
import russian from "../../webview/chat/strings.ru.json" with { type: "json" };
import { end } from "./support/samples";

const strings = createStrings();

describe("findPlaces", () => {
  it.each([
    ["in service.py:52 it loads", ["service.py:52"]],
    ["(transcription/service.py:40-88)", ["transcription/service.py:40-88"]],
    ["lines a/b.py:1–3, c.ts:9.", ["a/b.py:1–3", "c.ts:9"]],
    ["Dockerfile:3 and Makefile:12", ["Dockerfile:3", "Makefile:12"]],
    ["сервис/модель.py:7", ["сервис/модель.py:7"]],
    ["at 12:30, ratio 3:1, v1.2:3", []],
    ["http://localhost:8080 api.example.com:443 127.0.0.1:80", []],
    ["service.py:0 service.py:9-3 service.py:12x", []],
    ["/etc/passwd.txt:1", []],
  ])("%s", (text, places) => {
    expect(findPlaces(text).map(({ start, end }) => text.slice(start, end))).toEqual(places);
  });

  it("stays fast on text made to slow it down", () => {
    const start = performance.now();
    findPlaces("a.".repeat(100_000) + ":1".repeat(20_000));
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe("hidden characters", () => {
  it("shows bidi overrides, tags and controls, and leaves writing alone", () => {
    expect(visible("a\u202Eb")).toBe("a⟨U+202E⟩b");
    expect(visible("x\u{E0041}\u{E0042}")).toBe("x⟨U+E0041 U+E0042⟩");
    expect(visible("می‌خواهم 👩‍🔬 é\tz\n")).toBe("می‌خواهم 👩‍🔬 é\tz\n");
  });

  it("splits without losing a character", () => {
    const text = "\u200Ba\u2066\u2069b\u{E0001}";
    expect(
      splitHidden(text)
        .map((part) => part.text)
        .join(""),
    ).toBe(text);
  });
});

describe("figures", () => {
  it("have no more digits than a reader uses", () => {
    expect([0, 12.4, 99, 100, 990, 9949, 11_200, 125_000].map((ms) => formatDuration(ms, strings))).toEqual([
      "0 ms",
      "12 ms",
      "99 ms",
      "0.1 s",
      "1.0 s",
      "9.9 s",
      "11 s",
      "2 min 5 s",
    ]);
    expect([0, 940, 14_200, 150_400, 1_300_000].map((tokens) => formatTokens(tokens, strings))).toEqual([
      "0",
      "940",
      "14.2 k",
      "150 k",
      "1.3 M",
    ]);
    expect([0.041, 0.0031, 2.5].map((usd) => formatCost(usd, strings))).toEqual(["$0.04", "$0.0031", "$2.50"]);
    expect(formatPlace({ path: "a.py", line: 3, endLine: 3 })).toBe("a.py:3");
  });

  it("say nothing about what was not counted", () => {
    const parts = (item: typeof end) =>
      usageParts(item, strings)
        .map(({ text }) => text)
        .join(" · ");
    expect(parts(end)).toBe("claude-opus-5-5 · 14.2 k in (92% cached) · 1.1 k out · ≈ $0.04 · 11 s");
    const { cost: _, ...free } = end;
    const none = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };
    expect(parts({ ...free, model: "offline reviewer", usage: none, milliseconds: 410 })).toBe(
      "offline reviewer · 0.4 s",
    );
  });
});

describe("strings", () => {
  it("are all there in Russian, with the same placeholders", () => {
    const table: Readonly<Record<string, unknown>> = russian.strings;
    const placeholders = (value: unknown) => [...new Set(JSON.stringify(value).match(/\{\w+\}/g))].sort();
    expect(Object.keys(table).sort()).toEqual(Object.keys(english).sort());
    for (const [key, value] of Object.entries(english)) {
      expect([key, placeholders(table[key])]).toEqual([key, placeholders(value)]);
    }
  });

  it("count by the rules of the language", () => {
    const words = createStrings(russian);
    expect([1, 2, 5, 21].map((count) => words.count("tool.calls", count))).toEqual([
      "1 вызов",
      "2 вызова",
      "5 вызовов",
      "21 вызов",
    ]);
  });

  it("stay English where the page's table is missing or broken", () => {
    for (const json of [undefined, null, "", "{", '{"locale":"de","strings":{}}']) {
      expect(parseStrings(json).text("end.copy")).toBe("Copy answer");
    }
  });
});
