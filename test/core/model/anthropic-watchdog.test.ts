import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Silence, StalledError, type Watched, watched } from "../../../src/core/model/anthropic/watchdog";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Runs the work with 20 s until silence is shown and 60 s until the end, and tells what was seen when. */
async function check(work: (watched: Watched<string>) => Promise<void>, abortAfter?: number): Promise<string> {
  const controller = new AbortController();
  const start = performance.now();
  const lines: string[] = [];
  let ended: AbortSignal | undefined;
  const say = (what: string) => lines.push(`${((performance.now() - start) / 1000).toFixed(0)} ${what}`);
  const options = { signal: controller.signal, silenceNotice: 20_000, idleTimeout: 60_000 };
  const reading = (async () => {
    try {
      const items = watched<string>((watch) => {
        ended = watch.signal;
        return work(watch);
      }, options);
      for await (const item of items) say(item instanceof Silence ? `silent for ${item.seconds}` : item);
      say("end");
    } catch (error) {
      say(error instanceof StalledError ? `stalled after ${error.seconds}` : String(error));
    }
    say(ended?.aborted ? "work ended" : "work done");
  })();
  if (abortAfter !== undefined) setTimeout(() => controller.abort(), abortAfter * 1000);
  await vi.advanceTimersByTimeAsync(300_000);
  await reading;
  return lines.join(", ");
}

const after = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

test("silence is shown every 20 s, and ended after 60 s", async () => {
  expect(
    await check(async ({ emit }) => {
      emit("first");
      await after(1000);
    }),
  ).toBe("0 first, 20 silent for 20, 40 silent for 40, 60 stalled after 60, 60 work ended");
});

test("an item and a mere sign of life both start the time anew", async () => {
  expect(
    await check(async ({ emit, alive }) => {
      for (const [index, sign] of [emit, alive, alive, emit].entries()) {
        await after(25);
        sign(`item ${index}`);
      }
    }),
  ).toBe(
    "20 silent for 20, 25 item 0, 45 silent for 20, 70 silent for 20, 95 silent for 20, 100 item 3, 100 end, 100 work done",
  );
});

test("an error comes after what was emitted before it", async () => {
  expect(
    await check(async ({ emit }) => {
      emit("first");
      throw new TypeError("broken");
    }),
  ).toBe("0 first, 0 TypeError: broken, 0 work ended");
});

test("an abort does not wait for the work", async () => {
  expect(await check(() => after(1000).then(() => {}), 5)).toBe("5 end, 5 work ended");
});
