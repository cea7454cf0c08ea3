/** A pattern that this engine will not run: ripgrep refuses it as well, or it needs ripgrep. One sentence for people and models. */
export class PatternError extends Error {
  override readonly name = "PatternError";
}
