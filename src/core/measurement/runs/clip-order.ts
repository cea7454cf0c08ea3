import { createRandom, uniforms } from "../../scoring/statistics/random";

/** Part `index` (from 1) of `count`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Items in an order that depends on nothing but their number and the seed (Fisher and Yates). */
export function seededOrder<Item>(items: readonly Item[], seed: number): readonly Item[] {
  const ordered = [...items];
  const uniform = uniforms(createRandom(seed));
  for (let end = ordered.length - 1; end > 0; end--) {
    const index = Math.floor(uniform() * (end + 1));
    const [one, other] = [ordered[end], ordered[index]];
    if (one === undefined || other === undefined) continue;
    ordered[end] = other;
    ordered[index] = one;
  }
  return ordered;
}

/** Every `count`-th of the ordered items, so that all shards together are the whole and each is a mixture of it. */
export function shardOf<Item>(ordered: readonly Item[], shard: Shard | undefined): readonly Item[] {
  return shard ? ordered.filter((_, index) => index % shard.count === shard.index - 1) : ordered;
}
