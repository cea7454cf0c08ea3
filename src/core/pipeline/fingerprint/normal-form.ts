import { childOf, type SyntaxNode } from "../syntax/tree";

/** How functions inside of the code are written: nothing but their names, since they have fingerprints of their own. */
export type NamedInside = (node: SyntaxNode) => string | undefined;

/**
 * Code as one text that is the same for code that does the same by its tokens: without comments, docstrings, white space,
 * annotations, parentheses and commas that mean nothing, kinds of quotes, and without what is only written to a log.
 */
export function normalForm(node: SyntaxNode, source: string, inside: NamedInside): string {
  const name = inside(node);
  if (name !== undefined) return `<${name}>`;
  if (isWithoutEffect(node, source)) return "";
  if (node.type === "raise_statement" || node.type === "throw_statement") return `raise ${raised(node, source)};`;
  if (transparent.has(node.type)) return partsOf(node, source, inside).parts.join("");
  if (node.type === "string_start")
    return textOf(node, source)
      .replace(/["'uU]/g, "")
      .toLowerCase();
  if (node.type === "string_end") return "";
  if (node.children.length === 0) return leafText(node, source);
  const { parts, hasGaps } = partsOf(node, source, inside);
  // A body of which nothing is left does nothing.
  if (blocks.has(node.type) && parts.every((part) => part === "")) return "";
  if (node.type === "if_statement" && onlyLogs(node, source)) return "";
  const type = node.type === "typed_default_parameter" ? "default_parameter" : node.type;
  return hasGaps || parts.length > 1 ? `${type}(${parts.join(" ")})` : `${type}(${parts.join("")})`;
}

const transparent = new Set([
  ...["parenthesized_expression", "expression_statement", "concatenated_string", "typed_parameter"],
  ...["as_expression", "satisfies_expression", "non_null_expression", "required_parameter", "optional_parameter"],
]);

/** What people read of an option. */
const describing = new Set(["help", "description", "metavar", "epilog"]);

const blocks = new Set(["block", "statement_block"]);

/** Nodes whose punctuation is said by their type, and depends on annotations or on taste. */
const withoutPunctuation = new Set([
  ...["function_definition", "assignment", "typed_default_parameter", "default_parameter", "variable_declarator"],
  ...[
    "parenthesized_expression",
    "expression_statement",
    "concatenated_string",
    "typed_parameter",
    "decorated_definition",
  ],
  ...["as_expression", "satisfies_expression", "non_null_expression", "required_parameter", "optional_parameter"],
  ...["class_definition", "block", "statement_block", "module", "program", "string", "import_from_statement"],
]);

function partsOf(
  node: SyntaxNode,
  source: string,
  inside: NamedInside,
): { readonly parts: readonly string[]; readonly hasGaps: boolean } {
  const parts: string[] = [];
  let hasGaps = false;
  let end = node.start;
  const isQuiet = withoutPunctuation.has(node.type);
  let beforeComments = "";
  const gap = (to: number, isClosing: boolean) => {
    if (isQuiet) return;
    let text = beforeComments + punctuation(source.slice(end, to));
    beforeComments = "";
    if (isClosing) text = text.replace(/^,/, "");
    if (text === "") return;
    hasGaps = true;
    parts.push(text);
  };
  for (const [index, child] of node.children.entries()) {
    if (child.type === "comment") {
      beforeComments += punctuation(source.slice(end, child.start));
      end = child.end;
      continue;
    }
    // A second value of `assert` is only a message.
    if (node.type === "assert_statement" && index > 0) return { parts, hasGaps };
    if (child.start > end) gap(child.start, false);
    const part = isAnnotation(child) ? "" : normalForm(child, source, inside);
    if (part !== "") parts.push(part);
    end = child.end;
  }
  gap(node.end, true);
  return { parts, hasGaps };
}

function punctuation(between: string): string {
  return between.replace(/[\s;\\]+/g, "");
}

function leafText(node: SyntaxNode, source: string): string {
  const text = textOf(node, source);
  // Strings without content and template literals have no parts in some grammars.
  if (node.type === "string") return text.replace(/^[uU]?(["'])(.*)\1$/s, "$2");
  return node.type.startsWith("string") || node.type.startsWith("template") ? text : text.trim();
}

function isAnnotation({ type, field }: SyntaxNode): boolean {
  return field === "type" ? type === "type" || type === "type_annotation" : field === "return_type" || erased.has(type);
}

const erased = new Set([
  ...["type_annotation", "type_parameters", "type_arguments", "type_parameter", "accessibility_modifier"],
]);

const typeDeclarations = new Set([
  ...["import_statement", "import_from_statement", "future_import_statement"],
  ...["comment", "interface_declaration", "type_alias_declaration", "type_alias_statement", "pass_statement"],
]);

function isWithoutEffect(node: SyntaxNode, source: string): boolean {
  if (typeDeclarations.has(node.type)) return true;
  if (node.type === "keyword_argument") return describing.has(textOf(childOf(node, "name") ?? node, source));
  if (node.type !== "expression_statement") return false;
  const statement = node.children.filter(({ type }) => type !== "comment");
  const [only] = statement;
  if (only === undefined || statement.length > 1) return false;
  if (only.type === "string" || only.type === "concatenated_string" || only.type === "ellipsis") return true;
  if (only.type === "assignment") return childOf(only, "right") === undefined;
  return only.type.startsWith("call") && isLogCall(only, source);
}

/** Calls whose only effect is a line for people. */
const logCall =
  /^(?:self\.|this\.|cls\.)?_?(?:log|logger|logging|LOG|LOGGER|console|warnings|plt|matplotlib|tqdm)\.(?:\w+)$|^(?:print|pprint|warn)$|\.logger\.\w+$/;

function isLogCall(call: SyntaxNode, source: string): boolean {
  const callee = childOf(call, "function");
  return callee !== undefined && logCall.test(textOf(callee, source).replace(/\s+/g, ""));
}

/** `if verbose: print(…)` without another branch. */
function onlyLogs(node: SyntaxNode, source: string): boolean {
  if (childOf(node, "alternative") !== undefined) return false;
  const consequence = childOf(node, "consequence");
  const condition = childOf(node, "condition");
  if (consequence === undefined || condition === undefined) return false;
  const statements = consequence.type === "expression_statement" ? [consequence] : consequence.children;
  const hasCall = /[(]/.test(textOf(condition, source).replace(/\b(?:not|logger\.isEnabledFor)\b|^\(/g, ""));
  return !hasCall && statements.every((statement) => isWithoutEffect(statement, source));
}

/** What kind of error is raised; its message is for people. */
function raised(node: SyntaxNode, source: string): string {
  const [value] = node.children.filter(({ type }) => type !== "comment");
  if (value === undefined) return "";
  const made = childOf(value, "function") ?? childOf(value, "constructor") ?? value;
  return textOf(made, source).replace(/\s+/g, "");
}

function textOf(node: SyntaxNode, source: string): string {
  return source.slice(node.start, node.end);
}
