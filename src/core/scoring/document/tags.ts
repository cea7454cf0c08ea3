import { type DocumentNode, type DocumentPlace, nodesOf, type TranscriptDocument } from "./nodes";

type TagPlace = "first" | "last";
type TagNode = "word" | "line" | "segment";
type TagContainer = "line" | "segment" | "document";

/** How a tag is written, for example `first-word-in-document`. */
export type TagName = (place: TagPlace, node: TagNode, container: TagContainer) => string;

/**
 * The twelve structure tags: first and last word in its line, its segment and the document, first and last line in its segment
 * and the document, first and last segment in the document. A node that is first and last has both.
 */
export const structureTagName: TagName = (place, node, container) => `${place}-${node}-in-${container}`;

const family = {
  word: ["line", "segment", "document"],
  line: ["segment", "document"],
  segment: ["document"],
} as const satisfies Record<TagNode, readonly TagContainer[]>;

/** Every name of the family; other tags may stand beside them. */
export function structureTags(tagName: TagName = structureTagName): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of ["word", "line", "segment"] as const)
    for (const container of family[node])
      for (const place of ["first", "last"] as const) names.add(tagName(place, node, container));
  return names;
}

/** The tags that each node must have. Empty lines and segments are passed over when the first and last words are looked for. */
export function expectedTags(
  document: TranscriptDocument,
  tagName: TagName = structureTagName,
): ReadonlyMap<DocumentNode, ReadonlySet<string>> {
  const expected = new Map<DocumentNode, Set<string>>();
  const levels = levelsOf(document);
  for (const kind of ["word", "line", "segment"] as const) {
    for (const { node } of levels[kind]) expected.set(node, new Set());
    for (const container of family[kind]) {
      for (const group of groupsOf(levels[kind], container)) {
        const [first, last] = [group[0], group.at(-1)];
        if (first) expected.get(first)?.add(tagName("first", kind, container));
        if (last) expected.get(last)?.add(tagName("last", kind, container));
      }
    }
  }
  return expected;
}

type Placed = { readonly node: DocumentNode; readonly place: DocumentPlace };

function levelsOf(document: TranscriptDocument): Record<TagNode, Placed[]> {
  const levels: Record<TagNode, Placed[]> = { word: [], line: [], segment: [] };
  for (const placed of nodesOf(document)) {
    const { line, word } = placed.place;
    levels[word !== undefined ? "word" : line !== undefined ? "line" : "segment"].push(placed);
  }
  return levels;
}

function groupsOf(placed: readonly Placed[], container: TagContainer): Iterable<readonly DocumentNode[]> {
  const groups = new Map<string, DocumentNode[]>();
  for (const { node, place } of placed) {
    const key =
      container === "document" ? "" : container === "segment" ? `${place.segment}` : `${place.segment} ${place.line}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(node);
  }
  return groups.values();
}
