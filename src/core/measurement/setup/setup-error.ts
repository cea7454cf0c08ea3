/** Why a project cannot be set up, for the person who asked. */
export class SetupError extends Error {
  override readonly name = "SetupError";
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
