import { type Event, EventEmitter } from "./events";

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 } as const;

export class ThemeColor {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

export class TreeItem {
  readonly label: string;
  readonly collapsibleState: number;
  id?: string;
  description?: string;
  contextValue?: string;
  tooltip?: unknown;

  constructor(label: string, collapsibleState: number = TreeItemCollapsibleState.None) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}

interface Provider<Node> {
  readonly onDidChangeTreeData?: Event<void>;
  getTreeItem(node: Node): TreeItem;
  getChildren(node?: Node): Promise<Node[]>;
  getParent?(node: Node): Promise<Node | undefined>;
}

function createTreeView<Node>(id: string, provider: Provider<Node>) {
  const revealed: string[] = [];
  const lines = async (parent: Node | undefined, indent: string): Promise<string[]> => {
    const shown: string[] = [];
    for (const node of await provider.getChildren(parent)) {
      const item = provider.getTreeItem(node);
      const closed = item.collapsibleState === TreeItemCollapsibleState.Collapsed ? " (closed)" : "";
      shown.push(`${indent}${item.label} | ${item.description ?? ""}${closed}`);
      shown.push(...(await lines(node, `${indent}  `)));
    }
    return shown;
  };
  return {
    id,
    visible: true,
    onDidChangeVisibility: new EventEmitter<{ readonly visible: boolean }>().event,
    badge: undefined as { value: number; tooltip: string } | undefined,
    async reveal(node: Node) {
      revealed.push(provider.getTreeItem(node).id ?? "");
    },
    dispose() {},
    /** For tests. */
    control: {
      revealed,
      provider,
      /** Every item as `label | description`, also those of closed groups. */
      render: async () => (await lines(undefined, "")).join("\n"),
    },
  };
}

type FakeTreeView = ReturnType<typeof createTreeView<unknown>>;

/** The trees of the side bar. */
export function createTrees() {
  const views: FakeTreeView[] = [];
  return {
    views,
    create(id: string, { treeDataProvider }: { readonly treeDataProvider: Provider<unknown> }) {
      const view = createTreeView(id, treeDataProvider);
      views.push(view);
      return view;
    },
  };
}
