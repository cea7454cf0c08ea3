import { setTimeout as sleep } from "node:timers/promises";

const pauseMilliseconds = 30;

/** The first value that is not undefined. Throws "waited 20 s for …" when none comes in time. */
export async function poll<T>(what: string, seconds: number, look: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const value = await look();
    if (value !== undefined) return value;
    if (performance.now() > end) throw new Error(`waited ${seconds} s for ${what}`);
    await sleep(pauseMilliseconds);
  }
}
