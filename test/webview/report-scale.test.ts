import { afterAll, describe, expect, it } from "vitest";
import { closeBrowser, openReportPage, type ReportPage } from "./support/report-page";
import { detail, wholeReport } from "./support/report-samples";

afterAll(closeBrowser);

const total = 10_000;

async function opened(): Promise<ReportPage> {
  const report = await openReportPage();
  await report.page.evaluate(`
    window.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
    }).observe({ entryTypes: ["longtask"] })`);
  await report.send(...wholeReport(total));
  return report;
}

const nodes = (report: ReportPage) => report.page.evaluate<number>("document.querySelectorAll('*').length");
const active = (report: ReportPage) =>
  report.page.evaluate<string>("document.activeElement.closest('.utterance')?.dataset.position ?? ''");

describe("10,000 utterances", () => {
  it("keep the page small and arrive without a long pause", async () => {
    const report = await opened();
    expect(await report.page.getByText("10,000 utterances").isVisible()).toBe(true);
    for (const top of [0, 5_000, 140_000, 10_000_000]) {
      await report.page.evaluate(`document.querySelector(".utterance-list").scrollTop = ${top}; window.host.frames()`);
      await report.page.evaluate("window.host.frames()");
      expect(await nodes(report)).toBeLessThan(3000);
    }
    expect(await report.page.getByText("clip-09999").isVisible()).toBe(true);
    // Machines that run tests are busy: what is guarded is that nothing takes seconds.
    expect(await report.page.evaluate<number>("window.longest")).toBeLessThan(500);
    expect(report.incidents).toEqual([]);
    await report.close();
  });

  it("are searched and sorted at once", async () => {
    const report = await opened();
    const took = await report.page.evaluate<number>(`(async () => {
      const field = document.querySelector("input[type=search]");
      const times = [];
      for (const text of ["н", "но", "ном", "номер 77", "номер 777", ""]) {
        field.value = text;
        const start = performance.now();
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
        document.querySelector(".utterance-list").getBoundingClientRect();
        times.push(performance.now() - start);
        await window.host.frames();
      }
      return times.sort((one, other) => one - other)[3];
    })()`);
    expect(took).toBeLessThan(50);
    await report.page.getByRole("searchbox").fill("номер 7777");
    expect(await report.page.getByText("1 of 10,000 utterances").isVisible()).toBe(true);
    await report.page.getByRole("searchbox").fill("nowhere");
    expect(await report.page.getByText("No utterance matches.").isVisible()).toBe(true);
    await report.close();
  });

  it("are one stop of the Tab key, and arrows reach every one", async () => {
    const report = await opened();
    const { keyboard } = report.page;
    await report.page.getByRole("combobox", { name: "Order" }).focus();
    await keyboard.press("Tab");
    expect(await active(report)).toBe("0");
    for (const [key, position] of [
      ["ArrowDown", "1"],
      ["ArrowUp", "0"],
      ["End", "9999"],
      ["ArrowDown", "9999"],
      ["Home", "0"],
    ] as const) {
      await keyboard.press(key);
      expect([key, await active(report)]).toEqual([key, position]);
    }
    await keyboard.press("PageDown");
    expect(Number(await active(report))).toBeGreaterThan(10);
    await keyboard.press("Home");
    await keyboard.press("Enter");
    expect(await report.posted()).toEqual([{ type: "details", row: 1, indices: [0] }]);
    await report.send({ type: "details", row: 1, details: [detail(0)] });
    await keyboard.press("Tab");
    expect(await report.page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe("переведите");
    await keyboard.press("Shift+Tab");
    await keyboard.press("ArrowDown");
    expect(await active(report)).toBe("1");
    await keyboard.press("ArrowUp");
    await keyboard.press("Enter");
    expect(await report.page.locator(".detail").count()).toBe(0);
    await report.close();
  });
});
