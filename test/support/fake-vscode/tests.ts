import { CancellationTokenSource, Disposable } from "./events";
import type { Location, Range, Uri } from "./places";
import { strict } from "./strict";

export const TestRunProfileKind = { Run: 1, Debug: 2, Coverage: 3 } as const;

export class TestRunRequest {
  readonly include: readonly TestItem[] | undefined;
  readonly exclude: readonly TestItem[] | undefined;

  constructor(include?: readonly TestItem[], exclude?: readonly TestItem[], ..._rest: readonly unknown[]) {
    this.include = include;
    this.exclude = exclude;
  }
}

export class TestMessage {
  readonly message: string;
  location: Location | undefined;

  constructor(message: string) {
    this.message = message;
  }
}

export interface TestItem {
  readonly id: string;
  readonly label: string;
  readonly uri: Uri | undefined;
  readonly children: ReturnType<typeof createItems>;
  parent: TestItem | undefined;
  range: Range | undefined;
  error: string | undefined;
  sortText: string | undefined;
}

/** Outcomes as the Test Explorer shows them: one line an item, the newest of each. */
type Outcomes = Map<string, string>;

function createItems(parent: TestItem | undefined) {
  const items = new Map<string, TestItem>();
  return strict("TestItemCollection", {
    get size() {
      return items.size;
    },
    get: (id: string) => items.get(id),
    replace(next: readonly TestItem[]) {
      items.clear();
      for (const item of next) {
        item.parent = parent;
        items.set(item.id, item);
      }
    },
    /** For tests. */
    all: () => [...items.values()],
  });
}

function createItem(id: string, label: string, uri?: Uri): TestItem {
  const item: TestItem = Object.assign({} as TestItem, {
    id,
    label,
    uri,
    parent: undefined,
    range: undefined,
    error: undefined,
    sortText: undefined,
  });
  return Object.assign(item, { children: createItems(item) });
}

function createRun(outcomes: Outcomes, output: string[]) {
  const settle =
    (what: string) =>
    (item: TestItem, messages: readonly TestMessage[] | TestMessage = []) => {
      const all = [messages].flat().map(({ message, location }) => {
        const line = location ? ` @${location.range.start.line + 1}` : "";
        return `${message}${line}`;
      });
      outcomes.set(item.label, [what, ...all].join(" | "));
    };
  return strict("TestRun", {
    enqueued: settle("enqueued"),
    started: settle("started"),
    passed: settle("passed"),
    failed: settle("failed"),
    errored: settle("errored"),
    skipped: settle("skipped"),
    appendOutput: (text: string) => void output.push(text),
    end() {},
  });
}

type Evaluate = (request: TestRunRequest, token: CancellationTokenSource["token"]) => Promise<void>;

/** The Test Explorer. */
export function createTests() {
  const outcomes: Outcomes = new Map();
  const output: string[] = [];
  const profiles: { readonly label: string; readonly run: Evaluate }[] = [];
  const controllers: { resolveHandler?: (item?: TestItem) => Promise<void>; items: ReturnType<typeof createItems> }[] =
    [];
  let runs = 0;
  return {
    tests: strict("vscode.tests", {
      createTestController(id: string, label: string) {
        const controller = Object.assign(new Disposable(() => {}), {
          id,
          label,
          items: createItems(undefined),
          createTestItem: createItem,
          createTestRun() {
            runs++;
            return createRun(outcomes, output);
          },
          createRunProfile(profileLabel: string, _kind: number, run: Evaluate) {
            profiles.push({ label: profileLabel, run });
          },
        });
        controllers.push(controller);
        return controller;
      },
    }),
    control: {
      outcomes,
      output,
      /** How many runs were shown. */
      get runs() {
        return runs;
      },
      items: () => controllers.flatMap(({ items }) => items.all().flatMap((file) => [file, ...file.children.all()])),
      /** The person opens the view. */
      open: async () => {
        for (const { resolveHandler } of controllers) await resolveHandler?.(undefined);
      },
      /** The person runs those with these labels; without any, all. */
      async run(...labels: readonly string[]): Promise<void> {
        const chosen = this.items().filter(({ label }) => labels.includes(label));
        const { token } = new CancellationTokenSource();
        await profiles[0]?.run(new TestRunRequest(labels.length > 0 ? chosen : undefined), token);
      },
      /** `label: outcome`, in the order of the file. */
      text() {
        return this.items()
          .filter(({ parent }) => parent !== undefined)
          .map(({ label, range }) => `${(range?.start.line ?? 0) + 1} ${label}: ${outcomes.get(label) ?? "unset"}`)
          .join("\n");
      },
    },
  };
}
