/** A reason for not sending a request at all, or for not using an answer: a sentence for the person. */
export class EndpointError extends Error {
  override readonly name = "EndpointError";
  /** What has to be changed. */
  readonly about: "key" | "address";

  constructor(message: string, about: EndpointError["about"]) {
    super(message);
    this.about = about;
  }
}
