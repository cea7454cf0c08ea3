import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { chromiumFlags, installChromium } from "../../../scripts/chromium.mjs";
import { bundleViews, type PageFile } from "./bundle";

export type ThemeName = "dark" | "light" | "hc-dark" | "hc-light";
export const themeNames: readonly ThemeName[] = ["dark", "light", "hc-dark", "hc-light"];

export interface ViewPage {
  readonly page: Page;
  /** Posts anything at all as the host does and waits until the view has drawn it. */
  sendRaw(message: unknown): Promise<void>;
  /** What the view has posted since the last call. */
  posted(): Promise<readonly { readonly type: string }[]>;
  /** What the page asked the network for beyond its own files, what its policy refused, and what it threw. */
  readonly incidents: readonly string[];
  /** What the view stored for itself. */
  stored(): Promise<unknown>;
  close(): Promise<void>;
}

export interface ViewPageOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly translation?: object;
  /** What `getState` returns at the start. */
  readonly stored?: unknown;
  readonly reducedMotion?: boolean;
  /** Files beside those of the views, by name. */
  readonly files?: Readonly<Record<string, PageFile>>;
  /** What the page carries for the view in its `#state` block. */
  readonly state?: object;
}

export const origin = "https://webview.example";

let browser: Promise<Browser> | undefined;

/** A view's page in Chromium, under the real content security policy and the variables of a real theme. */
export async function openViewPage(view: "chat" | "report", options: ViewPageOptions = {}): Promise<ViewPage> {
  browser ??= chromium.launch({ executablePath: installChromium(), args: [...chromiumFlags] });
  const { width = 420, height = 760, stored = null, reducedMotion = true } = options;
  const context = await (await browser).newContext({
    viewport: { width, height },
    reducedMotion: reducedMotion ? "reduce" : "no-preference",
    forcedColors: "none",
  });
  const page = await context.newPage();
  const incidents: string[] = [];
  const files = { ...bundleViews(), ...options.files };
  const nonce = randomBytes(16).toString("base64");
  const html = pageHtml(view, nonce, options);
  await page.route("**/*", (route) => {
    const url = new URL(route.request().url());
    const file = url.origin === origin ? files[url.pathname.slice(1)] : undefined;
    if (url.href === `${origin}/`) return route.fulfill({ contentType: "text/html", body: html });
    if (file !== undefined) return route.fulfill({ contentType: file.type, body: file.body });
    incidents.push(`request ${url.href}`);
    return route.abort();
  });
  page.on("pageerror", (error) => incidents.push(`error ${error.message}`));
  page.on("popup", () => incidents.push("popup"));
  page.on("dialog", (dialog) => {
    incidents.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") incidents.push(`console ${message.text()}`);
  });
  page.on("framenavigated", (frame) => {
    if (frame.url() !== `${origin}/`) incidents.push(`navigation ${frame.url()}`);
  });
  await page.addInitScript({ content: stubScript(stored) });
  await page.goto(`${origin}/`);
  await page.waitForFunction("window.host.posted.length > 0");

  return {
    page,
    incidents,
    sendRaw: async (message) => {
      await page.evaluate(`window.host.send(${JSON.stringify(message) ?? "undefined"})`);
    },
    posted: () => page.evaluate("window.host.take()"),
    stored: () => page.evaluate("window.host.state"),
    close: () => context.close(),
  };
}

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}

/** The page that the host makes, with the policy of the product. */
function pageHtml(view: "chat" | "report", nonce: string, options: ViewPageOptions): string {
  const { theme = "dark", translation, state } = options;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${origin} 'nonce-${nonce}'`,
    `font-src ${origin}`,
    `img-src ${origin} data:`,
    ...(view === "report" ? [`media-src ${origin}`] : []),
    "require-trusted-types-for 'script'",
  ].join("; ");
  const block = (id: string, value: object | undefined) =>
    value === undefined
      ? ""
      : `<script type="application/json" id="${id}">${JSON.stringify(value).replaceAll("<", "\\u003c")}</script>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>View</title>
<style nonce="${nonce}">${themeStyle(view, theme)}</style>
<link rel="stylesheet" href="${origin}/codicon.css">
<link rel="stylesheet" href="${origin}/${view}.css">
</head>
<body class="${bodyClass[theme]}">
${block("strings", translation)}${block("state", state)}
<script type="module" nonce="${nonce}" src="${origin}/${view}.js"></script>
</body>
</html>`;
}

const bodyClass: Readonly<Record<ThemeName, string>> = {
  dark: "vscode-dark",
  light: "vscode-light",
  "hc-dark": "vscode-high-contrast",
  "hc-light": "vscode-high-contrast vscode-high-contrast-light",
};

/** The variables as VS Code sets them on a webview's root, taken from a running VS Code 1.139, and its body's colours. */
function themeStyle(view: "chat" | "report", theme: ThemeName): string {
  const file = join(import.meta.dirname, "themes", `${theme}.json`);
  const values = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, string>>;
  const variables = Object.entries(values).map(([name, value]) => `${name}: ${value};`);
  return `html { ${variables.join(" ")} } body { background: var(--vscode-${view === "chat" ? "sideBar" : "editor"}-background); padding: 0 20px; }`;
}

/** Stands for VS Code: records what the view posts and gives it what the host sends. */
function stubScript(stored: unknown): string {
  return `
    window.host = {
      posted: [],
      state: ${JSON.stringify(stored)},
      take() { return this.posted.splice(0); },
      async send(message) {
        window.postMessage(message, "*");
        await this.frames();
      },
      async frames() {
        for (let frame = 0; frame < 4; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
      },
    };
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error("policy " + event.violatedDirective + " " + event.blockedURI + " " + event.sample);
    });
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => window.host.posted.push(JSON.parse(JSON.stringify(message))),
      getState: () => window.host.state ?? undefined,
      setState: (state) => { window.host.state = JSON.parse(JSON.stringify(state)); },
    });`;
}
