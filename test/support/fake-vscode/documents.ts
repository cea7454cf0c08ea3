import { readFileSync, writeFileSync } from "node:fs";
import type { WorkspaceEdit } from "./code-views";
import { Disposable, EventEmitter } from "./events";
import { Position, Uri } from "./places";
import { strict } from "./strict";

/** A file in the editor. Its content is the disk's until somebody types. */
function createDocument(uri: Uri, content: string) {
  let text = content;
  const lines = () => text.split("\n");
  return {
    uri,
    isDirty: false,
    isClosed: false,
    async save() {
      writeFileSync(uri.fsPath, text);
      this.isDirty = false;
      return true;
    },
    getText: () => text,
    get lineCount() {
      return lines().length;
    },
    lineAt(line: number) {
      const content = lines()[line];
      if (content === undefined) throw new Error("Illegal value for `line`");
      return { text: content, firstNonWhitespaceCharacterIndex: /^\s*/.exec(content)?.[0].length ?? 0 };
    },
    positionAt(offset: number): Position {
      const before = text.slice(0, offset).split("\n");
      return new Position(before.length - 1, before.at(-1)?.length ?? 0);
    },
    /** For tests. */
    control: {
      replace(content: string) {
        text = content;
      },
    },
  };
}

export type FakeDocument = ReturnType<typeof createDocument>;

/** The open files, and what a person and other programs do to them. */
export function createDocuments() {
  const textDocuments: FakeDocument[] = [];
  const untitled: FakeDocument[] = [];
  const opened = new EventEmitter<FakeDocument>();
  const changed = new EventEmitter<{ readonly document: FakeDocument }>();
  const saved = new EventEmitter<FakeDocument>();
  const closed = new EventEmitter<FakeDocument>();
  const providers = new Map<string, { provideTextDocumentContent(uri: Uri): unknown }>();
  return {
    workspace: {
      textDocuments,
      /** A file on disk, or a new one that is not. */
      async openTextDocument(what: Uri | { readonly content?: string }) {
        if (what instanceof Uri) {
          const known = textDocuments.find(({ uri }) => uri.toString() === what.toString());
          const document = known ?? createDocument(what, readFileSync(what.fsPath, "utf8"));
          if (!known) textDocuments.push(document);
          return document;
        }
        const { content = "" } = what;
        const document = createDocument(Uri.parse(`untitled:Untitled-${untitled.length + 1}`), content);
        document.isDirty = true;
        untitled.push(document);
        textDocuments.push(document);
        return document;
      },
      async applyEdit({ edits }: WorkspaceEdit) {
        for (const { uri, range, text } of edits) {
          const document = textDocuments.find((one) => one.uri.toString() === uri.toString());
          if (!document) return false;
          const content = document.getText();
          const [start, end] = [offsetOf(content, range.start), offsetOf(content, range.end)];
          document.control.replace(`${content.slice(0, start)}${text}${content.slice(end)}`);
          document.isDirty = true;
          changed.fire({ document });
        }
        return true;
      },
      registerTextDocumentContentProvider(scheme: string, provider: { provideTextDocumentContent(uri: Uri): unknown }) {
        providers.set(scheme, provider);
        return new Disposable(() => providers.delete(scheme));
      },
      onDidOpenTextDocument: opened.event,
      onDidChangeTextDocument: changed.event,
      onDidSaveTextDocument: saved.event,
      onDidCloseTextDocument: closed.event,
    },
    control: {
      untitled,
      /** Text of a document that stands in no file. */
      provided: (uri: Uri) => providers.get(uri.scheme)?.provideTextDocumentContent(uri),
      open(path: string): FakeDocument {
        const document = strict("TextDocument", createDocument(Uri.file(path), readFileSync(path, "utf8")));
        textDocuments.push(document);
        opened.fire(document);
        return document;
      },
      /** Types: the file on disk stays as it is until it is saved. */
      type(document: FakeDocument, content: string) {
        document.control.replace(content);
        document.isDirty = true;
        changed.fire({ document });
      },
      save(document: FakeDocument) {
        writeFileSync(document.uri.fsPath, document.getText());
        document.isDirty = false;
        saved.fire(document);
      },
      /** Another program wrote the file, and the editor loads it again. */
      overwrite(document: FakeDocument, content: string) {
        writeFileSync(document.uri.fsPath, content);
        document.control.replace(content);
        changed.fire({ document });
      },
      close(document: FakeDocument) {
        textDocuments.splice(textDocuments.indexOf(document), 1);
        document.isClosed = true;
        closed.fire(document);
      },
    },
  };
}

function offsetOf(text: string, { line, character }: Position): number {
  const lines = text.split("\n");
  return lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0) + character;
}
