import { childOf, childrenOf, type SyntaxNode } from "../syntax/tree";
import { bind, type Context } from "./builder";
import { nodeText } from "./python-expressions";

export function lowerImport(node: SyntaxNode, context: Context): void {
  for (const child of childrenOf(node, "name")) {
    const { name, alias } = nameAndAlias(child, context);
    // `import a.b` binds `a`; its members lead on to `a.b`.
    const bound = alias ?? name.split(".")[0] ?? name;
    const from = alias === undefined ? bound : name;
    bind(context.unit.bindings, bound, { kind: "import", line: node.line, from, member: undefined });
  }
}

export function lowerImportFrom(node: SyntaxNode, context: Context): void {
  const moduleNode = childOf(node, "module_name");
  if (moduleNode === undefined) return;
  const from = nodeText(moduleNode, context).replace(/\s/g, "");
  if (node.children.some((child) => child.type === "wildcard_import")) context.module.stars.push(from);
  for (const child of childrenOf(node, "name")) {
    const { name, alias } = nameAndAlias(child, context);
    bind(context.unit.bindings, alias ?? name, { kind: "import", line: child.line, from, member: name });
  }
}

function nameAndAlias(node: SyntaxNode, context: Context): { name: string; alias: string | undefined } {
  if (node.type !== "aliased_import") return { name: nodeText(node, context), alias: undefined };
  const name = childOf(node, "name");
  const alias = childOf(node, "alias");
  return {
    name: name === undefined ? "" : nodeText(name, context),
    alias: alias === undefined ? undefined : nodeText(alias, context),
  };
}
