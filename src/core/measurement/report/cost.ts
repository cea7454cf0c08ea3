import type { EngineConfiguration, Price } from "../engine";

/** What an engine was used for: seconds of its processes from start to end, load and idle included, and of audio. */
export interface Usage {
  readonly processSeconds: number;
  readonly audioSeconds: number;
}

/** USD. A price per minute counts audio as it is; what a provider rounds up to is on its own bill. */
export function costOf(price: Price, { processSeconds, audioSeconds }: Usage): number {
  return "perMinute" in price ? (price.perMinute * audioSeconds) / 60 : (price.perHour * processSeconds) / 3600;
}

/** What is known before a paid engine starts. */
export interface CostEstimate {
  readonly engine: string;
  /** Requests: clips times settings times repeats. */
  readonly requests: number;
  readonly audioMinutes: number;
  /** USD; absent when the price is per hour and no real-time factor is known. */
  readonly expected?: number;
  /** USD when every clip takes as long as it may; what no run exceeds even without the cap. */
  readonly highest?: number;
  readonly leavesMachine: boolean;
}

export interface PlannedWork {
  /** Seconds of each clip. */
  readonly durations: readonly number[];
  /** Settings of a grid. */
  readonly settings: number;
  readonly repeats: number;
  /** Processing time over audio time, from an earlier run. */
  readonly realTimeFactor?: number;
}

export function estimateCost(engine: EngineConfiguration, work: PlannedWork): CostEstimate {
  const passes = work.settings * work.repeats;
  const audioSeconds = passes * work.durations.reduce((sum, duration) => sum + duration, 0);
  const requests = passes * work.durations.length;
  const base = {
    engine: engine.name,
    requests,
    audioMinutes: audioSeconds / 60,
    leavesMachine: engine.hosting === "cloud",
  };
  const { price } = engine;
  if (!price) return base;
  if ("perMinute" in price) {
    const expected = costOf(price, { processSeconds: 0, audioSeconds });
    return { ...base, expected, highest: expected };
  }
  const starts = engine.protocol === "clip" ? requests : passes;
  const longest = starts * engine.loadTimeout + requests * engine.clipTimeout;
  const { realTimeFactor } = work;
  return {
    ...base,
    ...(realTimeFactor !== undefined && {
      expected: costOf(price, { processSeconds: realTimeFactor * audioSeconds, audioSeconds }),
    }),
    highest: costOf(price, { processSeconds: longest, audioSeconds }),
  };
}

/** What a person agrees to: clips, minutes, USD, and where the audio goes. */
export function estimateText(estimate: CostEstimate, costCap: number): string {
  const { engine, requests, audioMinutes, expected, highest, leavesMachine } = estimate;
  const amount = `${requests} ${requests === 1 ? "clip" : "clips"}, ${audioMinutes.toFixed(1)} minutes of audio`;
  const cost =
    expected !== undefined
      ? `about USD ${expected.toFixed(2)}`
      : highest !== undefined
        ? `at most USD ${highest.toFixed(2)} (by the time limits; no earlier run says how fast it is)`
        : "no price given";
  const where = leavesMachine
    ? `The audio leaves this machine for the cloud service of ${engine}.`
    : "The audio stays on this machine.";
  return `${engine}: ${amount}, ${cost}; the run stops at USD ${costCap.toFixed(2)}. ${where}`;
}
