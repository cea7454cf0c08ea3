/**
 * xoshiro128** 1.1 of Blackman and Vigna (https://prng.di.unimi.it/xoshiro128starstar.c), seeded by splitmix32: the
 * same numbers for the same seed on every machine, since only 32-bit integer arithmetic is used. Not for secrets.
 */
export interface Random {
  readonly state: Int32Array;
}

/** Used where no seed is given; every result says which seed it was made with. */
export const defaultSeed = 20_261_122;

/** @param seed a whole number; only its lowest 32 bits count. */
export function createRandom(seed: number = defaultSeed): Random {
  const state = new Int32Array(4);
  let counter = seed | 0;
  for (let index = 0; index < state.length; index++) {
    counter = (counter + 0x9e37_79b9) | 0;
    let mixed = counter;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0_aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97);
    state[index] = mixed ^ (mixed >>> 15);
  }
  return { state };
}

/** Fills `target` with whole numbers of 32 bits. */
export function fillBits(random: Random, target: Int32Array): void {
  fill(random, target, undefined);
}

/**
 * Fills `target` with whole numbers from 0 to `bound` − 1. No number is favoured by more than `bound` / 2³², which no
 * bootstrap can notice; `bound` must stay below 2²¹ for the product to be exact.
 */
export function fillBelow(random: Random, target: Int32Array, bound: number): void {
  fill(random, target, bound);
}

/** Numbers in [0, 1) of 32 random bits each. */
export function uniforms(random: Random): () => number {
  const buffer = new Int32Array(1024);
  let place = buffer.length;
  return () => {
    if (place === buffer.length) {
      fillBits(random, buffer);
      place = 0;
    }
    return ((buffer[place++] ?? 0) >>> 0) / 2 ** 32;
  };
}

/** One loop for both, with the state in local variables: a hundred million numbers are drawn for a large comparison. */
function fill({ state }: Random, target: Int32Array, bound: number | undefined): void {
  let [s0 = 0, s1 = 0, s2 = 0, s3 = 0] = state;
  const scale = (bound ?? 0) / 2 ** 32;
  for (let index = 0; index < target.length; index++) {
    const scaled = Math.imul(s1, 5);
    const bits = Math.imul((scaled << 7) | (scaled >>> 25), 9);
    target[index] = bound === undefined ? bits : (bits >>> 0) * scale;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
  }
  state[0] = s0;
  state[1] = s1;
  state[2] = s2;
  state[3] = s3;
}
