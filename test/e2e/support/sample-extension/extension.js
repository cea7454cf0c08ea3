const vscode = require("vscode");

const page = (text) => `<!DOCTYPE html><html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>p { font: var(--vscode-font-size) var(--vscode-font-family); color: var(--vscode-foreground); }</style></head>
<body data-view="sample"><p>${text}</p></body></html>`;

exports.activate = (context) => {
  let text = "Waiting to be greeted.";
  let view;
  context.subscriptions.push(
    vscode.window.registerWebviewViewProvider("sample.panel", {
      resolveWebviewView(resolved) {
        view = resolved;
        view.webview.html = page(text);
      },
    }),
    vscode.window.registerTreeDataProvider("sample.tree", {
      getChildren: () => ["Apple", "Pear"],
      getTreeItem: (name) => Object.assign(new vscode.TreeItem(name), { description: `${name.length} letters` }),
    }),
    vscode.commands.registerCommand("sample.greet", async () => {
      text = "Hello from the extension host.";
      // The command may end before the view is resolved, and then the view takes the text from here.
      await vscode.commands.executeCommand("sample.panel.focus");
      if (view !== undefined) view.webview.html = page(text);
      void vscode.window.showInformationMessage("Greeted.", "Show log");
    }),
    vscode.commands.registerCommand("sample.choose", async () => {
      const fruit = await vscode.window.showQuickPick(["Apple", "Pear"]);
      void vscode.window.showWarningMessage(`Chosen: ${fruit}.`);
    }),
  );
};
