/** A run that cannot be started, continued, merged or compared. The message is one sentence; `hint` says what to do. */
export class MeasurementError extends Error {
  override readonly name = "MeasurementError";
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
