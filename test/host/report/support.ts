import { resolve } from "node:path";
import { onTestFinished } from "vitest";
import { createLog } from "../../../src/host/log";
import { Reports } from "../../../src/host/report/reports";
import { ReportReader } from "../../../src/host/report/worker/report-reader";
import { Workspaces } from "../../../src/host/workspaces";
import type { FromWebview, ToWebview } from "../../../src/protocol/report";
import { Uri } from "../../support/fake-vscode";
import { fakeLogChannel } from "../../support/fake-vscode/log-channel";
import type { FakePanel } from "../../support/fake-vscode/panels";
import { configurationText, narrow, runFiles, type StoredRunOptions, wide } from "../../support/stored-runs";
import { wav } from "../../support/wav";
import { openWindow, type WindowOptions } from "../runs/support";

export const runId = "20261122-101500-ab12";
export const pair: StoredRunOptions = {
  age: 5,
  rows: [
    { ...narrow, name: "narrow" },
    { ...wide, name: "wide" },
  ],
};

/** A run of real decodes with its configuration, and a manifest that names audio for its first clips. */
export function reportFiles(options: StoredRunOptions = pair): Record<string, string | Uint8Array> {
  const files = runFiles(runId, options);
  const clips = (files[`.ml-engineer/runs/${runId}/utterances.jsonl`] ?? "")
    .split("\n", 3)
    .filter((line) => line !== "");
  const ids = clips.map((line) => (JSON.parse(line) as { readonly utterance: string }).utterance);
  const manifest = ids.map((id, index) =>
    JSON.stringify({ id, audio: `audio/c${index}.wav`, text: "x", language: "ru", referenceSource: "human" }),
  );
  return {
    ...files,
    ".ml-engineer/evaluation.json": configurationText([{ metric: "wer", atMost: 0.01 }]),
    "sphinx.jsonl": `${manifest.join("\n")}\n`,
    "audio/c0.wav": wav({ seconds: 0.5 }),
    "audio/c1.wav": wav({ seconds: 0.5 }),
    "secret/other.wav": wav({ seconds: 0.5 }),
  };
}

/** A window whose reports read in the test's own thread. */
export async function openReports(files = reportFiles(), options: WindowOptions = {}) {
  const { runs, path } = await openWindow(files, options);
  const log = createLog(fakeLogChannel() as never);
  const workspaces = new Workspaces(Uri.file(resolve(".")) as never);
  const asked: (readonly [string, unknown])[] = [];
  const reports = new Reports({
    ...{ runs, workspaces, log, context: { extensionUri: Uri.file(resolve(".")) as never } },
    chat: { ask: async (question, attachments) => void asked.push([question, attachments]) },
    openSource: (place, workspace) => Object.assign(new ReportReader(workspace, place), { dispose: () => {} }),
  });
  const registered = reports.register();
  onTestFinished(() => [registered, reports, workspaces].forEach((part) => void part.dispose()));
  return { reports, path, asked, runs };
}

/** Says something as the page would, and waits until the host has posted so many messages of a type. */
export async function told<Type extends ToWebview["type"]>(
  panel: FakePanel,
  say: FromWebview,
  type: Type,
): Promise<Extract<ToWebview, { type: Type }>> {
  const before = panel.control.posted.length;
  panel.control.say(say);
  for (let waited = 0; waited < 15_000; waited += 20) {
    const found = panel.control.posted.slice(before).find((message) => message.type === type);
    if (found) return found as Extract<ToWebview, { type: Type }>;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`There was no ${type}, but ${panel.control.posted.map((message) => message.type).join(", ")}.`);
}
