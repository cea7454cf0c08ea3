import * as vscode from "vscode";
import type { StoredMemory } from "../../core/memory/memory";
import { rankMemories } from "../../core/memory/rank";
import { visibleShort } from "../../core/workspace/visible-text";
import { oneLine } from "./memory-words";
import { type MemoryPick, pickOf } from "./targets";

/** Milliseconds without a key press before the memories are ranked. */
const pause = 80;

/** Lets the person look for a memory as the agent does at the start of a conversation; undefined when they left. */
export function searchMemories(memories: readonly StoredMemory[]): Promise<StoredMemory | undefined> {
  const box = vscode.window.createQuickPick<MemoryPick>();
  box.title = vscode.l10n.t("Search memories");
  box.placeholder = vscode.l10n.t("A question, an engine, a model or a file, in any language");
  box.items = found(memories, "");
  let timer: ReturnType<typeof setTimeout> | undefined;
  box.onDidChangeValue((value) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      box.items = found(memories, value);
    }, pause);
  });
  return new Promise((resolve) => {
    box.onDidAccept(() => {
      resolve(box.selectedItems[0]?.memory);
      box.hide();
    });
    box.onDidHide(() => {
      clearTimeout(timer);
      box.dispose();
      resolve(undefined);
    });
    box.show();
  });
}

/** All of them, newest first, until something is typed; then those that have to do with it, the best first, with the reason. */
function found(memories: readonly StoredMemory[], typed: string): readonly MemoryPick[] {
  const question = typed.trim();
  // Its own filter would hide what was found by its meaning.
  const shown = (memory: StoredMemory, detail: string) => ({ ...pickOf(memory, detail), alwaysShow: true });
  if (question === "") return memories.map((memory) => shown(memory, visibleShort(oneLine(memory.appliesWhen), 160)));
  const ranked = rankMemories(memories, { question, engines: [], models: [], files: [] });
  const related = ranked.filter(({ isRelated }) => isRelated);
  const known = new Set(related.map(({ memory }) => memory));
  // The beginning of a word is not yet a word that could be looked up.
  const begun = memories.filter((memory) => !known.has(memory) && has(memory, question.toLowerCase()));
  return [
    ...related.map(({ memory, reasons }) => shown(memory, visibleShort(oneLine(reasons().join("; ")), 200))),
    ...begun.map((memory) => shown(memory, visibleShort(oneLine(memory.appliesWhen), 160))),
  ];
}

function has({ title, appliesWhen, engineOrModel }: StoredMemory, typed: string): boolean {
  return [title, appliesWhen, engineOrModel].some((text) => text.toLowerCase().includes(typed));
}
