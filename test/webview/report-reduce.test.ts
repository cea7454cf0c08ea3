import { describe, expect, it } from "vitest";
import { parseIncoming } from "../../webview/report/incoming";
import { reduce } from "../../webview/report/reduce";
import { initialState, type ViewState } from "../../webview/report/state";
import { noFilter, restoreFilter, select } from "../../webview/report/utterances/select";
import { deltaOf } from "../../webview/report/utterances/utterance-index";
import { detail, figures, indexBatches, overview, wholeReport } from "./support/report-samples";

const whole = (total = 30) => wholeReport(total).reduce(reduce, initialState);

describe("the report's state", () => {
  it("gathers what the host sends", () => {
    const state = whole(2500);
    expect(state.overview?.id).toBe(overview.id);
    expect(state.figures).toBe(figures);
    expect(state.row).toBe(1);
    expect([state.index.count, state.index.total, state.index.ids.length]).toEqual([2500, 2500, 2500]);
    expect(state.index.errors.map((column) => column.length)).toEqual([2500, 2500]);
    expect(state.index.languages).toEqual(["en", "ru"]);
  });

  it("leaves out a batch that does not follow the last one", () => {
    const [first, , third] = indexBatches(3000);
    if (!first || !third) throw new Error("There are three batches.");
    const state = [first, third].map((batch) => ({ type: "index", batch }) as const).reduce(reduce, initialState);
    expect(state.index.count).toBe(1000);
  });

  it("begins anew with another overview, as after a reload of the run", () => {
    const state = reduce(reduce(whole(), { type: "details", row: 1, details: [detail(0)] }), {
      type: "overview",
      overview: { ...overview, rows: ["base"] },
    });
    expect([state.index.count, state.details.size, state.row, state.figures]).toEqual([0, 0, 0, undefined]);
  });

  it("keeps no alignment of another row than the one that is compared", () => {
    const three = reduce(whole(), { type: "overview", overview: { ...overview, rows: ["a", "b", "c"] } });
    const withDetail = reduce(three, { type: "details", row: 1, details: [detail(0)] });
    expect(withDetail.details.size).toBe(1);
    const chosen = reduce(withDetail, { type: "choose-row", row: 2 });
    expect(chosen.details.size).toBe(0);
    expect(reduce(chosen, { type: "details", row: 1, details: [detail(0)] })).toBe(chosen);
  });

  it("forgets what was opened long ago", () => {
    let state: ViewState = whole(1000);
    for (let index = 0; index < 1000; index += 50) {
      const details = Array.from({ length: 50 }, (_, offset) => detail(index + offset));
      state = reduce(state, { type: "details", row: 1, details });
    }
    expect(state.details.size).toBe(400);
    expect([state.details.has(999), state.details.has(0)]).toEqual([true, false]);
  });
});

describe("a choice of utterances", () => {
  const { index } = whole(300);
  const shown = (values: Partial<typeof noFilter>, row = 1) => select(index, { ...noFilter, ...values }, row);

  it("has those that got worse first, then those that got better", () => {
    const signs = shown({}).map((utterance) => Math.sign(deltaOf(index, 1, utterance)));
    expect(signs.slice(0, 100).every((sign) => sign === 1)).toBe(true);
    expect(signs.slice(100, 200).every((sign) => sign === -1)).toBe(true);
    expect(signs.slice(200).every((sign) => sign === 0)).toBe(true);
  });

  it("is by language, condition, length, kind and text together", () => {
    expect(shown({ language: "ru" })).toHaveLength(150);
    expect(shown({ language: "de" })).toHaveLength(0);
    expect(shown({ condition: "phone", language: "en" })).toHaveLength(0);
    expect(shown({ length: "to5" }).every((utterance) => (index.seconds[utterance] ?? 9) <= 5)).toBe(true);
    expect(shown({ kind: "changed" })).toHaveLength(200);
    expect(shown({ kind: "worse" })).toHaveLength(100);
    expect(shown({ kind: "better" })).toHaveLength(100);
    expect(shown({ text: "  НОМЕР 217 " })).toEqual([217]);
    expect(shown({ text: "clip-00003" })).toEqual([3]);
  });

  it("is ordered as asked", () => {
    const seconds = shown({ sorting: "longest" }).map((utterance) => index.seconds[utterance] ?? 0);
    expect(seconds).toEqual([...seconds].sort((one, other) => other - one));
    expect(index.ids[shown({ sorting: "name" })[0] ?? 0]).toBe("calls/speaker-0/clip-00000");
  });

  it("counts a clip without a transcript as all words lost, and finds it", () => {
    const failed = { ...index, errors: [index.errors[0] ?? [], [-1, ...(index.errors[1] ?? []).slice(1)]] };
    expect(deltaOf(failed, 1, 0)).toBe(14);
    expect(select(failed, { ...noFilter, kind: "failed" }, 1)).toEqual([0]);
  });

  it("of 10,000 takes less than a frame or three", () => {
    const { index: large } = whole(10_000);
    const choices = [{ text: "номер 99" }, { kind: "worse" }, { sorting: "rate" }, { language: "ru" }] as const;
    const times = choices.map((values) => {
      const runs = Array.from({ length: 7 }, () => {
        const start = performance.now();
        select(large, { ...noFilter, ...values }, 1);
        return performance.now() - start;
      });
      return runs.sort((one, other) => one - other)[3] ?? 0;
    });
    expect(Math.max(...times)).toBeLessThan(50);
  });

  it("is restored from what was stored, where that still makes sense", () => {
    const stored = { ...noFilter, language: "ru", kind: "worse" as const };
    expect(restoreFilter(stored)).toEqual(stored);
    expect(restoreFilter({ text: 7, kind: "x", sorting: null, length: "to5" })).toEqual({ ...noFilter, length: "to5" });
    expect(restoreFilter("x")).toEqual(noFilter);
  });
});

describe("messages", () => {
  it("of the host are understood", () => {
    const messages = [...wholeReport(20), { type: "details", row: 1, details: [detail(0)] }] as const;
    for (const message of messages) expect(parseIncoming(JSON.parse(JSON.stringify(message)))).toEqual(message);
  });

  it.each([
    ["nothing", null],
    ["of no known type", { type: "constructor" }],
    ["with a column that is too short", { type: "index", batch: { ...indexBatches(20)[0], words: [1] } }],
    ["with a verdict that is none", { type: "figures", figures: { ...figures, checks: [{ row: 0, origin: "x" }] } }],
    ["with audio that is none", { type: "details", row: 1, details: [{ ...detail(0), audio: { address: 7 } }] }],
  ])("%s are left out", (_, message) => expect(parseIncoming(message)).toBeUndefined());
});
