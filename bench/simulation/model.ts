import type { UnitCounts } from "../../src/core/scoring/scoring";
import { createRandom, uniforms } from "../../src/core/scoring/statistics/random";

/**
 * Sets of clips that behave like real decodes: lengths vary threefold, errors come in bunches (a clip is easy or hard,
 * and a speaker too), and two systems mostly fail at the same words. Every expectation is known exactly.
 */
export interface World {
  readonly clips: number;
  /** Expected errors per reference word of system A before insertions. */
  readonly rate: number;
  /** Each speaker's own rate is drawn around `rate` with {@link speakerDeviation}. Absent: all clips are alike. */
  readonly speakers?: number;
  /** By which part system B's errors are fewer. Default: 0. */
  readonly improvement?: number;
  /** Of each speaker, one of the systems, by lot, makes up to this part fewer errors. Default: 0. */
  readonly interaction?: number;
  /**
   * B makes a fifth fewer errors, and as many as that in bursts of invented words in this share of the clips. Default:
   * 0.
   */
  readonly bursts?: number;
}

export interface SimulatedSet {
  readonly a: readonly UnitCounts[];
  readonly b: readonly UnitCounts[];
  readonly blocks?: readonly string[];
  /** Expected rate of A for just these speakers. */
  readonly rateOfTheseSpeakers: number;
}

const meanWords = 12;
const insertionsPerError = 0.1;
/**
 * Intraclass correlation of the errors of a clip; the 62 Russian and 71 English real decodes lie to both sides of it.
 */
const clipCorrelation = 0.15;
/** Standard deviation of the rates of speakers, as a part of the rate. */
const speakerDeviation = 0.4;
/** Share of the words where both systems meet the same luck. */
const sharedLuck = 0.9;

/** The exact expected rate of A, insertions included. */
export function trueRate({ rate }: World): number {
  return rate * (1 + insertionsPerError);
}

/** The exact expected rate of B minus that of A. */
export function trueDifference(world: World): number {
  return -(world.improvement ?? 0) * trueRate(world);
}

export function simulateSet(world: World, seed: number): SimulatedSet {
  const { clips, rate, speakers, improvement = 0, interaction = 0, bursts = 0 } = world;
  // Apart from the stream of the bootstrap, which starts from the same seed.
  const draw = createDraws(~seed);
  const variance = (speakerDeviation * rate) ** 2;
  const people = Array.from({ length: speakers ?? 1 }, () => {
    const own = speakers ? draw.beta(rate, (rate * (1 - rate)) / variance - 1) : rate;
    const factor = 1 - interaction * draw.uniform();
    return draw.uniform() < 0.5 ? { own, factorA: factor, factorB: 1 } : { own, factorA: 1, factorB: factor };
  });
  const a: UnitCounts[] = [];
  const b: UnitCounts[] = [];
  for (let clip = 0; clip < clips; clip++) {
    const { own, factorA, factorB } = people[clip % people.length] ?? { own: rate, factorA: 1, factorB: 1 };
    const units = 1 + draw.poisson(draw.gamma(3) * ((meanWords - 1) / 3));
    const hardness = draw.beta(own, 1 / clipCorrelation - 1);
    const rateA = hardness * factorA;
    const rateB = hardness * factorB * (1 - improvement) * (bursts > 0 ? 0.8 : 1);
    let [errorsA, errorsB] = [0, 0];
    for (let word = 0; word < 2 * units; word++) {
      const part = word < units ? 1 : insertionsPerError;
      const luck = draw.uniform();
      if (luck < part * rateA) errorsA++;
      if ((draw.uniform() < sharedLuck ? luck : draw.uniform()) < part * rateB) errorsB++;
    }
    if (bursts > 0 && draw.uniform() < bursts) {
      errorsB += draw.geometric((0.2 * trueRate(world) * meanWords) / bursts);
    }
    a.push({ errors: errorsA, units });
    b.push({ errors: errorsB, units });
  }
  const mean = people.reduce((sum, { own, factorA }) => sum + own * factorA, 0) / people.length;
  const blocks = a.map((_, clip) => `speaker ${clip % people.length}`);
  return { a, b, ...(speakers && { blocks }), rateOfTheseSpeakers: mean * (1 + insertionsPerError) };
}

function createDraws(seed: number) {
  const next = uniforms(createRandom(seed));
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  /** Marsaglia and Tsang (2000); below shape 1 by the power of a uniform number. */
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * (1 - next()) ** (1 / shape);
    const d = shape - 1 / 3;
    for (;;) {
      const x = normal();
      const v = (1 + x / Math.sqrt(9 * d)) ** 3;
      if (v > 0 && Math.log(1 - next()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
    }
  };
  return {
    uniform: next,
    gamma,
    /** Of this mean; a larger sum of the two shapes varies less. */
    beta: (mean: number, shapes: number) => {
      const x = gamma(mean * shapes);
      return x / (x + gamma((1 - mean) * shapes));
    },
    poisson: (mean: number) => {
      let count = 0;
      for (let product = 1 - next(); product > Math.exp(-mean); product *= 1 - next()) count++;
      return count;
    },
    /** From 1 upwards. */
    geometric: (mean: number) => 1 + Math.floor(Math.log(1 - next()) / Math.log(1 - 1 / mean)),
  };
}
