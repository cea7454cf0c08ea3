import { randomBytes } from "node:crypto";

export interface PageAddresses {
  /** Scheme and host of the view's own resources, as VS Code gives it. */
  readonly cspSource: string;
  readonly script: string;
  readonly styles: readonly string[];
  /** BCP 47 tag of the display language, for screen readers. */
  readonly language: string;
  /** The view's words in another language; undefined: its own English. */
  readonly strings: Readonly<Record<string, unknown>> | undefined;
  /** Default: `chat`. */
  readonly view?: "chat" | "report";
  /** Whether it plays audio of the folders that it may read. */
  readonly plays?: boolean;
  /** What the view keeps for the window after a reload, where the host has to know what was shown. */
  readonly state?: object;
}

/**
 * The page of a view. Its policy lets nothing in but the built script and styles: no remote source, no inline code, no
 * connection. Trusted Types are a second fence against text that would become markup.
 */
export function pageOf(addresses: PageAddresses): string {
  const { cspSource, script, styles, language, strings, view = "chat", plays = false, state } = addresses;
  const nonce = randomBytes(24).toString("base64url");
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource} data:`,
    ...(plays ? [`media-src ${cspSource}`] : []),
    "require-trusted-types-for 'script'",
  ].join("; ");
  const links = styles.map((style) => `<link rel="stylesheet" href="${attribute(style)}">`).join("\n");
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${links}
<title>ML Engineer</title>
</head>
<body data-view="${view}">
${strings ? jsonBlock("strings", strings, nonce) : ""}${state ? jsonBlock("state", state, nonce) : ""}
<script type="module" nonce="${nonce}" src="${attribute(script)}"></script>
</body>
</html>`;
}

function jsonBlock(id: string, value: object, nonce: string): string {
  const json = JSON.stringify(value).replaceAll("<", "\\u003c");
  return `<script type="application/json" id="${id}" nonce="${nonce}">${json}</script>`;
}

function attribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
