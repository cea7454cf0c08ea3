import { CancellationTokenSource, Disposable } from "./events";
import type { Location, Range, Uri } from "./places";
import { strict } from "./strict";

export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2, Hint: 3 } as const;
const severityNames = ["error", "warning", "information", "hint"];

export class DiagnosticRelatedInformation {
  readonly location: Location;
  readonly message: string;

  constructor(location: Location, message: string) {
    this.location = location;
    this.message = message;
  }
}

export class Diagnostic {
  readonly range: Range;
  readonly message: string;
  readonly severity: number;
  source: string | undefined;
  code: string | undefined;
  relatedInformation: DiagnosticRelatedInformation[] | undefined;

  constructor(range: Range, message: string, severity: number = DiagnosticSeverity.Error) {
    this.range = range;
    this.message = message;
    this.severity = severity;
  }
}

export const CodeActionKind = { QuickFix: { value: "quickfix" }, Refactor: { value: "refactor" } } as const;

export class CodeAction {
  readonly title: string;
  readonly kind: unknown;
  diagnostics: readonly Diagnostic[] | undefined;
  command: { readonly command: string; readonly title: string; readonly arguments: readonly unknown[] } | undefined;

  constructor(title: string, kind: unknown) {
    this.title = title;
    this.kind = kind;
  }
}

interface CodeActionsProvider {
  provideCodeActions(document: object, range: Range, context: object, token: object): Promise<CodeAction[] | undefined>;
}

/** Problems by collection and file, and the actions that are offered for them. */
export function createLanguages() {
  const collections = new Set<Map<string, readonly Diagnostic[]>>();
  const providers = new Set<CodeActionsProvider>();
  return {
    actionProviders: providers,
    languages: {
      createDiagnosticCollection(name: string) {
        const files = new Map<string, readonly Diagnostic[]>();
        collections.add(files);
        return strict("DiagnosticCollection", {
          name,
          set: (uri: Uri, diagnostics: readonly Diagnostic[]) => void files.set(uri.toString(), diagnostics),
          delete: (uri: Uri) => void files.delete(uri.toString()),
          clear: () => files.clear(),
          dispose: () => void collections.delete(files),
        });
      },
      registerCodeActionsProvider(_selector: object, provider: CodeActionsProvider) {
        providers.add(provider);
        return new Disposable(() => providers.delete(provider));
      },
    },
    control: {
      of: (uri: Uri): readonly Diagnostic[] => [...collections].flatMap((files) => files.get(uri.toString()) ?? []),
      /** One line a problem, as the Problems view lists it. */
      text: () =>
        [...collections]
          .flatMap((files) => [...files])
          .flatMap(([uri, diagnostics]) => diagnostics.map((diagnostic) => lineOf(uri, diagnostic)))
          .sort()
          .join("\n"),
      async actions(
        document: { readonly uri: Uri },
        diagnostics: readonly Diagnostic[],
      ): Promise<readonly CodeAction[]> {
        const [first] = diagnostics;
        if (!first) throw new Error("there is no problem to act on");
        const { token } = new CancellationTokenSource();
        const offered = [...providers].map((one) =>
          one.provideCodeActions(document, first.range, { diagnostics }, token),
        );
        return (await Promise.all(offered)).flatMap((list) => list ?? []);
      },
    },
  };
}

function lineOf(uri: string, { range, message, severity, code }: Diagnostic): string {
  const { start, end } = range;
  const name = uri.split("/").at(-1);
  const [first] = message.split("\n");
  return `${name}:${start.line + 1}:${start.character + 1}-${end.character + 1} ${severityNames[severity]}${code === undefined ? "" : ` (${code})`} ${first}`;
}
