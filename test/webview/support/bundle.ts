import { readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../../../dist/webview");

export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
}

/** The files of the chat's page as they are packaged, by name. The project's set-up has built them. */
export function bundleChat(): Promise<Readonly<Record<string, PageFile>>> {
  const file = (name: string, type: string): PageFile => ({ type, body: readFileSync(join(folder, name)) });
  return Promise.resolve({
    "chat.js": file("chat.js", "text/javascript"),
    "chat.css": file("chat.css", "text/css"),
    "codicon.css": file("codicon.css", "text/css"),
    "codicon.ttf": file("codicon.ttf", "font/ttf"),
  });
}
