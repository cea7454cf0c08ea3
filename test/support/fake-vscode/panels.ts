import { EventEmitter } from "./events";
import { Uri } from "./places";
import { strict } from "./strict";

interface Serializer {
  deserializeWebviewPanel(panel: unknown, state: unknown): Promise<void>;
}

const source = "https://resources.example";

function createPanel(viewType: string, title: string, closed: (panel: FakePanel) => void) {
  const received = new EventEmitter<unknown>();
  const disposed = new EventEmitter<void>();
  const posted: { readonly type: string }[] = [];
  let reveals = 0;
  let isOpen = true;
  const panel = {
    viewType,
    title,
    iconPath: undefined as unknown,
    webview: strict("Webview", {
      cspSource: source,
      options: {} as { readonly enableScripts?: boolean; readonly localResourceRoots?: readonly Uri[] },
      html: "",
      asWebviewUri: (uri: Uri) => Uri.parse(`${source}${encodeURI(uri.path)}`),
      onDidReceiveMessage: received.event,
      async postMessage(message: { readonly type: string }) {
        if (!isOpen) throw new Error("Webview is disposed");
        // What a view gets went through JSON.
        posted.push(JSON.parse(JSON.stringify(message)));
        return true;
      },
    }),
    onDidDispose: disposed.event,
    reveal: () => void reveals++,
    dispose() {
      if (!isOpen) return;
      isOpen = false;
      closed(panel);
      disposed.fire();
    },
    /** For tests. */
    control: {
      posted,
      get reveals() {
        return reveals;
      },
      /** What the page says. */
      say: (message: unknown) => received.fire(message),
    },
  };
  return panel;
}

export type FakePanel = ReturnType<typeof createPanel>;

/** Panels in the editor area, and who brings them back after a reload. */
export function createPanels() {
  const panels: FakePanel[] = [];
  const serializers = new Map<string, Serializer>();
  let targets: string[] = [];
  const create = (viewType: string, title: string) => {
    const panel = createPanel(viewType, title, (closed) => panels.splice(panels.indexOf(closed), 1));
    panels.push(panel);
    return panel;
  };
  return {
    control: {
      panels,
      /** Where the person saves, in order; then they leave the dialog. */
      saveTo(...paths: string[]) {
        targets = paths;
      },
      /** As a window does that is opened again with a panel in it. */
      async restore(viewType: string, state: unknown): Promise<FakePanel> {
        const panel = create(viewType, "");
        await serializers.get(viewType)?.deserializeWebviewPanel(panel, state);
        return panel;
      },
    },
    window: {
      createWebviewPanel: create,
      async showSaveDialog() {
        const path = targets.shift();
        return path === undefined ? undefined : Uri.file(path);
      },
      registerWebviewPanelSerializer(viewType: string, serializer: Serializer) {
        serializers.set(viewType, serializer);
        return { dispose: () => serializers.delete(viewType) };
      },
    },
  };
}
