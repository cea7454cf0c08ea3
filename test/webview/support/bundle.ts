import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../../../dist/webview");

export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
}

/** The files of the views' pages as they are packaged, by name. The project's set-up has built them. */
export function bundleViews(): Readonly<Record<string, PageFile>> {
  const file = (name: string, type: string): PageFile => ({ type, body: readFileSync(join(folder, name)) });
  const scripts = readdirSync(folder).filter((name) => name.endsWith(".js"));
  return {
    ...Object.fromEntries(scripts.map((name) => [name, file(name, "text/javascript")])),
    "chat.css": file("chat.css", "text/css"),
    "report.css": file("report.css", "text/css"),
    "codicon.css": file("codicon.css", "text/css"),
    "codicon.ttf": file("codicon.ttf", "font/ttf"),
  };
}
