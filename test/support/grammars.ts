import { copyFileSync, existsSync, mkdirSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** A folder with what the build puts beside the product: the parser and its grammars. */
export function grammarsFolder(): string {
  const folder = join(tmpdir(), "ml-engineer-test-grammars");
  mkdirSync(folder, { recursive: true });
  const grammars = join(dirname(require.resolve("@vscode/tree-sitter-wasm/package.json")), "wasm");
  for (const grammar of ["python", "typescript", "tsx"]) {
    const name = `tree-sitter-${grammar}.wasm`;
    copyOnce(join(grammars, name), join(folder, name));
  }
  copyOnce(require.resolve("web-tree-sitter/web-tree-sitter.wasm"), join(folder, "web-tree-sitter.wasm"));
  return folder;
}

/** Test files run in several processes at once, so a copy only appears when it is complete. */
function copyOnce(from: string, to: string): void {
  if (existsSync(to)) return;
  const partial = `${to}.${process.pid}`;
  copyFileSync(from, partial);
  renameSync(partial, to);
}
