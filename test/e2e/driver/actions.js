// What a test may ask for: one entry an action, the same names as in `test/e2e/support/driver.ts`.
const vscode = require("vscode");
const { fromPlain } = require("./plain.js");

exports.actions = {
  executeCommand: ({ command, commandArguments = [] }) =>
    vscode.commands.executeCommand(command, ...commandArguments.map(fromPlain)),

  /** Commands that extensions and the workbench have registered; those that start with an underscore are internal. */
  commands: async ({ prefix = "" }) =>
    (await vscode.commands.getCommands(true)).filter((name) => name.startsWith(prefix)).sort(),

  getConfiguration: ({ name }) => vscode.workspace.getConfiguration().inspect(name),

  updateConfiguration: ({ name, value, target }) =>
    vscode.workspace
      .getConfiguration()
      .update(name, value ?? undefined, vscode.ConfigurationTarget[target === "workspace" ? "Workspace" : "Global"]),

  open: async ({ path, range }) => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
    await vscode.window.showTextDocument(document, range && { selection: new vscode.Range(...range) });
  },

  diagnostics: () =>
    vscode.languages.getDiagnostics().flatMap(([uri, diagnostics]) =>
      diagnostics.map(({ range, message, severity, source, code }) => ({
        path: uri.fsPath,
        range,
        message,
        severity: vscode.DiagnosticSeverity[severity].toLowerCase(),
        source,
        code: typeof code === "object" ? code.value : code,
      })),
    ),

  /** Resolved, as a person sees them. */
  codeLenses: async ({ path }) => {
    const uri = vscode.Uri.file(path);
    const lenses = await vscode.commands.executeCommand("vscode.executeCodeLensProvider", uri, 1000);
    return lenses.map(({ range, command }) => ({
      range,
      title: command?.title,
      command: command?.command,
      commandArguments: command?.arguments ?? [],
    }));
  },

  extension: ({ id }) => {
    const extension = vscode.extensions.getExtension(id);
    return { isInstalled: extension !== undefined, isActive: extension?.isActive ?? false };
  },

  state: () => {
    const editor = vscode.window.activeTextEditor;
    return {
      isTrusted: vscode.workspace.isTrusted,
      folders: (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri),
      activeEditor: editor && {
        path: editor.document.uri,
        selection: new vscode.Range(editor.selection.start, editor.selection.end),
      },
      tabs: vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)),
      extensionHost: process.pid,
    };
  },

  /** Which language models an extension can see. */
  languageModels: async ({ selector = {} }) =>
    (await vscode.lm.selectChatModels(selector)).map(({ vendor, id, family, name }) => ({ vendor, id, family, name })),

  /** Asks the first language model of the selector one question, as an extension does, and collects what it streams. */
  askLanguageModel: async ({ selector, question }) => {
    const [model] = await vscode.lm.selectChatModels(selector);
    if (model === undefined) throw new Error("no such language model");
    const response = await model.sendRequest([vscode.LanguageModelChatMessage.User(question)]);
    const parts = [];
    for await (const part of response.stream) parts.push(part);
    return parts;
  },

  readClipboard: () => vscode.env.clipboard.readText(),

  writeClipboard: ({ text }) => vscode.env.clipboard.writeText(text),
};
