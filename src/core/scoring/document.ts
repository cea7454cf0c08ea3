import { checkLines } from "./document/lines";
import { type DocumentPlace, nameOf, nodesOf, type TranscriptDocument } from "./document/nodes";
import { expectedTags, structureTagName, structureTags, type TagName } from "./document/tags";
import { checkTimes } from "./document/times";

export type { DocumentNode, TranscriptDocument } from "./document/nodes";
export { structureTags } from "./document/tags";

/**
 * - `time`: a time that is no number, below 0, or an end before its start;
 * - `order`: a node that starts before the one before it, or before that one's end;
 * - `containment`: a node that reaches beyond its parent;
 * - `empty`: a segment without lines, a line without words, a word without text;
 * - `width`: a line that is too wide although it could be broken; `unbreakable`: one word that is wider than a line;
 * - `boundary`: the text of a line or segment is not that of what is in it, so a word was cut, lost or doubled;
 * - `balance`: lines of a segment that could be more even without another line;
 * - `tags`: structure tags that are missing or do not belong.
 */
type DocumentProblemKind =
  | "time"
  | "order"
  | "containment"
  | "empty"
  | "width"
  | "unbreakable"
  | "boundary"
  | "balance"
  | "tags";

export interface DocumentProblem {
  readonly kind: DocumentProblemKind;
  readonly place: DocumentPlace;
  /** One plain sentence that names the place, counted from 1. */
  readonly message: string;
}

export interface DocumentCheckOptions {
  /** Characters (grapheme clusters, as people count) in a line. Default: 32. */
  readonly lineWidth?: number;
  /** Seconds by which times may be off before they count as wrong: engines round. Default: 0.001. */
  readonly tolerance?: number;
  /**
   * How many characters the widest line of a segment may be wider than with the best breaks into as many lines.
   * Default: a quarter of the line width; Infinity turns the check off.
   */
  readonly imbalance?: number;
  /** How structure tags are written, or false where a document has none. Default: `first-word-in-document` and so on. */
  readonly tagName?: TagName | false;
}

/** Everything that is wrong with a document, by kind of check and then in reading order. An empty document has no problem. */
export function checkDocument(
  document: TranscriptDocument,
  options: DocumentCheckOptions = {},
): readonly DocumentProblem[] {
  const { lineWidth = 32, tolerance = 0.001, imbalance = lineWidth / 4, tagName = structureTagName } = options;
  return [
    ...checkTimes(document, tolerance),
    ...checkLines(document, lineWidth, imbalance),
    ...(tagName === false ? [] : checkTags(document, tagName)),
  ];
}

function* checkTags(document: TranscriptDocument, tagName: TagName): Generator<DocumentProblem> {
  const family = structureTags(tagName);
  const expected = expectedTags(document, tagName);
  for (const { node, place } of nodesOf(document)) {
    const present = new Set((node.structure_tags ?? []).map((tag) => (typeof tag === "string" ? tag : tag.name)));
    const wanted = expected.get(node) ?? new Set<string>();
    const missing = [...wanted].filter((tag) => !present.has(tag));
    const wrong = [...present].filter((tag) => family.has(tag) && !wanted.has(tag));
    const where = capitalised(nameOf(place));
    if (missing.length > 0) yield { kind: "tags", place, message: `${where} lacks ${missing.join(", ")}.` };
    if (wrong.length > 0) yield { kind: "tags", place, message: `${where} must not have ${wrong.join(", ")}.` };
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
