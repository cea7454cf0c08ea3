import type Anthropic from "@anthropic-ai/sdk";
import type { Endpoint } from "./endpoint";
import { NotAnAnswerError, StreamCutError, StreamErrorEvent } from "./failure";
import { type JsonObject, objectOf, parseJson, stringOf } from "./json";
import type { Watched } from "./watchdog";

/**
 * The raw events of one answer. The SDK sends the request and splits the body into server-sent events; its own
 * accumulation is not used, because it fails at tool input that is not JSON and at missing usage figures, and hides
 * the pings that show that a slow model is alive. Throws what the endpoint throws, and the errors of a broken stream.
 */
export async function receive(
  endpoint: Endpoint,
  body: Anthropic.MessageCreateParamsStreaming,
  { emit, alive, signal }: Pick<Watched<JsonObject>, "emit" | "alive" | "signal">,
): Promise<void> {
  const [response, { Stream }] = await Promise.all([
    endpoint.send(body, signal),
    import("@anthropic-ai/sdk/core/streaming"),
  ]);
  alive();
  const frames = Stream.rawEvents(observed(response, alive))[Symbol.asyncIterator]();
  const seen = { start: false, stopReason: false, other: false };
  try {
    for (let frame = await frames.next(); !frame.done; frame = await frames.next()) {
      const event = eventOf(frame.value);
      if (event === undefined) continue;
      if (event.type === "error") throw new StreamErrorEvent(event);
      if (event.type === "message_start") seen.start = true;
      if (event.type === "message_delta" && stringOf(objectOf(event.delta)?.stop_reason)) seen.stopReason = true;
      if (!seen.start && event.type !== "ping") seen.other = true;
      emit(event);
      if (event.type === "message_stop") return drain(frames);
    }
  } catch (error) {
    if (error instanceof StreamErrorEvent) throw error;
    // With the stop reason, everything that matters has arrived.
    if (!seen.stopReason) throw new StreamCutError();
  }
  if (!seen.start && (seen.other || !isEventStream(response))) throw new NotAnAnswerError(whatCame(response));
  if (!seen.stopReason) throw new StreamCutError();
}

/** Reads to the end of the body, so that the connection can be used again, without letting anybody wait for it. */
function drain(frames: AsyncIterator<unknown>): void {
  const timer = setTimeout(() => void frames.return?.().catch(() => {}), 1000);
  timer.unref();
  const end = () => clearTimeout(timer);
  frames.next().then(end, end);
}

/** Undefined for what is no event: empty frames, `[DONE]`, text that is not JSON. */
function eventOf({ event, data }: { event: string | null; data: string }): JsonObject | undefined {
  const parsed = data === "" ? undefined : objectOf(parseJson(data));
  // Servers differ in whether they name the type in the event line, in the data, or in both.
  return parsed === undefined || typeof parsed.type === "string" ? parsed : { ...parsed, type: event };
}

function observed(response: Response, alive: () => void): Response {
  const observer = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      alive();
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body?.pipeThrough(observer) ?? null);
}

function whatCame(response: Response): string {
  const type = contentType(response);
  if (type === "text/html") return "a web page";
  if (type === "application/json") return "a JSON text instead of a stream";
  return isEventStream(response) ? "a stream of another kind" : "something else";
}

function isEventStream(response: Response): boolean {
  return contentType(response) === "text/event-stream";
}

function contentType(response: Response): string {
  return (response.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}
