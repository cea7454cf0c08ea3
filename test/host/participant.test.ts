import { join, resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type * as vscode from "vscode";
import type { EngineerPorts } from "../../src/core/engineer";
import { createPipelineMapper } from "../../src/core/pipeline/mapper";
import { createNodeWorkspace } from "../../src/core/workspace/node-workspace";
import type { Workspace } from "../../src/core/workspace/workspace";
import { createLog } from "../../src/host/log";
import { type ParticipantPorts, participantId, registerParticipant } from "../../src/host/participant";
import {
  LanguageModelToolCallPart as Call,
  CancellationTokenSource,
  fake,
  LanguageModelError,
  LanguageModelToolResultPart,
  Location,
  Range,
  resetFake,
  LanguageModelTextPart as Text,
  Uri,
} from "../support/fake-vscode";
import { fakeChatModel, type ModelTurn } from "../support/fake-vscode/language-models";
import { fakeLogChannel } from "../support/fake-vscode/log-channel";
import { type TemporaryWorkspace, temporaryWorkspace } from "../support/temporary-workspace";

const service = `import whisper

def transcribe(path):
    model = whisper.load_model("large-v3")
    return model.transcribe(path)
`;
const firstSuggestion = "What would fail first in this pipeline, and what should we measure?";
let folder: TemporaryWorkspace;
let bundled: Workspace;
beforeAll(async () => {
  folder = await temporaryWorkspace({ "service.py": service, ".env": "KEY=1" });
  bundled = await createNodeWorkspace({ folders: [resolve("agents")], trusted: true, assetsFolder: resolve("dist") });
});
afterAll(() => folder.dispose());
beforeEach(resetFake);

/** Opens a conversation with the participant, as a window does after it started. */
function open(ports: Partial<ParticipantPorts> = {}) {
  const channel = fakeLogChannel();
  const engineerPorts: EngineerPorts = {
    workspace: folder.workspace,
    bundled,
    createModel: () => {
      throw new Error("the model of VS Code's chat answers");
    },
    mapPipeline: createPipelineMapper({ grammarsFolder: resolve("dist") }),
    now: () => performance.now(),
    date: "2026-11-22",
  };
  registerParticipant({
    engineerPorts: async () => engineerPorts,
    workspaceState: () => "ready",
    access: { canSendRequest: () => true },
    log: createLog(channel as unknown as vscode.LogOutputChannel),
    used: () => {},
    ...ports,
  });
  return { ...fake.chat.open(participantId), lines: channel.lines };
}

const scripted = (...turns: readonly (ModelTurn | Error)[]) => fakeChatModel({ turns });
const shownPlaces = (shown: string) => shown.replaceAll(folder.path, "");

/** What the model was sent in one request, as text. */
function sent(model: ReturnType<typeof scripted>, request: number): string[] {
  return (model.requests[request]?.messages ?? []).flatMap(({ content }) =>
    content.map((part) => {
      if (part instanceof Text) return part.value;
      return part instanceof LanguageModelToolResultPart ? `result ${part.callId}` : `call ${part.callId}`;
    }),
  );
}

describe("@ml-engineer", () => {
  it("answers with the model of VS Code's chat, in the loop of the extension", async () => {
    const model = scripted(
      [
        new Text("Looking."),
        new Call("1", "Grep", { pattern: "load_model" }),
        new Call("2", "Read", { file_path: "service.py", offset: 3, limit: 2 }),
      ],
      [new Text("Loaded for each job.")],
    );
    const { shown, result, followups } = await open().ask("Why is it slow?", { model });
    const rows = shownPlaces(shown).split("\n");
    expect(rows[0]).toMatch(/^\[progress\] team protocol: /);
    expect(shownPlaces(shown)).toContain("[progress] pipeline map: speech code in 1 file\nLooking.\n");
    expect(shownPlaces(shown)).toMatch(
      /\[progress\] Grep load\\_model\n\[progress\] Read service.py:3[^\n]*\n\[reference\] \/service.py:3-4\n\n\nLoaded for each job\.$/,
    );
    expect(result).toEqual({ metadata: { turn: expect.any(String), question: "Why is it slow?" } });
    expect(followups).toEqual([firstSuggestion, "Is the model “large-v3” pinned?"]);
    expect(model.requests.map(({ tools }) => tools.map(({ name }) => name))).toEqual(
      Array.from({ length: 2 }, () => expect.arrayContaining(["Read", "Grep", "Glob"])),
    );
  });

  it("attaches files and selections of the workspace, and says what it does not attach", async () => {
    const model = scripted([new Text("Seen.")]);
    const file = (name: string) => Uri.file(join(folder.path, name));
    const { shown } = await open().ask("What is this?", {
      model,
      references: [
        { id: "selection", value: new Location(file("service.py"), new Range(2, 0, 4, 0)) },
        { id: "secret", value: file(".env") },
        { id: "outside", value: Uri.file("/etc/hostname") },
        { id: "page", value: Uri.parse("https://example.org/a") },
        { id: "note", value: "a pasted remark" },
        { id: "picture", value: { data: 1 } },
      ],
    });
    const [, , ...texts] = sent(model, 0);
    expect(texts[0]).toContain("service.py:3-4");
    expect(texts[0]).toContain('whisper.load_model("large-v3")');
    expect(texts[0]).not.toContain("model.transcribe");
    expect(texts[1]).toContain(".env");
    expect(texts.join()).not.toContain("KEY=1");
    expect(texts.at(-1)).toBe("note:\na pasted remark\n\nWhat is this?");
    expect(shown).toMatch(/\[progress\] outside was not attached: .*\n\[progress\] page was not attached: .*\n/);
    expect(shown).toContain("[progress] picture is of a kind that cannot be attached here.");
  });

  it("takes instruction files that VS Code adds to every question once, and none that the agent reads itself", async () => {
    const model = scripted([new Text("One.")], [new Text("Two.")]);
    const chat = open();
    const added = (id: string, name: string) => ({ id, value: Uri.file(join(folder.path, name)) });
    const references = [
      added(`vscode.instructions.file.root__${folder.path}/service.py`, "service.py"),
      added("vscode.instructions.file.root__2", "CLAUDE.md"),
      { id: "vscode.customizations.index", value: "skills of VS Code" },
    ];
    await chat.ask("First?", { model, references });
    await chat.ask("Second?", { model, references });
    const attached = (request: number) => sent(model, request).filter((text) => text.includes('source="attachment"'));
    expect(attached(0)).toEqual([expect.stringContaining("service.py")]);
    expect(attached(1)).toEqual(attached(0));
    expect(sent(model, 1).slice(-2)).toEqual(["One.", "Second?"]);
  });

  it("goes on with the conversation, byte for byte, tool results included", async () => {
    const model = scripted([new Call("1", "Glob", { pattern: "*.py" })], [new Text("One.")], [new Text("Two.")]);
    const chat = open();
    await chat.ask("First?", { model });
    const { followups } = await chat.ask(firstSuggestion, { model });
    const [before, after] = [sent(model, 1), sent(model, 2)];
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.slice(before.length)).toEqual(["One.", firstSuggestion]);
    expect(before).toContain("result 1");
    expect(followups).toEqual(["Is the model “large-v3” pinned?"]);
  });

  it("starts from the same messages when a question is taken back and asked anew", async () => {
    const model = scripted([new Text("One.")], [new Text("Two.")], [new Text("Other two.")]);
    const chat = open();
    await chat.ask("First?", { model });
    await chat.ask("Second?", { model });
    chat.history.splice(2);
    await chat.ask("Second, better?", { model });
    expect(sent(model, 2).slice(-3)).toEqual(["First?", "One.", "Second, better?"]);
  });

  it("knows what was said before a restart, and reads again what it needs", async () => {
    const model = scripted([new Text("The model is too large.")], [new Text("Again.")]);
    const { ask, history } = open();
    await ask("First?", { model });
    resetFake();
    const chat = open();
    chat.history.push(...history);
    const { shown } = await chat.ask("Second?", { model });
    expect(shown).toContain("[progress] pipeline map:");
    expect(sent(model, 1).at(-1)).toBe(
      "Earlier in this chat, what was read then has to be read again:\n\nQuestion: First?\n\nAnswer: The model is too large.\n\nSecond?",
    );
  });

  it("shows a failure as VS Code shows failures, keeps what had come, and goes on afterwards", async () => {
    const model = scripted([new Text("So far"), LanguageModelError.Blocked("Quota exceeded")], [new Text("Back.")]);
    const chat = open();
    const { shown, result, followups } = await chat.ask("Why?", { model });
    expect(shown).toMatch(/So far$/);
    expect(result.errorDetails?.message).toMatch(/^Scripted model is blocked for now.*Quota exceeded/);
    expect(followups).toEqual([]);
    expect((await chat.ask("And now?", { model })).shown).toBe("Back.");
  });

  it("stops at once, without calling that a failure", async () => {
    const source = new CancellationTokenSource();
    const model = scripted([new Text("So far"), "wait"]);
    const asking = open().ask("Why?", { model, source });
    await expect.poll(() => model.requests.length).toBe(1);
    await new Promise((done) => setTimeout(done, 20));
    const started = performance.now();
    source.cancel();
    const { result } = await asking;
    expect(performance.now() - started).toBeLessThan(200);
    expect(result.errorDetails).toBeUndefined();
  });

  it.each([
    ["untrusted", "This folder is not trusted", "[button] Manage workspace trust (workbench.trust.manage)"],
    ["no-folder", "No folder is open", "[button] Open folder (workbench.action.files.openFolder)"],
  ] as const)("reads and sends nothing when the workspace is %s, and says so", async (state, text, button) => {
    const model = scripted([new Text("Never.")]);
    const engineerPorts = () => Promise.reject(new Error("nothing may be opened"));
    const { shown, result } = await open({ workspaceState: () => state, engineerPorts }).ask("Why?", { model });
    expect(shown).toContain(text);
    expect(shown.split("\n").at(-1)).toBe(button);
    expect([result, model.requests]).toEqual([{}, []]);
  });

  it("says what went wrong around the answer, without a secret, and logs it", async () => {
    const engineerPorts = () => Promise.reject(new Error("no agents; token sk-ant-api03-abcdefghijkl"));
    const { ask, lines } = open({ engineerPorts });
    const { result } = await ask("Why?", { model: scripted() });
    expect(result.errorDetails?.message).toBe("no agents; token [key]");
    expect(lines).toHaveLength(1);
  });
});
