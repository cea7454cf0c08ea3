import { mkdir, readFile, symlink, unlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseIncoming } from "../../../webview/report/incoming";
import { fake, type Uri } from "../../support/fake-vscode";
import type { FakePanel } from "../../support/fake-vscode/panels";
import { changeRun, wide } from "../../support/stored-runs";
import { openReports, pair, reportFiles, runId, told } from "./support";

const only = (): FakePanel => {
  const [panel, ...others] = fake.panels.panels;
  if (!panel || others.length > 0) throw new Error(`There are ${others.length + (panel ? 1 : 0)} panels.`);
  return panel;
};
const roots = ({ webview }: FakePanel) => (webview.options.localResourceRoots ?? []).map((uri: Uri) => uri.path);

describe("a report", () => {
  it("opens once for each run, and is brought to the front the second time", async () => {
    const { reports } = await openReports();
    await reports.show(runId);
    await reports.show(runId, "code");
    expect(only().control.reveals).toBe(1);
    only().dispose();
    await reports.show(runId);
    expect(only().control.reveals).toBe(0);
  });

  it("lets the person choose without a run, and says so where there is no such one", async () => {
    const { reports } = await openReports();
    fake.window.choose("narrow");
    await reports.show();
    expect(only().title).toMatch(/^narrow, wide · [A-Z][a-z]{2} \d+, \d+:\d\d/);
    await expect(reports.show("20200101-000000-none")).rejects.toThrow("There is no run");
    await expect(reports.show({ toString: () => runId })).rejects.toThrow();
    await expect(reports.show(runId, 7)).rejects.toThrow();
  });

  it("has a page that lets in its own script, styles and the folders of its clips, and nothing else", async () => {
    const { reports, path } = await openReports();
    await reports.show(runId);
    const { html } = only().webview;
    const policy = /content="(default-src[^"]*)"/.exec(html)?.[1] ?? "";
    expect(policy.replace(/nonce-[\w-]+/, "nonce-N").split("; ")).toEqual([
      "default-src 'none'",
      "script-src 'nonce-N'",
      "style-src https://resources.example",
      "font-src https://resources.example",
      "img-src https://resources.example data:",
      "media-src https://resources.example",
      "require-trusted-types-for 'script'",
    ]);
    expect(roots(only())).toEqual([join(import.meta.dirname, "../../../dist/webview"), join(path, "audio")]);
    expect(only().webview.options.enableScripts).toBe(true);
  });

  it("sends everything that its page understands, and again when the page is made anew", async () => {
    const { reports } = await openReports();
    await reports.show(runId);
    for (const _ of [1, 2]) {
      const { figures } = await told(only(), { type: "ready" }, "figures");
      expect(figures.metrics.map(({ metric, language }) => [metric, language].join(" "))).toContain("wer ru");
      expect(figures.checks.find(({ origin }) => origin === "budget")?.verdict).toBe("fail");
    }
    const { posted } = only().control;
    expect(posted.map(({ type }) => type).sort()).toEqual(
      ["figures", "index", "overview", "transcripts"].flatMap((type) => [type, type]),
    );
    for (const message of posted) expect(parseIncoming(message)).toBeDefined();
    const index = posted.find(({ type }) => type === "index") as { batch?: { total: number; errors: number[][] } };
    expect(index.batch?.total).toBe(62);
    const [before = [], after = []] = index.batch?.errors ?? [];
    const deltas = after.map((errors, utterance) => errors - (before[utterance] ?? 0));
    const worse = deltas.filter((delta) => delta > 0).length;
    const better = deltas.filter((delta) => delta < 0).length;
    expect([worse > 0, better > 0]).toEqual([true, true]);
    expect(deltas.slice(0, worse).every((delta) => delta > 0)).toBe(true);
    expect(deltas.slice(worse, worse + better).every((delta) => delta < 0)).toBe(true);
  });

  it("aligns on demand, with addresses of clips that may be played and the reason for the others", async () => {
    const { reports, path } = await openReports();
    await mkdir(join(path, "elsewhere"));
    await unlink(join(path, "audio/c1.wav"));
    await symlink(join(path, "secret/other.wav"), join(path, "audio/c1.wav"));
    await reports.show(runId);
    const { details } = await told(
      only(),
      { type: "details", row: 1, indices: Array.from({ length: 60 }, (_, at) => at) },
      "details",
    );
    expect(details).toHaveLength(60);
    const audio = details.map((detail) => ("reason" in detail.audio ? detail.audio.reason : detail.audio.address));
    expect(new Set(audio)).toEqual(
      new Set(["unknown", "outside", "missing", `https://resources.example${path}/audio/c0.wav`]),
    );
    expect(details.every(({ words }) => words.length > 0)).toBe(true);
  });

  it("comes back after a reload, and closes where its state is none", async () => {
    await openReports();
    const panel = await fake.panels.restore("mlEngineer.report", { root: "code", folder: runId, filter: {} });
    expect((await told(panel, { type: "ready" }, "overview")).overview.id).toBe(runId);
    await fake.panels.restore("mlEngineer.report", { root: "code", folder: "../../etc" });
    await fake.panels.restore("mlEngineer.report", undefined);
    expect(fake.panels.panels).toEqual([panel]);
  });

  it("says what it cannot read", async () => {
    await openReports();
    const panel = await fake.panels.restore("mlEngineer.report", { root: "code", folder: "gone" });
    expect((await told(panel, { type: "ready" }, "failed")).message).toContain("There is no run");
  });

  it("drops what no page of ours says", async () => {
    const { reports } = await openReports();
    await reports.show(runId);
    for (const message of [
      null,
      "ready",
      { type: "eval" },
      { type: "details", row: -1, indices: [] },
      { type: "action", action: "rm" },
    ]) {
      only().control.say(message);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(only().control.posted).toEqual([]);
    expect(fake.executedCommands).toEqual([]);
  });
});

