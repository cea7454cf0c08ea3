/** A reason for not sending a request at all, or for not using an answer: a sentence for the person. */
export class EndpointError extends Error {
  override readonly name = "EndpointError";
}
