/**
 * Makes characters that hide, reorder or fake text visible as `\u{…}`, for names in messages: control characters with
 * line breaks and tabs, bidi marks, zero-width and other invisible format characters, tag characters, variation
 * selector supplements and lone surrogates. What is left is well-formed and stays on one line.
 */
export function visible(text: string): string {
  return text.replace(hiddenInNames, escaped);
}

/**
 * The same for the content of files, where some of these characters belong: tabs and line breaks, the joiners and
 * direction marks of Persian, Hindi, Hebrew and Arabic, soft hyphens and emoji sequences stay. What can lie about the
 * order or the presence of text (bidi embeddings and isolates, tags, control characters) does not.
 */
export function visibleContent(text: string): string {
  return text.replace(hiddenInContent, escaped);
}

/** How many characters of a file's content {@link visibleContent} would show; Windows line ends are not hidden. */
export function countHidden(content: string): number {
  return content.replaceAll("\r\n", "\n").match(hiddenInContent)?.length ?? 0;
}

/** At most `limit` code points of `text`, made visible, with an ellipsis for the rest. */
export function visibleShort(text: string, limit = 200): string {
  const [shown, omitted] = cutCharacters(text, limit);
  return visible(shown) + (omitted > 0 ? "…" : "");
}

/** Cuts by code point, so that no surrogate pair is torn: the first `limit` code points, and how many were left out. */
export function cutCharacters(text: string, limit: number): readonly [shown: string, omitted: number] {
  if (text.length <= limit) return [text, 0];
  let characters = 0;
  let end = text.length;
  for (let index = 0; index < text.length; index += isPairAt(text, index) ? 2 : 1) {
    if (characters === limit) end = index;
    characters++;
  }
  return [text.slice(0, end), Math.max(0, characters - limit)];
}

const controls = "\\p{Cc}";
const loneSurrogates = "\\p{Cs}";
const lineSeparators = "\\p{Zl}\\p{Zp}";
/** Zero-width, bidi, tag and other format characters. */
const formats = "\\p{Cf}";
/** Letters and selectors that are drawn as nothing: Hangul fillers, variation selectors but the one of emoji. */
const blanks = "\\u{115f}\\u{1160}\\u{3164}\\u{ffa0}\\u{fe00}-\\u{fe0e}\\u{e0100}-\\u{e01ef}";
const controlsButTabAndLineFeed = "\\0-\\x08\\x0b-\\x1f\\x7f-\\x9f";
const embeddingsAndIsolates = "\\u{202a}-\\u{202e}\\u{2066}-\\u{2069}";
const tagsAndAnnotations = "\\u{e0000}-\\u{e007f}\\u{e0100}-\\u{e01ef}\\u{fff9}-\\u{fffb}";

const hiddenInNames = anyOf(controls, loneSurrogates, lineSeparators, formats, blanks);
const hiddenInContent = anyOf(
  controlsButTabAndLineFeed,
  loneSurrogates,
  lineSeparators,
  embeddingsAndIsolates,
  tagsAndAnnotations,
);

function anyOf(...classes: readonly string[]): RegExp {
  return new RegExp(`[${classes.join("")}]`, "gu");
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function isPairAt(text: string, index: number): boolean {
  return (text.codePointAt(index) ?? 0) > 0xffff;
}
