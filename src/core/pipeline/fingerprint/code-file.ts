import { createHash } from "node:crypto";
import type { FunctionUnit, ModuleUnit } from "../lower/unit";
import type { CodeFile, CodeFunction, CodeStatement } from "../map";
import { childOf, type PlainTree, type SyntaxNode } from "../syntax/tree";
import { normalForm } from "./normal-form";

/** What runs in a file, function by function, told apart by fingerprints. */
export function codeFileOf(module: ModuleUnit, tree: PlainTree, source: string): CodeFile {
  const units = unitsByPlace(module);
  const functions: CodeFunction[] = [];
  const statements: CodeStatement[] = [];
  const inside = (node: SyntaxNode): string | undefined => {
    const definition = definitionOf(node);
    const unit = definition && units.get(placeOf(definition))?.shift();
    if (unit === undefined || definition === undefined) return undefined;
    const index = functions.length;
    // The place in the list is taken before those of the functions inside.
    functions.push({ name: unit.name, line: node.line, endLine: node.endLine, fingerprint: "" });
    const body = () => bodyOf(definition, source, inside);
    const around = (child: SyntaxNode) => (child === definition ? body() : normalForm(child, source, inside));
    const text = node === definition ? body() : node.children.map(around).join(" ");
    functions[index] = { name: unit.name, line: node.line, endLine: node.endLine, fingerprint: fingerprintOf(text) };
    return unit.shortName;
  };
  collectStatements(tree.root, "", { source, inside, statements });
  return { path: module.path, module: module.name, functions, statements };
}

interface Collecting {
  readonly source: string;
  readonly inside: (node: SyntaxNode) => string | undefined;
  readonly statements: CodeStatement[];
}

/** Statements that run when the module is loaded, those of class bodies among them. */
function collectStatements(node: SyntaxNode, owner: string, collecting: Collecting): void {
  const { source, inside, statements } = collecting;
  for (const child of node.children) {
    const definition = child.type === "decorated_definition" ? childOf(child, "definition") : child;
    const body = definition && classTypes.has(definition.type) ? childOf(definition, "body") : undefined;
    if (definition !== undefined && body !== undefined) {
      const name = textOf(childOf(definition, "name"), source);
      const head = [...child.children, ...definition.children].filter((part) => part !== definition && part !== body);
      const text = head.map((part) => normalForm(part, source, inside)).join(" ");
      statements.push(statementOf(child.line, body.line, `${owner}class ${text}`, [name]));
      collectStatements(body, `${owner}${name}.`, collecting);
      continue;
    }
    const field = owner === "" ? undefined : fieldWithoutValue(child, source);
    if (field !== undefined) {
      statements.push(statementOf(child.line, child.endLine, `${owner}${field}:`, [field]));
      continue;
    }
    const text = normalForm(child, source, inside);
    const isFunction = /^(?:<[^<>]*>)?$/.test(text);
    if (isFunction || ignored.test(child.type) || isHousekeeping(child, source)) continue;
    statements.push(statementOf(child.line, child.endLine, `${owner}${text}`, boundNames(child, source)));
  }
}

/** Name in `name: type` of a class body, by which the fields of data classes are declared. */
function fieldWithoutValue(node: SyntaxNode, source: string): string | undefined {
  const [only] = node.type === "expression_statement" ? node.children : [];
  if (only?.type !== "assignment" || childOf(only, "right") !== undefined) return undefined;
  return textOf(childOf(only, "left"), source);
}

const classTypes = new Set(["class_definition", "class_declaration", "abstract_class_declaration"]);
const ignored = /^(?:import|future_import|comment|export_clause)/;

/** Names for tools and readers, and what is only there for checkers of types. */
function isHousekeeping(node: SyntaxNode, source: string): boolean {
  const text = textOf(node, source);
  return (
    /^(?:__\w+__|logger|log|_logger|LOGGER|T|\w+Type)\s*(?::[^=]*)?=/.test(text) ||
    /^if\s+(?:typing\.)?TYPE_CHECKING\b/.test(text) ||
    /^\w+\s*=\s*(?:typing\.)?(?:TypeVar|Union|Optional|Literal|NewType|logging\.getLogger|get_?logger)\b/i.test(text) ||
    /^\w+\s*(?::[^=]*)?=\s*(?:None|null|undefined|\{\}|\[\]|""|''|(?:set|dict|list)\(\)|(?:threading\.)?R?Lock\(\));?$/.test(
      text,
    ) ||
    /^(?:app|router|cli|api)\s*=|^try\s*:\s*(?:from|import)\b|^logging\.|^warnings\./.test(text)
  );
}

function boundNames(node: SyntaxNode, source: string): readonly string[] {
  const [, left = ""] =
    /^(?:export\s+)?(?:const|let|var)?\s*([\w.,\s]+?)\s*(?::[^=\n]*)?=[^=]/.exec(textOf(node, source)) ?? [];
  return left.split(",").flatMap((name) => name.trim() || []);
}

function statementOf(line: number, endLine: number, text: string, names: readonly string[]): CodeStatement {
  return { line, endLine, names, fingerprint: fingerprintOf(text) };
}

/** A function without its own name: under another one it does the same. */
function bodyOf(definition: SyntaxNode, source: string, inside: (node: SyntaxNode) => string | undefined): string {
  const parts = definition.children
    .filter(
      ({ field, type }) =>
        field !== "name" && field !== "return_type" && !/^type_(?:annotation|parameters)$/.test(type),
    )
    .map((child) => normalForm(child, source, inside));
  return parts.join(" ");
}

function definitionOf(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type !== "decorated_definition") return functionTypes.has(node.type) ? node : undefined;
  const definition = childOf(node, "definition");
  return definition?.type === "function_definition" ? definition : undefined;
}

const functionTypes = new Set([
  ...["function_definition", "function_declaration", "generator_function_declaration", "method_definition"],
  ...["arrow_function", "function_expression", "generator_function", "function"],
]);

/** Functions without a name belong to the one around them. */
function unitsByPlace(module: ModuleUnit): Map<string, FunctionUnit[]> {
  const units = new Map<string, FunctionUnit[]>();
  for (const unit of module.functions) {
    if (unit.shortName.startsWith("anonymous@") || unit.shortName === "lambda") continue;
    const key = placeOf(unit);
    units.set(key, [...(units.get(key) ?? []), unit]);
  }
  return units;
}

function placeOf({ line, endLine }: { readonly line: number; readonly endLine: number }): string {
  return `${line}-${endLine}`;
}

function textOf(node: SyntaxNode | undefined, source: string): string {
  return node === undefined ? "" : source.slice(node.start, node.end);
}

function fingerprintOf(text: string): string {
  return createHash("sha256").update(text).digest("base64").slice(0, 16);
}
