import { CancellationTokenSource, EventEmitter } from "./events";
import { Uri } from "./places";
import { strict } from "./strict";
import { createTrees } from "./trees";

export const QuickPickItemKind = { Separator: -1, Default: 0 } as const;
export const InputBoxValidationSeverity = { Info: 1, Warning: 2, Error: 3 } as const;
export const ViewColumn = { Active: -1, Beside: -2 } as const;
export const ProgressLocation = { SourceControl: 1, Window: 10, Notification: 15 } as const;

interface QuickPickItem {
  readonly label: string;
  readonly kind?: number;
  readonly description?: string;
  readonly detail?: string;
  readonly alwaysShow?: boolean;
}

/** What both inputs share: shown until accepted or hidden. */
function createInput() {
  const accepted = new EventEmitter<void>();
  const hidden = new EventEmitter<void>();
  let visible = false;
  return {
    title: undefined as string | undefined,
    placeholder: undefined as string | undefined,
    busy: false,
    enabled: true,
    ignoreFocusOut: false,
    onDidAccept: accepted.event,
    onDidHide: hidden.event,
    show() {
      visible = true;
    },
    hide() {
      if (!visible) return;
      visible = false;
      hidden.fire();
    },
    dispose() {
      this.hide();
    },
    /** For tests. */
    control: {
      get visible() {
        return visible;
      },
      accept: () => accepted.fire(),
    },
  };
}

function createQuickPick() {
  const triggered = new EventEmitter<{ readonly item: QuickPickItem; readonly button: unknown }>();
  const changed = new EventEmitter<string>();
  return Object.assign(createInput(), {
    /** What the person typed; rows without it are hidden. */
    value: "",
    items: [] as readonly QuickPickItem[],
    activeItems: [] as readonly QuickPickItem[],
    selectedItems: [] as readonly QuickPickItem[],
    matchOnDescription: false,
    matchOnDetail: false,
    keepScrollPosition: false,
    onDidTriggerItemButton: triggered.event,
    onDidChangeValue: changed.event,
    type: (value: string) => changed.fire(value),
  });
}

export type FakeQuickPick = ReturnType<typeof createQuickPick>;

function createInputBox() {
  const changed = new EventEmitter<string>();
  return Object.assign(createInput(), {
    value: "",
    password: false,
    prompt: undefined as string | undefined,
    validationMessage: undefined as string | { message: string; severity: number } | undefined,
    onDidChangeValue: changed.event,
    type: (value: string) => changed.fire(value),
  });
}

export type FakeInputBox = ReturnType<typeof createInputBox>;

/** Picks the item that a person would recognise by the start of its label. */
export function pick(quickPick: FakeQuickPick, label: string): void {
  const item = shownItems(quickPick).find((candidate) =>
    candidate.label.replace(/^\$\([\w-]+\) /, "").startsWith(label),
  );
  if (!item) throw new Error(`there is no item ${label} in\n${renderQuickPick(quickPick)}`);
  quickPick.selectedItems = [item];
  quickPick.control.accept();
}

/** Separators as `== title`, items as `label | description | detail`. */
export function renderQuickPick(quickPick: FakeQuickPick): string {
  return shownItems(quickPick)
    .map(({ kind, label, description, detail }) =>
      kind === QuickPickItemKind.Separator
        ? `== ${label}`
        : [label, description, detail].filter((text) => text !== undefined && text !== "").join(" | "),
    )
    .join("\n");
}

function shownItems({ items, value }: FakeQuickPick): readonly QuickPickItem[] {
  return items.filter(({ label, alwaysShow }) => alwaysShow || label.toLowerCase().includes(value.toLowerCase()));
}

/** Changes what stands in the box. */
export function type(inputBox: FakeInputBox | FakeQuickPick, value: string): void {
  inputBox.value = value;
  inputBox.type(value);
}

/** Types into the box and presses Enter. */
export function enter(inputBox: FakeInputBox, value: string): void {
  type(inputBox, value);
  inputBox.control.accept();
}

export class TabInputText {
  readonly uri: Uri;

  constructor(uri: Uri) {
    this.uri = uri;
  }
}

interface ShowOptions {
  readonly selection?: { readonly start: { readonly line: number } };
  readonly preview?: boolean;
}

interface FakeTab {
  readonly input: unknown;
  readonly isPreview: boolean;
}

interface InputBoxOptions {
  readonly title?: string;
  readonly value?: string;
  validateInput?(value: string): string | undefined;
}

interface ShownMessage {
  readonly severity: "information" | "warning" | "error";
  readonly text: string;
  readonly buttons: readonly string[];
  /** Of a dialog. */
  readonly detail?: string;
}

