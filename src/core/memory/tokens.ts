/**
 * Estimated tokens of a text: four characters of Latin script to one, two of Cyrillic and other alphabets, one of
 * ideographs. On the safe side, since tokenisers differ.
 */
export function estimateTokens(text: string): number {
  const others = (text.match(/[^\0-\x7f]/gu) ?? []).length;
  const ideographs =
    others === 0 ? 0 : (text.match(/[\u{1100}-\u{11ff}\u{2e80}-\u{ffff}\u{10000}-\u{10ffff}]/gu) ?? []).length;
  return Math.ceil((text.length - others) / 4 + (others - ideographs) / 2 + ideographs);
}
