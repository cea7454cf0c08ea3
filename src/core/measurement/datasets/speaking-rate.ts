/**
 * The shortest time in seconds in which a text could be spoken: at 30 letters and 7 words a second, and at 15 characters
 * in scripts whose characters stand for syllables or words. Nobody speaks so fast for more than a moment: fast speech has
 * about 8 syllables a second in any language (Pellegrino et al. 2011). Numerals count as their digits, so this errs to the short side.
 */
export function shortestDuration(text: string): number {
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const dense = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0;
  const words = text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  return Math.max((letters - dense) / 30 + dense / 15, words / 7);
}

/** Whether a text says that nobody speaks. */
export function isWordless(text: string): boolean {
  return !/[\p{L}\p{N}]/u.test(text);
}
