import { rateInterval } from "../../scoring/statistics/interval";
import type { EngineConfiguration } from "../engine";
import type { ClipRecord, ClipTimes } from "../run";
import { blocksOf } from "./accuracy";
import { median, quantileFigure } from "./quantile";
import { isEvaluated, type Row } from "./rows";
import type { Figure, TimesSummary } from "./summary";

/**
 * Speed, memory and cost of one row. Failed clips have no speed: a crash is not fast.
 * @param reused transcripts that an earlier run made, whose time nobody paid for in this one
 */
export function summariseTimes(
  { engine, clips }: Row,
  price: EngineConfiguration["price"],
  seed: number,
  reused = 0,
): TimesSummary {
  const timed = clips.filter((clip) => isEvaluated(clip) && clip.times !== undefined && clip.duration > 0);
  const factors = (field: keyof ClipTimes) =>
    timed.flatMap(({ times, duration }) => (times?.[field] === undefined ? [] : times[field] / duration));
  const factor = (name: string, field: keyof ClipTimes, fraction: number) =>
    named(name, quantileFigure(factors(field), fraction));
  const load = median(engine.loads);
  const peak = median(engine.peakMemory);
  return {
    ...factor("wallP50", "wall", 0.5),
    ...factor("wallP95", "wall", 0.95),
    ...factor("cpuP50", "cpu", 0.5),
    ...factor("cpuP95", "cpu", 0.95),
    ...factor("ownP50", "own", 0.5),
    ...(load !== undefined && { loadMedian: load }),
    ...(peak !== undefined && {
      memory: { median: peak, highest: Math.max(...engine.peakMemory), processes: engine.peakMemory.length },
    }),
    ...(engine.memoryNote !== undefined && { memoryNote: engine.memoryNote }),
    ...named("costPerHour", costPerHour(reused > 0 ? undefined : engine.cost, price, timed, seed)),
    ...(engine.cost !== undefined && { spent: engine.cost }),
    isContended: engine.contention.isContended,
  };
}

/**
 * USD an hour of audio. A price per minute is exact. Otherwise what the run cost over the audio it answered, with the
 * interval of the decoding time scaled to it.
 */
function costPerHour(
  spent: number | undefined,
  price: EngineConfiguration["price"],
  timed: readonly ClipRecord[],
  seed: number,
): Figure | undefined {
  if (!price) return undefined;
  if ("perMinute" in price) {
    const point = price.perMinute * 60;
    return { point, interval: { low: point, high: point }, utterances: timed.length };
  }
  const hours = timed.reduce((sum, { duration }) => sum + duration, 0) / 3600;
  if (spent === undefined || hours === 0) return undefined;
  const point = spent / hours;
  const decoding = timed.map(({ times, duration }) => ({ errors: times?.wall ?? 0, units: duration }));
  const ratio = rateInterval(decoding, { seed, ...blocksOf(timed) });
  const scale = point / ratio.point;
  if (!ratio.interval || !Number.isFinite(scale)) return { point, utterances: timed.length };
  return {
    point,
    interval: { low: ratio.interval.low * scale, high: ratio.interval.high * scale },
    utterances: timed.length,
  };
}

function named<Name extends string>(name: Name, figure: Figure | undefined): { readonly [Key in Name]?: Figure } {
  return figure ? ({ [name]: figure } as { readonly [Key in Name]: Figure }) : {};
}
