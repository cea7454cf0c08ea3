import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import diff from "highlight.js/lib/languages/diff";
import dockerfile from "highlight.js/lib/languages/dockerfile";
import ini from "highlight.js/lib/languages/ini";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import python from "highlight.js/lib/languages/python";
import typescript from "highlight.js/lib/languages/typescript";
import yaml from "highlight.js/lib/languages/yaml";
import type { Strings } from "../strings";
import { appendVisible } from "./text";

/** `ini` also reads TOML. Aliases such as `py`, `sh` and `ts` come with the languages. */
const languages = { bash, diff, dockerfile, ini, javascript, json, python, typescript, yaml };
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);

/** Longer code stays plain: colours are not worth a page that stutters. */
const mostCharacters = 12_000;

/** The code as nodes, with a span of class `code-<scope>` for each part that a known language colours. */
export function highlight(code: string, language: string, strings: Strings): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const tree = code.length > mostCharacters ? undefined : scopesOf(code, language);
  if (tree === undefined) appendVisible(fragment, code, strings);
  else for (const child of tree.children) appendScope(fragment, child, strings);
  return fragment;
}

/** The tree that highlight.js itself makes its HTML from. */
interface Scope {
  readonly scope?: string;
  readonly children: readonly (Scope | string)[];
}

function scopesOf(code: string, language: string): Scope | undefined {
  if (hljs.getLanguage(language) === undefined) return undefined;
  const result = hljs.highlight(code, { language, ignoreIllegals: true });
  const { rootNode } = result._emitter as unknown as { readonly rootNode?: Scope };
  return rootNode;
}

function appendScope(parent: Node, child: Scope | string, strings: Strings): void {
  if (typeof child === "string") {
    appendVisible(parent, child, strings);
    return;
  }
  const scope = child.scope?.split(".")[0];
  const target = scope === undefined ? parent : parent.appendChild(document.createElement("span"));
  if (target instanceof HTMLElement && target !== parent) target.className = `code-${scope}`;
  for (const grandchild of child.children) appendScope(target, grandchild, strings);
}
