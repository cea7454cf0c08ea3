import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { poll } from "./poll";

/** First line, first character, last line, last character, all counted from 0. */
type PlainRange = readonly [number, number, number, number];

interface PlainDiagnostic {
  readonly path: string;
  readonly range: PlainRange;
  readonly message: string;
  readonly severity: "error" | "warning" | "information" | "hint";
  readonly source: string | null;
  readonly code: string | number | null;
}

interface PlainCodeLens {
  readonly range: PlainRange;
  readonly title: string | null;
  readonly command: string | null;
  readonly commandArguments: readonly unknown[];
}

interface WindowState {
  readonly isTrusted: boolean;
  readonly folders: readonly string[];
  readonly activeEditor: { readonly path: string; readonly selection: PlainRange } | null;
  readonly tabs: readonly string[];
  /** Process id of the extension host. */
  readonly extensionHost: number;
}

/** One part of a scripted model's turn; see `models.js` of the driver extension. */
type ModelPart =
  | { readonly text: string }
  | { readonly call: { readonly id: string; readonly name: string; readonly input: object } }
  | { readonly waitMilliseconds: number }
  | { readonly error: string };

/** One list of parts a request. */
export type ModelScript = readonly (readonly ModelPart[])[];

interface ModelMessage {
  readonly role: "user" | "assistant";
  readonly content: readonly {
    readonly text?: string;
    readonly call?: { readonly id: string; readonly name: string; readonly input: unknown };
    readonly result?: { readonly id: string; readonly text: string };
  }[];
}

/** Calls `vscode.*` in one window from outside. A call rejects with the message of what went wrong there. */
export interface Driver {
  executeCommand(command: string, ...commandArguments: readonly unknown[]): Promise<unknown>;
  commands(prefix?: string): Promise<readonly string[]>;
  getConfiguration(
    name: string,
  ): Promise<{ readonly defaultValue?: unknown; readonly globalValue?: unknown; readonly workspaceValue?: unknown }>;
  updateConfiguration(name: string, value: unknown, target?: "user" | "workspace"): Promise<void>;
  open(path: string, range?: PlainRange): Promise<void>;
  diagnostics(): Promise<readonly PlainDiagnostic[]>;
  codeLenses(path: string): Promise<readonly PlainCodeLens[]>;
  extension(id: string): Promise<{ readonly isInstalled: boolean; readonly isActive: boolean }>;
  state(): Promise<WindowState>;
  languageModels(
    selector?: Readonly<Record<string, string>>,
  ): Promise<
    readonly { readonly vendor: string; readonly id: string; readonly family: string; readonly name: string }[]
  >;
  /** The parts that VS Code's API streams, as plain data: `{ value }` for text, `{ callId, name, input }` for a tool call. */
  askLanguageModel(selector: Readonly<Record<string, string>>, question: string): Promise<readonly unknown[]>;
  readClipboard(): Promise<string>;
  writeClipboard(text: string): Promise<void>;
  /** Replaces what the scripted model still has to say; it exists when the window was opened with a `modelScript`. */
  scriptModel(turns: ModelScript): Promise<void>;
  /** All requests so far, in every window. */
  modelRequests(): Promise<
    readonly { readonly messages: readonly ModelMessage[]; readonly tools: readonly string[] }[]
  >;
  /** Waits for the extension host that came after this one: after a reload of the window, or after the host was killed. */
  next(): Promise<Driver>;
}

const answerSeconds = 20;
const startSeconds = 30;

/** The driver of the newest extension host below `folder` that is none of `earlier`; waits until there is one. */
export async function connectDriver(folder: string, earlier: readonly string[] = []): Promise<Driver> {
  const host = await poll(`a new extension host in ${folder}`, startSeconds, async () => {
    const hosts = (await hostsOf(folder)).filter((name) => !earlier.includes(name));
    return hosts.at(-1);
  });
  const ask = <T>(action: string, parameters: object = {}) => request<T>(join(folder, host), action, parameters);
  return {
    executeCommand: (command, ...commandArguments) => ask("executeCommand", { command, commandArguments }),
    commands: (prefix = "") => ask("commands", { prefix }),
    getConfiguration: (name) => ask("getConfiguration", { name }),
    updateConfiguration: (name, value, target = "user") => ask("updateConfiguration", { name, value, target }),
    open: (path, range) => ask("open", { path, range }),
    diagnostics: () => ask("diagnostics"),
    codeLenses: (path) => ask("codeLenses", { path }),
    extension: (id) => ask("extension", { id }),
    state: () => ask("state"),
    languageModels: (selector = {}) => ask("languageModels", { selector }),
    askLanguageModel: (selector, question) => ask("askLanguageModel", { selector, question }),
    readClipboard: () => ask("readClipboard"),
    writeClipboard: (text) => ask("writeClipboard", { text }),
    scriptModel: (turns) => writeModelScript(folder, turns),
    modelRequests: async () => {
      const file = join(folder, "model-requests.jsonl");
      const lines = existsSync(file) ? (await readFile(file, "utf8")).trimEnd().split("\n") : [];
      return lines.map((line) => JSON.parse(line));
    },
    next: async () => connectDriver(folder, [...earlier, host]),
  };
}

/** Lends VS Code a language model of vendor `ml-engineer-test`, id `scripted`. */
export function writeModelScript(folder: string, turns: ModelScript): Promise<void> {
  return writeWhole(join(folder, "model-script.json"), turns);
}

/** The names of the hosts that have reported, oldest first. */
export async function hostsOf(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  const times = await Promise.all(
    names.map(async (name) => {
      const file = await stat(join(folder, name, "ready.json")).catch(() => undefined);
      return file && { name, time: file.mtimeMs };
    }),
  );
  return times
    .filter((host) => host !== undefined)
    .sort((a, b) => a.time - b.time)
    .map(({ name }) => name);
}

async function request<T>(folder: string, action: string, parameters: object): Promise<T> {
  const id = randomUUID();
  const file = join(folder, `${id}.answer.json`);
  await writeWhole(join(folder, `${id}.request.json`), { id, action, parameters });
  const text = await poll(`an answer of the test driver to "${action}"`, answerSeconds, () =>
    readFile(file, "utf8").catch(() => undefined),
  );
  await rm(file);
  const answer: { value: T; error?: string } = JSON.parse(text);
  if (answer.error !== undefined) throw new Error(`${action}: ${answer.error}`);
  return answer.value;
}

async function writeWhole(file: string, value: unknown): Promise<void> {
  await writeFile(`${file}.part`, JSON.stringify(value));
  await rename(`${file}.part`, file);
}
