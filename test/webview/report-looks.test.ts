import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import russian from "../../webview/report/strings.ru.json" with { type: "json" };
import { closeBrowser, openReportPage, themeNames } from "./support/report-page";
import { detail, figures, overview, wholeReport } from "./support/report-samples";

const folder = process.env.ML_ENGINEER_SCREENSHOTS;

afterAll(closeBrowser);

const sizes = { wide: { width: 1100, height: 3000 }, narrow: { width: 300, height: 3400 } } as const;

/** Pictures to look at, where a folder for them is named. */
describe.skipIf(folder === undefined)("pictures of the report", () => {
  it.each(themeNames.flatMap((theme) => Object.keys(sizes).map((size) => [theme, size] as const)))(
    "%s, %s",
    async (theme, size) => {
      const report = await openReportPage({ theme, ...sizes[size as keyof typeof sizes] });
      await report.send(...wholeReport());
      await report.page.locator(".utterance-line").nth(0).click();
      await report.send({ type: "details", row: 1, details: [detail(0)] });
      await report.page.locator(".utterance-line").nth(2).click();
      await report.send({ type: "details", row: 1, details: [detail(2, { reason: "missing" })] });
      await report.plotted();
      mkdirSync(folder ?? "", { recursive: true });
      await report.page.screenshot({ path: join(folder ?? "", `report-${theme}-${size}.png`) });
      expect(report.incidents).toEqual([]);
      await report.close();
    },
  );

  it("one row", async () => {
    const report = await openReportPage({ height: 1500 });
    const { change: _, ...alone } = overview;
    await report.send(
      { type: "overview", overview: { ...alone, rows: ["base"] } },
      { type: "transcripts", transcripts: false },
      {
        type: "figures",
        figures: {
          ...figures,
          metrics: figures.metrics.map((metric) => ({
            ...metric,
            figures: metric.figures.slice(0, 1),
            differences: [null],
          })),
          checks: figures.checks.map((check) => ({ ...check, row: 0 })),
          latency: figures.latency.slice(0, 1),
          unmeasured: [null],
        },
      },
    );
    await report.plotted();
    await report.page.screenshot({ path: join(folder ?? "", "report-one-row.png") });
    await report.close();
  });

  it("four rows, in Russian", async () => {
    const report = await openReportPage({ height: 2200, width: 1000, translation: russian as never });
    const { change: _, ...plain } = overview;
    const rows = ["base (beam=1)", "base (beam=5)", "base (beam=5, temperature=0.2)", "large-v3"];
    const spread = <Value>(values: readonly Value[]): readonly Value[] =>
      rows.map((__, row) => values[Math.min(row, 1)] as Value);
    const [first, ...rest] = wholeReport();
    if (first?.type !== "overview") throw new Error("The overview comes first.");
    await report.send({ type: "overview", overview: { ...plain, rows, state: "partial" } }, ...rest, {
      type: "figures",
      figures: {
        ...figures,
        metrics: figures.metrics.map((metric) => ({
          ...metric,
          figures: spread(metric.figures),
          differences: [null, ...spread(metric.differences).slice(1)],
        })),
        latency: spread(figures.latency),
        unmeasured: rows.map(() => null),
      },
    });
    await report.page.locator(".notes summary").click();
    await report.plotted();
    await report.page.screenshot({ path: join(folder ?? "", "report-four-rows.png") });
    await report.close();
  });
});
