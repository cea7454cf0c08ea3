import type { Tree as ParsedTree } from "web-tree-sitter";

/** A syntax node as plain data, so that it can be kept without holding memory of the parser. */
export interface SyntaxNode {
  readonly type: string;
  /** Name of the field under which the parent holds this node. */
  readonly field: string | undefined;
  /** Offsets into the source in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** 1-based. */
  readonly line: number;
  readonly endLine: number;
  /** Named children, and unnamed ones that carry a field or stand for `async`. */
  readonly children: readonly SyntaxNode[];
}

/** Nodes nested deeper than this are left out: no person writes them, and recursion over them must not end the process. */
export const maximumDepth = 300;

export interface PlainTree {
  readonly root: SyntaxNode;
  /** First lines of places that the grammar could not read. */
  readonly errorLines: readonly number[];
  /** Line of the first node that was left out because of its depth. */
  readonly tooDeepLine: number | undefined;
}

/** Every question to the parser costs as much as all of our own work on a node, so none is asked twice. @param source of the tree */
export function toPlainTree(tree: ParsedTree, source: string): PlainTree {
  const cursor = tree.walk();
  const lineAt = lineFinder(source);
  const { hasError } = tree.rootNode;
  const errorLines: number[] = [];
  let tooDeepLine: number | undefined;

  function convert(depth: number, type: string, field: string | null): SyntaxNode {
    const [start, end] = [cursor.startIndex, cursor.endIndex];
    const line = lineAt(start);
    const children: SyntaxNode[] = [];
    if (hasError && (type === "ERROR" || cursor.nodeIsMissing)) errorLines.push(line);
    if (depth >= maximumDepth) {
      tooDeepLine ??= line;
    } else if (cursor.gotoFirstChild()) {
      do {
        const [childType, childField] = [cursor.nodeType, cursor.currentFieldName];
        if (childField !== null || cursor.nodeIsNamed || childType === "async") {
          children.push(convert(depth + 1, childType, childField));
        }
      } while (cursor.gotoNextSibling());
      cursor.gotoParent();
    }
    return {
      type,
      field: field ?? undefined,
      start,
      end,
      line,
      endLine: lineAt(end),
      children,
    };
  }

  try {
    return { root: convert(0, cursor.nodeType, cursor.currentFieldName), errorLines, tooDeepLine };
  } finally {
    cursor.delete();
  }
}

/** Line of an offset, 1-based. Neighbours in the tree are neighbours in the text, so each search begins at the last line. */
function lineFinder(source: string): (offset: number) => number {
  const starts = [0];
  for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1)) starts.push(at + 1);
  let line = 0;
  return (offset) => {
    while (line > 0 && offset < (starts[line] ?? 0)) line--;
    while (offset >= (starts[line + 1] ?? Number.POSITIVE_INFINITY)) line++;
    return line + 1;
  };
}

export function childOf(node: SyntaxNode, field: string): SyntaxNode | undefined {
  return node.children.find((child) => child.field === field);
}

export function childrenOf(node: SyntaxNode, field: string): readonly SyntaxNode[] {
  return node.children.filter((child) => child.field === field);
}

export function childOfType(node: SyntaxNode, ...types: readonly string[]): SyntaxNode | undefined {
  return node.children.find((child) => types.includes(child.type));
}
