/** What a person asked for is not possible now. The message is one sentence for them, and says what to do. Nothing went wrong. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
}
