import { Language, Parser } from "web-tree-sitter";
import { type PlainTree, toPlainTree } from "./tree";

export type Grammar = "python" | "typescript" | "tsx";

/** Milliseconds that one file may take; generated tables of data can take seconds and hold no pipeline. */
const parseTimeout = 1_500;

export interface SyntaxParser {
  /** Undefined when parsing took longer than its time-out. */
  parse(source: string, grammar: Grammar): Promise<PlainTree | undefined>;
}

/** @param grammarsFolder Folder that holds `web-tree-sitter.wasm` and `tree-sitter-<grammar>.wasm`. */
export function createSyntaxParser(grammarsFolder: string): SyntaxParser {
  const languages = new Map<Grammar, Promise<Language>>();
  let parser: Parser | undefined;

  function languageOf(grammar: Grammar): Promise<Language> {
    const known = languages.get(grammar);
    if (known !== undefined) return known;
    const language = Language.load(`${grammarsFolder}/tree-sitter-${grammar}.wasm`);
    languages.set(grammar, language);
    return language;
  }

  return {
    async parse(source, grammar) {
      await startRuntime(grammarsFolder);
      const language = await languageOf(grammar);
      parser ??= new Parser();
      parser.setLanguage(language);
      const deadline = performance.now() + parseTimeout;
      const tree = parser.parse(source, null, { progressCallback: () => performance.now() > deadline });
      if (tree === null) {
        // An aborted parse would otherwise be resumed with the next source.
        parser.reset();
        return undefined;
      }
      try {
        return toPlainTree(tree, source);
      } finally {
        tree.delete();
      }
    },
  };
}

/**
 * The library keeps one WebAssembly module for the whole process, and starting it twice invalidates the grammars loaded before.
 */
let runtime: Promise<void> | undefined;

function startRuntime(grammarsFolder: string): Promise<void> {
  runtime ??= Parser.init({ locateFile: (file: string) => `${grammarsFolder}/${file}` }).catch((error: unknown) => {
    // The next caller may know a better folder.
    runtime = undefined;
    throw error;
  });
  return runtime;
}
