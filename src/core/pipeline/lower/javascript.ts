import { childOf, childOfType, childrenOf, type PlainTree, type SyntaxNode } from "../syntax/tree";
import { addClass, bind, type Context, createModule, elementOf } from "./builder";
import { assignPattern, lowerExpression, lowerFunction, nodeText, reassign } from "./javascript-expressions";
import { lowerExport, lowerImport, lowerModuleExports } from "./javascript-modules";
import type { ModuleUnit } from "./unit";

/** Lowers TypeScript and JavaScript. */
export function lowerJavaScript(path: string, source: string, tree: PlainTree): ModuleUnit {
  const module = createModule(path, "javascript", source);
  lowerStatements(tree.root, { module, unit: module, guarded: false, globals: new Set() });
  return module;
}

function lowerStatements(node: SyntaxNode, context: Context): void {
  for (const child of node.children) lowerStatement(child, context);
}

function lowerStatement(node: SyntaxNode, context: Context): void {
  switch (node.type) {
    case "comment":
    case "interface_declaration":
    case "type_alias_declaration":
      return;
    case "import_statement":
      lowerImport(node, context);
      return;
    case "export_statement":
      lowerExport(node, context);
      lowerStatements(node, context);
      return;
    case "export_clause":
    case "namespace_export":
      return;
    case "function_declaration":
    case "generator_function_declaration":
      lowerFunction(node, context, nameOf(node, context), lowerStatements);
      return;
    case "class_declaration":
    case "abstract_class_declaration":
      lowerClass(node, context);
      return;
    case "variable_declarator":
      lowerDeclarator(node, context);
      return;
    case "return_statement":
      for (const child of node.children) {
        const value = lowerExpression(child, context, lowerStatements);
        if (context.unit.kind === "function") context.unit.returns.push(value);
      }
      return;
    case "try_statement":
      lowerTry(node, context);
      return;
    case "for_in_statement":
      lowerForIn(node, context);
      return;
    case "expression_statement":
      for (const child of node.children) lowerSimple(child, context);
      return;
    case "statement_block":
    case "lexical_declaration":
    case "variable_declaration":
    case "if_statement":
    case "else_clause":
    case "for_statement":
    case "while_statement":
    case "do_statement":
    case "switch_statement":
    case "switch_body":
    case "switch_case":
    case "switch_default":
    case "catch_clause":
    case "finally_clause":
    case "labeled_statement":
    case "ambient_declaration":
    case "ERROR":
      lowerStatements(node, context);
      return;
    default:
      lowerSimple(node, context);
  }
}

function lowerSimple(node: SyntaxNode, context: Context): void {
  if (node.type !== "assignment_expression") {
    lowerExpression(node, context, lowerStatements);
    return;
  }
  const left = childOf(node, "left");
  const right = childOf(node, "right");
  if (left === undefined || right === undefined) return;
  const value = lowerExpression(right, context, lowerStatements, propertyName(left, context));
  reassign(left, value, context, lowerStatements);
  lowerModuleExports(nodeText(left, context), value, context);
}

function lowerDeclarator(node: SyntaxNode, context: Context): void {
  const name = childOf(node, "name");
  const valueNode = childOf(node, "value");
  if (name === undefined) return;
  const shortName = name.type === "identifier" ? nodeText(name, context) : undefined;
  const value = valueNode === undefined ? undefined : lowerExpression(valueNode, context, lowerStatements, shortName);
  const type = childOfType(childOf(node, "type") ?? node, "type_identifier", "nested_type_identifier");
  if (value?.kind === "function" && shortName !== undefined) {
    bind(context.unit.bindings, shortName, { kind: "function", line: node.line, unit: value.unit });
    return;
  }
  const annotation = type === undefined ? undefined : lowerExpression(type, context, lowerStatements);
  assignPattern(name, value, context, lowerStatements, annotation);
}

function lowerClass(node: SyntaxNode, context: Context): void {
  const heritage = childOfType(node, "class_heritage");
  const extended = heritage === undefined ? undefined : (childOfType(heritage, "extends_clause") ?? heritage);
  const bases = (extended?.children ?? [])
    .filter((child) => ["identifier", "member_expression"].includes(child.type))
    .map((child) => lowerExpression(child, context, lowerStatements));
  const decorators = childrenOf(node, "decorator").map((child) => lowerExpression(child, context, lowerStatements));
  const unit = addClass(node, context, { name: nameOf(node, context) ?? `anonymous@${node.line}`, bases, decorators });
  const inside: Context = { ...context, unit, guarded: false };
  for (const member of childOf(node, "body")?.children ?? []) {
    if (member.type === "method_definition") lowerFunction(member, inside, nameOf(member, inside), lowerStatements);
    else if (member.type.endsWith("field_definition")) lowerField(member, inside);
    else lowerStatement(member, inside);
  }
}

function lowerField(node: SyntaxNode, context: Context): void {
  const name = childOf(node, "name") ?? childOf(node, "property");
  const value = childOf(node, "value");
  const type = childOf(node, "type");
  const typeName = type === undefined ? undefined : childOfType(type, "type_identifier", "nested_type_identifier");
  if (name === undefined) return;
  const shortName = nodeText(name, context).replace(/^#/, "");
  bind(context.unit.bindings, shortName, {
    kind: "value",
    line: node.line,
    unit: context.unit,
    value: value === undefined ? undefined : lowerExpression(value, context, lowerStatements, shortName),
    annotation: typeName === undefined ? undefined : lowerExpression(typeName, context, lowerStatements),
  });
}

function lowerTry(node: SyntaxNode, context: Context): void {
  const body = childOf(node, "body");
  const catches = childOf(node, "handler") !== undefined;
  for (const child of node.children) {
    if (child === body) lowerStatements(child, { ...context, guarded: context.guarded || catches });
    else lowerStatement(child, context);
  }
}

function lowerForIn(node: SyntaxNode, context: Context): void {
  const left = childOf(node, "left");
  const right = childOf(node, "right");
  if (left !== undefined && right !== undefined) {
    const items = elementOf(lowerExpression(right, context, lowerStatements), undefined);
    assignPattern(left, items, context, lowerStatements);
  }
  const body = childOf(node, "body");
  if (body !== undefined) lowerStatement(body, context);
}

function nameOf(node: SyntaxNode, context: Context): string | undefined {
  const name = childOf(node, "name");
  return name === undefined ? undefined : nodeText(name, context).replace(/^#/, "");
}

function propertyName(node: SyntaxNode, context: Context): string | undefined {
  if (node.type === "identifier") return nodeText(node, context);
  const property = childOf(node, "property");
  return property === undefined ? undefined : nodeText(property, context);
}
