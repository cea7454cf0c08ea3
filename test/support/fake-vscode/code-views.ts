import type { MarkdownString } from "./chat";
import type { FakeDocument } from "./documents";
import { CancellationTokenSource, Disposable, type Event } from "./events";
import type { CodeAction, Diagnostic } from "./languages";
import { type Position, Range, type Uri } from "./places";

interface Command {
  readonly title: string;
  readonly command: string;
  readonly tooltip?: string;
  readonly arguments?: readonly unknown[];
}

export class CodeLens {
  readonly range: Range;
  readonly command: Command | undefined;

  constructor(range: Range, command?: Command) {
    this.range = range;
    this.command = command;
  }
}

export class Hover {
  readonly contents: readonly MarkdownString[];

  constructor(contents: MarkdownString) {
    this.contents = [contents];
  }
}

/** Changes of texts, made all at once. */
export class WorkspaceEdit {
  readonly edits: { readonly uri: Uri; readonly range: Range; readonly text: string }[] = [];

  replace(uri: Uri, range: Range, text: string): void {
    this.edits.push({ uri, range, text });
  }
}

type Token = CancellationTokenSource["token"];

interface LensProvider {
  readonly onDidChangeCodeLenses?: Event<void>;
  provideCodeLenses(document: object, token: Token): Promise<readonly CodeLens[] | undefined>;
}

interface HoverProvider {
  provideHover(document: object, position: Position, token: Token): Promise<Hover | undefined>;
}

interface ActionsProvider {
  provideCodeActions(document: object, range: Range, context: object, token: Token): Promise<CodeAction[] | undefined>;
}

/** What stands over and beside code, and who provides it. */
export function createCodeViews(actionProviders: ReadonlySet<ActionsProvider>) {
  const lenses = new Set<LensProvider>();
  const hovers = new Set<HoverProvider>();
  let redrawn = 0;
  const { token } = new CancellationTokenSource();
  const registered = <Provider>(set: Set<Provider>, provider: Provider, ...others: Disposable[]) => {
    set.add(provider);
    return Disposable.from(new Disposable(() => set.delete(provider)), ...others);
  };
  return {
    languages: {
      registerCodeLensProvider(_selector: unknown, provider: LensProvider) {
        const counting = provider.onDidChangeCodeLenses?.(() => redrawn++);
        return registered(lenses, provider, ...(counting ? [counting] : []));
      },
      registerHoverProvider: (_selector: unknown, provider: HoverProvider) => registered(hovers, provider),
    },
    control: {
      /** How often the editor was told to ask for lenses again. */
      get redrawn() {
        return redrawn;
      },
      async lenses(document: FakeDocument): Promise<readonly CodeLens[]> {
        const found = await Promise.all([...lenses].map((one) => one.provideCodeLenses(document, token)));
        return found.flatMap((list) => list ?? []);
      },
      /** `4 Title`, and what a click runs, one line a lens. */
      async lensText(document: FakeDocument): Promise<string> {
        const all = await this.lenses(document);
        return all
          .map(({ range, command }) => `${range.start.line + 1} ${command?.title} → ${command?.command}`)
          .join("\n");
      },
      /** Over the first place of a text. */
      async hover(document: FakeDocument, text: string): Promise<MarkdownString | undefined> {
        const found = await Promise.all(
          [...hovers].map((one) => one.provideHover(document, placeOf(document, text), token)),
        );
        return found.flatMap((one) => one?.contents ?? [])[0];
      },
      /** With the cursor at the first place of a text. */
      async actionsAt(document: FakeDocument, text: string): Promise<readonly CodeAction[]> {
        const at = placeOf(document, text);
        const context = { diagnostics: [] as readonly Diagnostic[] };
        const offered = [...actionProviders].map((one) =>
          one.provideCodeActions(document, new Range(at, at), context, token),
        );
        return (await Promise.all(offered)).flatMap((list) => list ?? []);
      },
    },
  };
}

function placeOf(document: FakeDocument, text: string): Position {
  const at = document.getText().indexOf(text);
  if (at < 0) throw new Error(`the document has no ${text}`);
  return document.positionAt(at);
}