describe("what a report does", () => {
  const act = async (action: "evaluate-again" | "ask" | "export-markdown" | "export-csv") => {
    only().control.say({ type: "action", action });
    await expect
      .poll(() => fake.window.messages.length + fake.executedCommands.length, { timeout: 10_000 })
      .toBeGreaterThan(0);
  };

  it("is to evaluate again what was evaluated, and to ask about its file", async () => {
    const { reports, asked } = await openReports(reportFiles(changeRun(wide, { age: 5 })));
    await reports.show(runId);
    await act("evaluate-again");
    expect(fake.executedCommands).toEqual(["mlEngineer.evaluateChange"]);
    only().control.say({ type: "action", action: "ask" });
    await expect.poll(() => asked).toHaveLength(1);
    expect(asked[0]).toEqual([
      `What was measured in .ml-engineer/runs/${runId}, and what should be done next?`,
      [{ path: `.ml-engineer/runs/${runId}/report.md` }],
    ]);
  });

  it("is to export tables and texts to where the person says", async () => {
    const { reports, path } = await openReports();
    await reports.show(runId);
    fake.panels.saveTo(join(path, "out.csv"), join(path, "out.md"), join(path, "out.svg"));
    await act("export-csv");
    const [head = "", first = ""] = (await readFile(join(path, "out.csv"), "utf8")).split("\r\n");
    expect(head).toContain("utterance,language,conditions,seconds,words,reference,narrow: errors");
    expect(first.split(",")[0]).toBe("sphinx");
    only().control.say({ type: "action", action: "export-markdown" });
    await expect.poll(() => readFile(join(path, "out.md"), "utf8").catch(() => "")).toContain("# Model Evaluation");
    only().control.say({ type: "export-svg", svg: "<svg ><text>WER</text></svg>" });
    await expect
      .poll(() => readFile(join(path, "out.svg"), "utf8").catch(() => ""))
      .toBe("<svg ><text>WER</text></svg>");
    only().control.say({ type: "export-svg", svg: "<svg onload='x'></svg>" });
    await expect.poll(() => fake.window.messages.some(({ severity }) => severity === "error")).toBe(true);
  });

  it("is nothing that runs in a folder that is not trusted, where it can still be read", async () => {
    const { reports } = await openReports(reportFiles(pair), { trusted: false });
    await reports.show(runId);
    expect((await told(only(), { type: "ready" }, "overview")).overview.canRun).toBe(false);
    for (const action of ["evaluate-again", "ask"]) only().control.say({ type: "action", action });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(fake.executedCommands).toEqual([]);
  });

  it("is to show the recorded report where the transcripts are elsewhere", async () => {
    const files = reportFiles({ ...pair, hasTranscripts: false });
    const { reports } = await openReports({ ...files, [`.ml-engineer/runs/${runId}/report.md`]: "# Recorded" });
    await reports.show(runId);
    const { figures } = await told(only(), { type: "ready" }, "figures");
    expect([figures.clips, figures.recorded]).toEqual([0, "# Recorded"]);
    expect(only().control.posted).toContainEqual({ type: "transcripts", transcripts: false });
  });
});
