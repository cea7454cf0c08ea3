import { type AnswerFrames, type Block, type FrameContext, framesOf, serialise } from "./frames";

/** What the server answers to one request, and how the bytes travel. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  body(context: FrameContext): string;
  readonly delivery: Delivery;
}

export interface Delivery {
  /** Bytes per chunk; by default the whole body at once. */
  readonly chunk?: number;
  /** Milliseconds between chunks. */
  readonly pause?: number;
  /** Number of bytes after which something goes wrong, or the text after which it does. */
  readonly faultAt?: number | string;
  readonly fault?: "reset" | "end" | "stall";
}

/** A turn of the script: an answer, or a look at the request that leads to one. */
export type Turn = Reply | ((request: RecordedRequest) => Reply);

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  /** The same for requests that came over the same connection. */
  readonly port: number;
  readonly rawHeaders: readonly string[];
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body as it was sent. */
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
  /** Resolves when the connection's part in this request is over, also when the client left early. */
  readonly closed: Promise<void>;
}

/** A streamed answer. */
export function answer(blocks: readonly Block[], options: Omit<AnswerFrames, "blocks"> = {}): Reply {
  return {
    status: 200,
    headers: { "content-type": "text/event-stream; charset=utf-8" },
    body: (context) =>
      framesOf({ blocks, ...options }, context)
        .map(serialise)
        .join(""),
    delivery: {},
  };
}

/** An error in the shape of the API. */
export function failure(status: number, type: string, message: string, headers: Record<string, string> = {}): Reply {
  return plain(status, "application/json", JSON.stringify(errorBody(type, message)), headers);
}

/** Any bytes at all. */
export function plain(status: number, contentType: string, text: string, headers: Record<string, string> = {}): Reply {
  return { status, headers: { "content-type": contentType, ...headers }, body: () => text, delivery: {} };
}

export function delivered(reply: Reply, delivery: Delivery): Reply {
  return { ...reply, delivery };
}

export function errorBody(type: string, message: string): object {
  return { type: "error", error: { type, message }, request_id: "req_test" };
}
