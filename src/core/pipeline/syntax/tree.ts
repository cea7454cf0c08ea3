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

export function toPlainTree(tree: ParsedTree): PlainTree {
  const cursor = tree.walk();
  const errorLines: number[] = [];
  let tooDeepLine: number | undefined;

  function convert(depth: number): SyntaxNode {
    const type = cursor.nodeType;
    const line = cursor.startPosition.row + 1;
    const children: SyntaxNode[] = [];
    if (type === "ERROR" || cursor.nodeIsMissing) errorLines.push(line);
    const field = cursor.currentFieldName ?? undefined;
    if (depth >= maximumDepth) {
      tooDeepLine ??= line;
    } else if (cursor.gotoFirstChild()) {
      do {
        if (cursor.nodeIsNamed || cursor.currentFieldName !== null || cursor.nodeType === "async") {
          children.push(convert(depth + 1));
        }
      } while (cursor.gotoNextSibling());
      cursor.gotoParent();
    }
    return {
      type,
      field,
      start: cursor.startIndex,
      end: cursor.endIndex,
      line,
      endLine: cursor.endPosition.row + 1,
      children,
    };
  }

  try {
    return { root: convert(0), errorLines, tooDeepLine };
  } finally {
    cursor.delete();
  }
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