export function createWindow() {
  const quickPicks: FakeQuickPick[] = [];
  const inputBoxes: FakeInputBox[] = [];
  const messages: ShownMessage[] = [];
  const progress: {
    readonly title: string;
    readonly source: CancellationTokenSource;
    readonly reports: string[];
  }[] = [];
  const terminals: { readonly name: string; readonly cwd: string; readonly sent: string[] }[] = [];
  const trees = createTrees();
  let answers: string[] = [];
  let picks: string[] | "hesitate" = [];
  let turns: string[] | undefined;
  let texts: string[] = [];
  const tabs: FakeTab[] = [];
  const shown: string[] = [];
  const questions: {
    readonly title: string;
    readonly value?: string | undefined;
    readonly items: readonly string[];
  }[] = [];

  function show(severity: ShownMessage["severity"]) {
    return async (text: string, ...rest: unknown[]) => {
      const buttons = rest.filter((button) => typeof button === "string");
      const [options] = rest.filter((value) => typeof value === "object") as { readonly detail?: string }[];
      messages.push({ severity, text, buttons, ...(options?.detail !== undefined && { detail: options.detail }) });
      return buttons.find((button) => answers.includes(button));
    };
  }

  return {
    control: {
      quickPicks,
      inputBoxes,
      messages,
      progress,
      /** Terminals with what was typed into them; what was run ends in a line feed. */
      terminals,
      trees: trees.views,
      /** Files that were brought to the front. */
      shown,
      /** Items that are chosen in quick picks, by the beginning of their labels; where none is there, the person leaves. */
      choose(...labels: string[]) {
        picks = labels;
      },
      /** The same, one label for each quick pick; when they are used up the person leaves. */
      chooseInTurn(...labels: string[]) {
        turns = labels;
      },
      /** Quick picks stay open until they are taken back. */
      hesitate() {
        picks = "hesitate";
      },
      /** What is written into input boxes, in order; then the person leaves them. */
      write(...values: string[]) {
        texts = values;
      },
      /** Files that are open in the first group of editors. */
      tabs,
      /** Quick picks and input boxes that were shown. */
      questions,
      /** Buttons that are pressed whenever a message shows one of them; other messages are dismissed. */
      press(...buttons: string[]) {
        answers = buttons;
      },
    },
    window: strict("vscode.window", {
      createQuickPick() {
        const quickPick = strict("QuickPick", createQuickPick());
        quickPicks.push(quickPick);
        return quickPick;
      },
      createInputBox() {
        const inputBox = strict("InputBox", createInputBox());
        inputBoxes.push(inputBox);
        return inputBox;
      },
      state: { focused: true },
      tabGroups: {
        all: [{ viewColumn: 1, tabs }],
        async close(tab: FakeTab) {
          const at = tabs.indexOf(tab);
          if (at < 0) throw new Error("Tab close: Invalid tab not found!");
          tabs.splice(at, 1);
        },
      },
      activeTextEditor: undefined as { readonly document: unknown } | undefined,
      createTreeView: trees.create,
      async showQuickPick<Item extends QuickPickItem>(
        items: readonly Item[],
        { canPickMany = false, title = "" }: { readonly canPickMany?: boolean; readonly title?: string } = {},
        token?: CancellationTokenSource["token"],
      ): Promise<Item | readonly Item[] | undefined> {
        questions.push({ title, items: items.map(({ label }) => label) });
        if (picks === "hesitate")
          return new Promise((resolve) => token?.onCancellationRequested(() => resolve(undefined)));
        const labels = turns ? turns.splice(0, 1) : picks;
        const isChosen = ({ label }: Item) =>
          labels.some((pick) => label.replace(/^\$\([\w-]+\) /, "").startsWith(pick));
        const chosen = items.filter(isChosen);
        return canPickMany ? (chosen.length === 0 ? undefined : chosen) : chosen[0];
      },
      async showInputBox({ title = "", value, validateInput }: InputBoxOptions): Promise<string | undefined> {
        questions.push({ title, value, items: [] });
        const text = texts.shift();
        // Enter does nothing while the text is not accepted, so the person leaves.
        return text === undefined || validateInput?.(text) ? undefined : text;
      },
      /** A selected place is kept as `path:line`. */
      async showTextDocument(
        target: { readonly fsPath?: string; readonly uri?: { readonly path: string } },
        { selection, preview = false }: ShowOptions = {},
      ) {
        const path = target.fsPath ?? target.uri?.path ?? "";
        shown.push(selection ? `${path}:${selection.start.line + 1}` : path);
        // A preview takes the place of the one before.
        const replaced = preview ? tabs.findIndex(({ isPreview }) => isPreview) : -1;
        if (replaced >= 0) tabs.splice(replaced, 1, { input: new TabInputText(Uri.file(path)), isPreview: true });
      },
      createTerminal({ name, cwd }: { readonly name: string; readonly cwd: string }) {
        const sent: string[] = [];
        terminals.push({ name, cwd, sent });
        return { show() {}, sendText: (text: string, runs = true) => void sent.push(runs ? `${text}\n` : text) };
      },
      showInformationMessage: show("information"),
      showWarningMessage: show("warning"),
      showErrorMessage: show("error"),
      async withProgress<Result>(
        { title }: { title: string },
        work: (
          reporter: { report(value: { readonly message?: string }): void },
          token: CancellationTokenSource["token"],
        ) => Promise<Result>,
      ): Promise<Result> {
        const source = new CancellationTokenSource();
        const reports: string[] = [];
        progress.push({ title, source, reports });
        const report = ({ message }: { readonly message?: string }) => void (message && reports.push(message));
        return work({ report }, source.token);
      },
    }),
  };
}
