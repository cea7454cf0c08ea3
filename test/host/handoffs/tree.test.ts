import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { tooltipOf } from "../../../src/host/handoffs/tooltip";
import { type TemporaryWorkspace, temporaryWorkspace } from "../../support/temporary-workspace";
import { openWindow } from "./support";

let folder: TemporaryWorkspace;
beforeEach(async () => {
  folder = await temporaryWorkspace({ "code/main.py": "print('speech')\n" }, { roots: ["code"] });
});
afterEach(() => folder.dispose());

it("groups by state, then by specialist where there are several", async () => {
  const window = await openWindow(folder);
  const [first = "", second = "", third = ""] = await window.raise(
    { task: "Worker image with CTranslate2", blocks: "the A/B run" },
    { to: "DevOps Engineer", task: "GPU quota" },
    { task: "Queue limits" },
    { to: "ml-ai-engineer", task: "Ask myself" },
  );
  expect(await window.tree()).toBe(`Open | 3
  Backend Architect | 2
    Queue limits | just now
    Worker image with CTranslate2 | just now · blocks the A/B run
  DevOps Engineer | 1
    GPU quota | just now
Deferred consultations | 1
  Ask myself | just now`);
  await vi.waitFor(() =>
    expect(window.view.badge).toEqual({ value: 4, tooltip: "Handoffs that wait for you: to run or answer: 4" }),
  );

  const { handoffs } = await window.team.current();
  await handoffs.answer(first, "Done.", "person");
  await handoffs.send(second);
  await handoffs.dismiss(third);
  expect(await window.tree()).toBe(`Sent | 1
  GPU quota | sent just now
Answered | 1
  Worker image with CTranslate2 | answered just now · ready to continue · blocks the A/B run
Deferred consultations | 1
  Ask myself | just now
Dismissed | 1 (closed)
  Queue limits | dismissed just now`);
  await vi.waitFor(() =>
    expect(window.view.badge?.tooltip).toBe("Handoffs that wait for you: to run or answer: 1, to continue with: 1"),
  );
  window.close();
});

it("an answered one is not ready while another of its conversation is waited for", async () => {
  const window = await openWindow(folder);
  const [first = "", second = ""] = await window.raise(
    { task: "One", blocks: "all" },
    { task: "Two", blocks: "all" },
    { task: "Three" },
  );
  const { handoffs } = await window.team.current();
  await handoffs.answer(first, "Done.", "person");
  expect(await window.tree()).not.toContain("ready to continue");
  await handoffs.dismiss(second);
  expect(await window.tree()).toContain("ready to continue");
  window.close();
});

it("shows what cannot be read, with the reason, and opens it", async () => {
  const window = await openWindow(folder);
  const [id = ""] = await window.raise({});
  await window.parts.team.keep();
  const path = (await window.handoffs())[0]?.realPath ?? "";
  await writeFile(join(path, "..", "20260101-00000000-broken.md"), "no record");
  const text = await window.tree();
  expect(text).toMatch(/^Open \| 1\n {2}A \| just now\nCannot be read \| 1\n {2}20260101-00000000-broken\.md \| \S/);
  await window.act("open", {
    kind: "problem",
    problem: { path: `.claude/agents-handoffs/ml-ai-engineer/20260101-00000000-broken.md`, message: "" },
  });
  await window.act("open", id);
  const { fake } = await import("../../support/fake-vscode");
  expect(fake.window.shown).toEqual([join(path, "..", "20260101-00000000-broken.md"), path]);
  window.close();
});

it("a record's text means nothing in its tooltip", async () => {
  const window = await openWindow(folder);
  await window.raise({ to: "[x](command:run)", task: "```\n[click](command:x)\n<img src=x>\u202e" });
  const [handoff] = await window.handoffs();
  if (!handoff) throw new Error("no handoff");
  const tooltip = tooltipOf({ kind: "handoff", handoff, refusal: "There is no *agent*.", isReady: false });
  expect(tooltip).toMatchObject({ isTrusted: false, supportHtml: false });
  expect(tooltip.value).toContain("\\[x\\](command:run)");
  expect(tooltip.value).toContain("````text\n```\n[click](command:x)\n<img src=x>\\u{202e}\n````");
  expect(tooltip.value).toContain("There is no \\*agent\\*.");
  window.close();
});

it("reveals a handoff that somebody asks for", async () => {
  const window = await openWindow(folder);
  const [id = ""] = await window.raise({}, { to: "DevOps Engineer" });
  await window.tree();
  window.asked.fire(id);
  window.asked.fire("20000101-00000000");
  await vi.waitFor(() => expect(window.view.control.revealed).toEqual([`handoff:${id}`]));
  await vi.waitFor(() => expect(window.messages().join()).toContain("20000101-00000000 is not in this workspace"));
  window.close();
});

it("in a folder that is not trusted it shows records and offers nothing but reading", async () => {
  const before = await openWindow(folder);
  await before.raise({});
  await before.parts.team.keep();
  before.close();
  const window = await openWindow(folder, { trusted: false });
  expect(await window.tree()).toContain("A | just now");
  const [group] = (await window.view.control.provider.getChildren()) as { children: unknown[] }[];
  const item = window.view.control.provider.getTreeItem(group?.children[0]);
  expect(item.contextValue).toBe("handoff");
  window.close();
});
