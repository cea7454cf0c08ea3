import { childOf, childOfType, childrenOf, type SyntaxNode } from "../syntax/tree";
import { bind, type Context } from "./builder";
import { nodeText } from "./javascript-expressions";
import type { Expression } from "./unit";

export function lowerImport(node: SyntaxNode, context: Context): void {
  const from = sourceOf(node, context);
  const clause = childOfType(node, "import_clause");
  if (from === undefined || clause === undefined) return;
  for (const child of clause.children) {
    if (child.type === "identifier") bindImport(nodeText(child, context), "default", from, child, context);
    else if (child.type === "namespace_import") {
      const name = childOfType(child, "identifier");
      if (name !== undefined) bindImport(nodeText(name, context), undefined, from, child, context);
    } else if (child.type === "named_imports") {
      for (const specifier of child.children) bindSpecifier(specifier, from, context);
    }
  }
}

/** Binds what an export makes importable under another name; declarations bind their own names. */
export function lowerExport(node: SyntaxNode, context: Context): void {
  const from = sourceOf(node, context);
  const clause = childOfType(node, "export_clause");
  for (const specifier of clause?.children ?? []) {
    if (from !== undefined) bindSpecifier(specifier, from, context);
    else bindAlias(specifier, context);
  }
  if (from !== undefined && clause === undefined) context.module.stars.push(from);
  const declared = childOf(node, "value") ?? childOf(node, "declaration");
  const isDefault = /^export\s+default\b/.test(nodeText(node, context));
  if (!isDefault || declared === undefined) return;
  const nameNode = declared.type === "identifier" ? declared : childOf(declared, "name");
  if (nameNode !== undefined) bindName("default", nameNode, context);
}

/** `module.exports = value` and `exports.name = value`. */
export function lowerModuleExports(target: string, value: Expression, context: Context): void {
  const member = /^(?:module\.)?exports(?:\.(\w+))?$/.exec(target);
  if (member === null || context.unit.kind !== "module") return;
  const entries = value.kind === "dictionary" ? value.entries : [];
  const exported = member[1] !== undefined ? [[member[1], value] as const] : [["default", value] as const];
  for (const [name, expression] of [...exported, ...entries.map((entry) => [entry.name, entry.value] as const)]) {
    if (name === undefined || (expression.kind === "name" && expression.name === name)) continue;
    const line = expression.line;
    if (expression.kind === "function")
      bind(context.module.bindings, name, { kind: "function", line, unit: expression.unit });
    else
      bind(context.module.bindings, name, {
        kind: "value",
        line,
        unit: context.module,
        value: expression,
        annotation: undefined,
      });
  }
}

function bindSpecifier(specifier: SyntaxNode, from: string, context: Context): void {
  const name = childOf(specifier, "name");
  if (name === undefined) return;
  const alias = childOf(specifier, "alias") ?? name;
  bindImport(nodeText(alias, context), nodeText(name, context), from, specifier, context);
}

function bindAlias(specifier: SyntaxNode, context: Context): void {
  const name = childOf(specifier, "name");
  const alias = childOf(specifier, "alias");
  if (name !== undefined && alias !== undefined) bindName(nodeText(alias, context), name, context);
}

function bindName(bound: string, name: SyntaxNode, context: Context): void {
  const { line, endLine, start, end } = name;
  const value: Expression = { kind: "name", name: nodeText(name, context), line, endLine, start, end };
  bind(context.module.bindings, bound, { kind: "value", line, unit: context.module, value, annotation: undefined });
}

function bindImport(bound: string, member: string | undefined, from: string, node: SyntaxNode, context: Context): void {
  bind(context.unit.bindings, bound, { kind: "import", line: node.line, from, member });
}

function sourceOf(node: SyntaxNode, context: Context): string | undefined {
  const [source] = childrenOf(node, "source");
  return source === undefined ? undefined : nodeText(source, context).slice(1, -1);
}
