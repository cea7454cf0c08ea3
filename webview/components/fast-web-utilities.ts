/**
 * Takes the place of a module below the widget toolkit (see esbuild.mjs). The original tries out with an inline style
 * whether the browser knows `:focus-visible`, which our content policy forbids; every browser of VS Code knows it.
 */
export * from "../../node_modules/@microsoft/fast-web-utilities/dist/index.js";

export function canUseFocusVisible(): boolean {
  return true;
}
