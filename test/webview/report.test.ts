import AxeBuilder from "@axe-core/playwright";
import { afterAll, describe, expect, it } from "vitest";
import { english } from "../../webview/report/strings";
import russian from "../../webview/report/strings.ru.json" with { type: "json" };
import {
  closeBrowser,
  openReportPage,
  type ReportPage,
  type ReportPageOptions,
  themeNames,
} from "./support/report-page";
import { detail, figures, hostileReport, overview, wholeReport } from "./support/report-samples";

afterAll(closeBrowser);

async function opened(total = 60, options: ReportPageOptions = {}): Promise<ReportPage> {
  const report = await openReportPage(options);
  await report.send(...wholeReport(total));
  return report;
}

async function openFirst(report: ReportPage, audio?: Parameters<typeof detail>[1]): Promise<void> {
  await report.page.locator(".utterance-line").first().click();
  await report.send({ type: "details", row: 1, details: [detail(0, audio)] });
}

describe("the report", () => {
  it("answers first, with every figure beside its interval", async () => {
    const report = await opened();
    const verdicts = await report.page.locator(".verdicts li").allInnerTexts();
    expect(verdicts).toEqual([
      "WER in Russian: no difference shown (15.8 % → 14.8 %, −1.0 pt, 95 % −2.6…+0.5); this set could have shown 2.4 pt; about 240 clips would decide.",
      "WER in English: worse (9.3 % → 13.1 %, +3.8 pt, 95 % +1.6…+6.1).",
    ]);
    await report.plotted();
    expect(await report.page.locator("main").ariaSnapshot()).toMatchSnapshot();
    expect(report.incidents).toEqual([]);
    await report.close();
  });

  it("says what it waits for, and what it cannot read", async () => {
    const report = await openReportPage();
    expect(await report.page.getByRole("progressbar", { name: "Reading the evaluation" }).isVisible()).toBe(true);
    await report.send({ type: "overview", overview });
    expect(await report.page.getByText("Computing figures and intervals").isVisible()).toBe(true);
    expect(await report.page.getByRole("progressbar", { name: "Aligning transcripts" }).isVisible()).toBe(true);
    await report.send(
      { type: "failed", part: "figures", message: "no memory" },
      { type: "failed", part: "utterances", message: "a torn disk" },
    );
    expect(await report.page.getByText("The figures could not be computed: no memory").isVisible()).toBe(true);
    expect(await report.page.getByText("The transcripts could not be read: a torn disk").isVisible()).toBe(true);
    await report.close();
  });

  it("shows what was recorded where the transcripts are elsewhere", async () => {
    const report = await openReportPage();
    const nothing = { metrics: [], checks: [], latency: [], unmeasured: [], notes: [], clips: 0 };
    await report.send(
      { type: "overview", overview },
      { type: "transcripts", transcripts: false },
      { type: "figures", figures: { ...nothing, recorded: "# Model Evaluation" } },
    );
    expect(await report.page.getByText("people's words").isVisible()).toBe(true);
    expect(await report.page.locator(".recorded").textContent()).toBe("# Model Evaluation");
    await report.close();
  });

  it("gives no verdict where the same code ran", async () => {
    const report = await openReportPage();
    const ran = { verdict: "same", message: "Both loaded /venv/service.py.", remedy: "Install each tree." };
    const change = { ...(overview.change ?? {}), ran } as NonNullable<typeof overview.change>;
    await report.send(
      { type: "overview", overview: { ...overview, change } },
      { type: "figures", figures: { ...figures, unmeasured: [null, "Both ran the same code."] } },
    );
    expect(await report.page.locator(".verdicts li").first().textContent()).toBe(
      "Not measured: the same code ran on both sides. Both loaded /venv/service.py. Install each tree.",
    );
    expect(await report.page.locator(".verdicts").textContent()).not.toContain("no difference shown");
    await report.close();
  });

  it("asks the host for what its buttons say, and runs nothing in a folder that is not trusted", async () => {
    const report = await opened();
    for (const name of ["Evaluate again", "Ask ML Engineer about it", "Export report.md", "Export utterances as CSV"]) {
      await report.page.getByRole("button", { name }).click();
    }
    expect(await report.posted()).toEqual(
      ["evaluate-again", "ask", "export-markdown", "export-csv"].map((action) => ({ type: "action", action })),
    );
    await report.send({ type: "overview", overview: { ...overview, canRun: false } });
    await report.page.getByRole("button", { name: "Evaluate again" }).click({ force: true });
    expect(await report.posted()).toEqual([]);
    await report.close();
  });

  it("exports its plots as one SVG without variables, styles or scripts", async () => {
    const report = await opened();
    await report.plotted();
    await report.page.getByRole("button", { name: "Export plots as SVG" }).click();
    const [message] = await report.posted();
    if (message?.type !== "export-svg") throw new Error("No plot was exported.");
    expect(message.svg).toMatch(/^<svg /);
    expect(message.svg).toContain("WER, Russian, base before");
    expect(message.svg).not.toMatch(/var\(|<style|<script|currentColor|href|foreignObject| on\w+=/);
    await report.close();
  });

  it("is in Russian when the page brings the words, and has all of them", async () => {
    const report = await opened(60, { translation: russian as never });
    expect(await report.page.locator(".verdicts li").first().textContent()).toMatch(
      /^WER, русский: разница не показана \(15,8 %/,
    );
    expect(await report.page.getByText("60 высказываний").isVisible()).toBe(true);
    expect(Object.keys(russian.strings)).toEqual(Object.keys(english));
    await report.close();
  });

  it("keeps the run for a window that is opened again, and the filter", async () => {
    const state = { root: "service", folder: "20261122-101500-ab12" };
    const report = await opened(60, { state });
    await report.page.getByRole("combobox", { name: "Show" }).selectOption("worse");
    await expect.poll(() => report.stored()).toMatchObject({ ...state, filter: { kind: "worse" } });
    const again = await opened(60, { stored: await report.stored() });
    expect(await again.page.getByText("20 of 60 utterances").isVisible()).toBe(true);
    await report.close();
    await again.close();
  });
});

describe("an utterance", () => {
  it("opens by a click to three aligned rows whose errors are told apart by sign, icon and row", async () => {
    const report = await opened();
    await report.page.locator(".utterance-line").first().click();
    expect(await report.posted()).toEqual([{ type: "details", row: 1, indices: [0] }]);
    await report.send({ type: "details", row: 1, details: [detail(0)] });
    const columns = await report.page
      .locator(".column:not(.labels)")
      .evaluateAll((elements) =>
        elements.map((element) => [
          element.getAttribute("aria-label"),
          [...element.querySelectorAll(".wrong")]
            .map((word) => (word.classList.contains("a") ? "before" : "after"))
            .join(),
          element.querySelector(".mark")?.textContent?.trim(),
        ]),
      );
    expect(columns).toEqual([
      ["переведите", "", ""],
      ["двести: двести, then девяносто (new error)", "after", "+"],
      ["рублей", "", ""],
      ["на: nothing, then на (fixed error)", "before", "✓"],
      ["счёт: счет, then сёт (error in both)", "before,after", "="],
      ["nothing: nothing, then ну (new error)", "after", "+"],
      ["nothing: э, then nothing (fixed error)", "before", "✓"],
      ["пожалуйста: пожалуйста, then nothing (new error)", "after", "+"],
    ]);
    await report.close();
  });

  it("plays the span of a word, then the whole clip, and stops by Escape", async () => {
    const report = await opened();
    await report.page.evaluate(`(() => {
      const play = HTMLMediaElement.prototype.play;
      window.played = [];
      HTMLMediaElement.prototype.play = function () { window.played.push([this.src, this.currentTime]); window.player = this; return play.call(this); };
    })()`);
    await openFirst(report);
    await report.page.getByRole("button", { name: "двести: двести" }).click();
    await expect.poll(() => report.page.evaluate("window.player.paused"), { timeout: 15_000 }).toBe(true);
    // 0.4 to 0.7 s, and 0.2 s on either side.
    const stopped = await report.page.evaluate<number>("window.player.currentTime");
    expect(stopped).toBeGreaterThan(0.85);
    expect(stopped).toBeLessThan(1.3);
    const toggle = report.page.getByRole("button", { name: "Play clip" }).last();
    await toggle.focus();
    await report.page.keyboard.press("Space");
    expect(await report.page.getByRole("button", { name: "Pause" }).isVisible()).toBe(true);
    await report.page.keyboard.press("Escape");
    expect(await report.page.getByRole("button", { name: "Pause" }).count()).toBe(0);
    const played = await report.page.evaluate<readonly [string, number][]>("window.played");
    expect(played.map(([source]) => new URL(source).pathname)).toEqual(["/audio/clip.wav", "/audio/clip.wav"]);
    expect(played[0]?.[1]).toBeCloseTo(0.2, 1);
    expect(played[1]?.[1]).toBeCloseTo(0, 1);
    expect(report.incidents).toEqual([]);
    await report.close();
  });

  it.each([
    ["unknown", "does not name this clip"],
    ["missing", "not there any more"],
    ["outside", "outside of the folders"],
  ] as const)("whose audio is %s says why it cannot be played", async (reason, words) => {
    const report = await opened();
    await openFirst(report, { reason });
    expect(await report.page.getByText(words).isVisible()).toBe(true);
    expect(await report.page.getByRole("button", { name: "Play clip" }).count()).toBe(0);
    await report.close();
  });

  it("is asked for again when another row is compared", async () => {
    const report = await openReportPage();
    const [first, ...rest] = wholeReport(60);
    if (first?.type !== "overview") throw new Error("The overview comes first.");
    await report.send({ ...first, overview: { ...overview, rows: ["a", "b", "c"] } }, ...rest);
    await openFirst(report);
    await report.posted();
    await report.page.getByRole("combobox", { name: "Compared with a" }).selectOption("2");
    await expect.poll(async () => await report.posted()).toEqual([{ type: "details", row: 2, indices: [0] }]);
    await report.close();
  });
});

describe("texts of a run", () => {
  it("become no markup, and the page asks the network for nothing", async () => {
    const report = await openReportPage({ height: 3000 });
    await report.send(...hostileReport());
    await report.page.locator(".utterance-line").first().click();
    await report.plotted();
    expect(await report.page.evaluate("window.ran")).toBeUndefined();
    const made = await report.page.evaluate<readonly string[]>(`
      [...document.querySelectorAll("main *")].flatMap((element) => [
        ...(["SCRIPT", "IFRAME", "IMG", "OBJECT", "EMBED", "FORM", "LINK", "BASE", "STYLE", "A"].includes(element.tagName.toUpperCase()) ? [element.tagName] : []),
        ...[...element.attributes].filter(({ name }) => /^on|^href$|^src|^srcdoc$|^action$/.test(name)).map(({ name }) => element.tagName + " " + name),
      ])`);
    expect(made).toEqual([]);
    expect(await report.page.locator("h1").textContent()).toContain("<script>");
    expect(report.incidents).toEqual([]);
    await report.close();
  });
});

describe.each(themeNames)("accessibility, %s", (theme) => {
  it("has no violation", async () => {
    const report = await opened(60, { theme, height: 1600 });
    await openFirst(report);
    await report.plotted();
    const { violations } = await new AxeBuilder({ page: report.page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
    await report.close();
  });
});

describe("300 pixels", () => {
  it("scroll nothing sideways", async () => {
    const report = await opened(60, { width: 300, height: 2400 });
    await openFirst(report);
    await report.plotted();
    const outside = await report.page.evaluate<readonly string[]>(`
      [...document.querySelectorAll("main *")]
        .filter((element) => element.getBoundingClientRect().right > 301 && element.closest(".for-screen-readers, svg, thead") === null)
        .map((element) => element.tagName + "." + element.className)`);
    expect(outside).toEqual([]);
    await report.close();
  });
});
