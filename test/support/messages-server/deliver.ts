import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { FrameContext } from "./frames";
import type { Reply } from "./reply";

/** Sends a reply the way its delivery says: at once, in small chunks, slowly, or not to its end. */
export async function deliver(response: ServerResponse, reply: Reply, context: FrameContext): Promise<void> {
  const { chunk, pause, faultAt, fault = "reset" } = reply.delivery;
  const body = Buffer.from(reply.body(context), "utf8");
  const sent = body.subarray(0, typeof faultAt === "string" ? body.indexOf(faultAt) + faultAt.length : faultAt);
  response.writeHead(reply.status, reply.headers);
  response.flushHeaders();
  const size = chunk ?? Math.max(1, sent.length);
  for (let start = 0; start < sent.length && !response.destroyed; start += size) {
    await write(response, sent.subarray(start, start + size));
    if (pause !== undefined) await sleep(pause);
  }
  if (faultAt === undefined || fault === "end") response.end();
  else if (fault === "reset") response.socket?.destroy();
}

/** Resolves when the bytes are handed to the network, each call in a chunk of its own. */
function write(response: ServerResponse, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => response.write(bytes, () => resolve()));
}
