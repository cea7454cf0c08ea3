import { cp, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { planFor } from "../../../src/core/model/offline/plan";
import { registerCodeActions } from "../../../src/host/code-actions";
import { ReviewDiagnostics } from "../../../src/host/diagnostics/review-diagnostics";
import { createLog } from "../../../src/host/log";
import { Workspaces } from "../../../src/host/workspaces";
import { fake, resetFake, Uri, workspace } from "../../support/fake-vscode";
import { fakeLogChannel } from "../../support/fake-vscode/log-channel";

const example = resolve("examples/speech-service");
const routerPath = "captions/modules/transcription/router.py";
const servicePath = "captions/modules/transcription/service.py";
const routerProblem =
  "router.py:16:1-24 warning (red flag 9) `POST /draft/` transcribes without checking for an audio stream";
const serviceProblems = /^service\.py:25:\d+-\d+ warning \(red flag 10\) No time limit on `model.transcribe`/m;

let folder: string;
let disposables: { dispose(): unknown }[];
let channel: ReturnType<typeof fakeLogChannel>;

beforeEach(async () => {
  resetFake();
  folder = await realpath(await mkdtemp(join(tmpdir(), "ml-engineer-")));
  await cp(example, join(folder, "service"), { recursive: true });
  disposables = [];
  channel = fakeLogChannel();
});

afterEach(async () => {
  for (const disposable of disposables) disposable.dispose();
  await rm(folder, { recursive: true, force: true });
});

it("shows findings on open files only, and takes them away with the file", async () => {
  const { maps } = start(join(folder, "service"));
  await quiet();
  expect(maps()).toBe(0);

  const router = open(routerPath);
  await shown(routerProblem);
  open(servicePath);
  await vi.waitFor(() => expect(fake.problems.text()).toMatch(serviceProblems), patience);

  fake.documents.close(router);
  expect(fake.problems.text()).not.toContain("router.py");
  expect(channel.lines).toEqual([]);
});

it("gives a finding the range of its code, its chain and what to do", async () => {
  start(join(folder, "service"));
  const { uri } = open(routerPath);
  await shown(routerProblem);
  const [problem] = fake.problems.of(uri);
  expect(problem?.source).toBe("ML Engineer");
  expect(problem?.message.split("\n")).toEqual([
    expect.stringContaining("audio stream"),
    expect.stringContaining("decoder error"),
    expect.stringMatching(/^Remedy: Call `probe_media` first/),
  ]);
  expect(
    problem?.relatedInformation?.map(
      ({ location, message }) => `${location.uri.path}:${location.range.start.line + 1} ${message}`,
    ),
  ).toEqual([
    `${folder}/service/${routerPath}:16 @router.post("/draft/")`,
    expect.stringMatching(/router\.py:21 speech = await /),
    expect.stringMatching(/transcription\/service\.py:25 result = model\.transcribe\($/),
  ]);
});

it("does no work for files that have nothing to do with speech", async () => {
  const { maps } = start(join(folder, "service"));
  open(routerPath);
  await shown(routerProblem);
  const before = maps();
  await writeFile(join(folder, "service", "unrelated.py"), "total = 1\n");
  const unrelated = open("unrelated.py");
  fake.documents.save(unrelated);
  fake.documents.save(open("README.md"));
  await quiet();
  expect(maps()).toBe(before);

  fake.documents.type(unrelated, 'import whisper\nwhisper.load_model("large").transcribe("a.wav")\n');
  fake.documents.save(unrelated);
  await vi.waitFor(() => expect(fake.problems.text()).toContain("unrelated.py:2"), patience);
});

it("follows saves and other programs, and lets unsaved changes be", async () => {
  start(join(folder, "service"));
  const router = open(routerPath);
  await shown(routerProblem);
  const text = router.getText();

  fake.documents.type(router, `\n\n${text}`);
  fake.documents.save(open(servicePath));
  await vi.waitFor(() => expect(fake.problems.text()).toMatch(serviceProblems), patience);
  expect(fake.problems.text()).toContain(routerProblem);

  fake.documents.save(router);
  await shown(routerProblem.replace(":16:", ":18:"));
  fake.documents.overwrite(router, `\n${text}`);
  await shown(routerProblem.replace(":16:", ":17:"));
});

it("reviews once for many saves, and once more for those that came meanwhile", async () => {
  const { maps } = start(join(folder, "service"));
  const router = open(routerPath);
  for (let count = 0; count < 20; count++) fake.documents.save(router);
  await vi.waitFor(() => expect(maps()).toBe(1), patience);
  for (let count = 0; count < 20; count++) fake.documents.save(router);
  await shown(routerProblem);
  await vi.waitFor(() => expect(maps()).toBe(2), patience);
  await quiet();
  expect(maps()).toBe(2);
});

it("is silent while it is off, and when it is switched off", async () => {
  fake.settings.set("mlEngineer.reviewDiagnostics", { defaultValue: true, workspaceValue: false });
  const { maps } = start(join(folder, "service"));
  open(routerPath);
  await quiet();
  expect(maps()).toBe(0);
  fake.settings.set("mlEngineer.reviewDiagnostics", { defaultValue: true });
  await shown(routerProblem);
  fake.settings.set("mlEngineer.reviewDiagnostics", { defaultValue: true, globalValue: false });
  expect(fake.problems.text()).toBe("");
});

it("reads nothing in a folder that is not trusted, until it is", async () => {
  workspace.isTrusted = false;
  const { maps } = start(join(folder, "service"));
  fake.documents.save(open(routerPath));
  await quiet();
  expect(maps()).toBe(0);
  fake.folders.grantTrust();
  await shown(routerProblem);
});

it("stops a review that is no longer wanted", async () => {
  const { signals } = start(join(folder, "service"));
  open(routerPath);
  await vi.waitFor(() => expect(signals).toHaveLength(1), patience);
  fake.folders.open();
  expect(signals[0]?.aborted).toBe(true);
  await quiet();
  expect(fake.problems.text()).toBe("");
  expect(channel.lines).toEqual([]);
});

it("knows files by the folder as it was opened: a link, one of several", async () => {
  await symlink(join(folder, "service"), join(folder, "link"));
  start(join(folder, "link"), example);
  const document = fake.documents.open(join(folder, "link", routerPath));
  await shown(routerProblem);
  const [problem] = fake.problems.of(document.uri);
  expect(problem?.relatedInformation?.[0]?.location.uri.path).toBe(`${folder}/link/${routerPath}`);
});

it("offers to ask about a finding, in a question that needs no language model", async () => {
  const { workspaces } = start(join(folder, "service"));
  disposables.push(registerCodeActions({ workspaces }));
  const document = open(routerPath);
  await shown(routerProblem);
  const problems = fake.problems.of(document.uri);
  const [action, ...others] = await fake.problems.actions(document, problems);
  expect(others).toEqual([]);
  expect(action?.title).toBe("Ask the ML engineer about this");
  expect(action?.diagnostics).toEqual(problems);
  expect(action?.command).toEqual({
    command: "mlEngineer.askAboutFinding",
    title: "Ask the ML engineer about this",
    arguments: [
      "Red flag 9, no check for an audio stream before transcription: is this a risk here, and what should we measure first?",
      { path: routerPath, line: 16, endLine: 16 },
    ],
  });
  expect(planFor(String(action?.command?.arguments[0])).answers).toBe(true);
  const [problem] = problems;
  const foreign = { ...problem, source: "Ruff", code: "red flag 9" };
  expect(await fake.problems.actions(document, [foreign as never])).toEqual([]);
});

const delay = 20;
const patience = { timeout: 10_000, interval: 10 };

function start(...folders: readonly string[]) {
  fake.folders.open(...folders);
  const workspaces = new Workspaces(Uri.file(resolve(".")) as never);
  const signals: AbortSignal[] = [];
  const map = workspaces.mapPipeline;
  // The real mapper, counted.
  const counted = Object.assign(workspaces, {
    mapPipeline: (...task: Parameters<typeof map>) => {
      signals.push(task[1]);
      return map(...task);
    },
  });
  const log = createLog(channel as never);
  disposables.push(new ReviewDiagnostics({ workspaces: counted, log, delay }), workspaces);
  return { workspaces, signals, maps: () => signals.length };
}

function open(path: string) {
  return fake.documents.open(join(folder, "service", path));
}

function shown(line: string) {
  return vi.waitFor(() => expect(fake.problems.text()).toContain(line), patience);
}

/** Long enough for work that should not be there to begin. */
function quiet() {
  return new Promise((resolve) => setTimeout(resolve, delay * 15));
}
