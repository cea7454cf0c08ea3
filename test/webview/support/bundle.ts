import { mkdtempSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "../../..");
const codicons = createRequire(import.meta.url).resolve("@vscode/codicons/package.json");

export interface PageFile {
  readonly type: string;
  readonly body: string | Buffer;
}

let files: Promise<Readonly<Record<string, PageFile>>> | undefined;

/** The files of the chat's page as they are packaged, by name; bundled once in a process. */
export function bundleChat(): Promise<Readonly<Record<string, PageFile>>> {
  files ??= bundle();
  return files;
}

async function bundle(): Promise<Readonly<Record<string, PageFile>>> {
  const outdir = mkdtempSync(join(tmpdir(), "ml-engineer-webview-"));
  await build({
    entryPoints: { chat: join(root, "webview/chat/main.ts") },
    outdir,
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "chrome128",
    minify: true,
    logLevel: "warning",
  });
  const codicon = (name: string) => readFileSync(join(codicons, "../dist", name));
  return {
    "chat.js": { type: "text/javascript", body: readFileSync(join(outdir, "chat.js")) },
    "chat.css": { type: "text/css", body: readFileSync(join(outdir, "chat.css")) },
    "codicon.css": { type: "text/css", body: codicon("codicon.css") },
    "codicon.ttf": { type: "font/ttf", body: codicon("codicon.ttf") },
  };
}
