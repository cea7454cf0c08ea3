/**
 * The `vscode` module of unit tests, by an alias. What it has behaves like the editor; what it does not have throws. A test
 * drives it through `fake`, and starts from a new one with `resetFake()`.
 */
import { createChat } from "./fake-vscode/chat";
import { createCodeViews } from "./fake-vscode/code-views";
import { createConfiguration } from "./fake-vscode/configuration";
import { createDocuments } from "./fake-vscode/documents";
import { createFocus } from "./fake-vscode/focus";
import { createFolders } from "./fake-vscode/folders";
import { createGitExtension } from "./fake-vscode/git-extension";
import { createLanguageModels } from "./fake-vscode/language-models";
import { createLanguages } from "./fake-vscode/languages";
import { createPanels } from "./fake-vscode/panels";
import { strict } from "./fake-vscode/strict";
import { createTests } from "./fake-vscode/tests";
import { createWindow } from "./fake-vscode/window";

export { ChatRequestTurn, ChatResponseMarkdownPart, ChatResponseTurn, MarkdownString } from "./fake-vscode/chat";
export { CodeLens, Hover, WorkspaceEdit } from "./fake-vscode/code-views";
export { ConfigurationTarget } from "./fake-vscode/configuration";
export { CancellationError, CancellationTokenSource, Disposable, EventEmitter } from "./fake-vscode/events";
export { RelativePattern } from "./fake-vscode/folders";
export {
  LanguageModelChatMessage,
  LanguageModelChatMessageRole,
  LanguageModelError,
  LanguageModelTextPart,
  LanguageModelToolCallPart,
  LanguageModelToolResultPart,
} from "./fake-vscode/language-models";
export {
  CodeAction,
  CodeActionKind,
  Diagnostic,
  DiagnosticRelatedInformation,
  DiagnosticSeverity,
} from "./fake-vscode/languages";
export { Location, Position, Range, Uri } from "./fake-vscode/places";
export { TestMessage, TestRunProfileKind, TestRunRequest } from "./fake-vscode/tests";
export { ThemeColor, TreeItem, TreeItemCollapsibleState } from "./fake-vscode/trees";
export {
  InputBoxValidationSeverity,
  ProgressLocation,
  QuickPickItemKind,
  TabInputText,
  ViewColumn,
} from "./fake-vscode/window";

export const UIKind = { Desktop: 1, Web: 2 } as const;
export class ThemeIcon {
  readonly id: string;
  readonly color: unknown;

  constructor(id: string, color?: unknown) {
    this.id = id;
    this.color = color;
  }
}

function createEditor() {
  const configuration = createConfiguration();
  const models = createLanguageModels();
  const chats = createChat();
  const windows = createWindow();
  const panels = createPanels();
  const executed: string[] = [];
  const calls: { readonly command: string; readonly values: readonly unknown[] }[] = [];
  const handlers = new Map<string, (...values: readonly unknown[]) => unknown>();
  const clipboard = { text: "" };
  const documents = createDocuments();
  const folders = createFolders();
  const languages = createLanguages();
  const views = createCodeViews(languages.actionProviders);
  const focus = createFocus();
  const git = createGitExtension();
  const tests = createTests();
  return {
    parts: {
      chat: chats.chat,
      lm: models.lm,
      window: Object.assign(windows.window, panels.window, focus.window),
      languages: strict("vscode.languages", Object.assign(languages.languages, views.languages)),
      extensions: strict("vscode.extensions", git.extensions),
      tests: tests.tests,
      workspace: strict(
        "vscode.workspace",
        Object.assign(folders.workspace, documents.workspace, {
          onDidChangeConfiguration: configuration.onDidChangeConfiguration,
          getConfiguration: configuration.getConfiguration,
        }),
      ),
      commands: strict("vscode.commands", {
        async executeCommand(command: string, ...values: unknown[]) {
          executed.push(command);
          calls.push({ command, values });
          return await handlers.get(command)?.(...values);
        },
      }),
      env: strict("vscode.env", {
        appRoot: "/usr/share/code/resources/app",
        uiKind: UIKind.Desktop as 1 | 2,
        clipboard: {
          readText: async () => clipboard.text,
          async writeText(text: string) {
            clipboard.text = text;
          },
        },
        remoteName: undefined as string | undefined,
        language: "en",
      }),
      l10n: strict("vscode.l10n", { t: translate }),
    },
    control: {
      settings: configuration.control,
      models: models.control,
      chat: chats.control,
      window: windows.control,
      panels: panels.control,
      documents: documents.control,
      folders: folders.control,
      problems: languages.control,
      views: views.control,
      git: git.control,
      focus: focus.focus,
      tests: tests.control,
      executedCommands: executed,
      /** The same with what they were called with. */
      calledCommands: calls,
      /** What commands do that a test gives a meaning; others do nothing. */
      commandHandlers: handlers,
      clipboard,
    },
  };
}

let editor = createEditor();

// The namespaces stay the same objects, because modules hold on to them; what is behind them is replaced.
export const chat = current("chat");
export const lm = current("lm");
export const window = current("window");
export const languages = current("languages");
export const extensions = current("extensions");
export const tests = current("tests");
export const workspace = current("workspace");
export const commands = current("commands");
export const env = current("env");
export const l10n = current("l10n");

/** What a test sees and does: the person's side of the editor. */
export const fake = new Proxy({} as ReturnType<typeof createEditor>["control"], {
  get: (_target, property) => Reflect.get(editor.control, property),
});

export function resetFake(): void {
  editor = createEditor();
}

function current<Name extends keyof typeof editor.parts>(name: Name): (typeof editor.parts)[Name] {
  return new Proxy({} as (typeof editor.parts)[Name], {
    get: (_target, property) => Reflect.get(editor.parts[name], property),
    set: (_target, property, value) => Reflect.set(editor.parts[name], property, value),
  });
}

/** English text with its arguments, by position or by name. */
function translate(message: string | { message: string; args?: unknown }, ...args: unknown[]): string {
  const text = typeof message === "string" ? message : message.message;
  const values = typeof args[0] === "object" && args[0] !== null ? (args[0] as Record<string, unknown>) : { ...args };
  return text.replace(/\{(\w+)\}/g, (placeholder, key: string) =>
    key in values ? String((values as Record<string, unknown>)[key]) : placeholder,
  );
}
