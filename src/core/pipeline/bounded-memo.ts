/** How far one question may lead before it is given up. */
export interface Bounds {
  readonly depth: number;
  /** Nodes looked at for one question. */
  readonly steps: number;
  /** Nodes looked at for all questions; after that, questions are only followed a few steps. */
  readonly total: number;
}

const stepsWhenTired = 20;

/**
 * Remembers answers of a recursive question over a graph with cycles, and bounds the work for each question asked from
 * outside. A node that is asked for while it is being answered gets the empty answer; so does everything past the bounds,
 * and such answers are forgotten when the question is done, because asked directly they would be better.
 */
export class BoundedMemo<Key, Answer> {
  readonly #bounds: Bounds;
  readonly #isEmpty: (answer: Answer) => boolean;
  readonly #known = new Map<Key, Answer>();
  readonly #passing = new Map<Key, Answer>();
  readonly #open = new Set<Key>();
  #steps = 0;
  #total = 0;
  #isCut = false;

  constructor(bounds: Bounds, isEmpty: (answer: Answer) => boolean) {
    this.#bounds = bounds;
    this.#isEmpty = isEmpty;
  }

  /** Whether answers got worse because there was too much to do. */
  get isTired(): boolean {
    return this.#total > this.#bounds.total;
  }

  answer(key: Key, compute: () => Answer, empty: () => Answer): Answer {
    const known = this.#known.get(key) ?? this.#passing.get(key);
    if (known !== undefined) return known;
    if (this.#open.has(key)) return empty();
    this.#steps += 1;
    this.#total += 1;
    if (this.#open.size >= this.#bounds.depth || this.#steps > (this.isTired ? stepsWhenTired : this.#bounds.steps)) {
      this.#isCut = true;
      return empty();
    }
    this.#open.add(key);
    try {
      const answer = compute();
      const isSure = !this.#isCut || !this.#isEmpty(answer) || this.#open.size === 1;
      (isSure ? this.#known : this.#passing).set(key, answer);
      return answer;
    } finally {
      this.#open.delete(key);
      if (this.#open.size === 0) this.#reset();
    }
  }

  #reset(): void {
    this.#passing.clear();
    this.#steps = 0;
    this.#isCut = false;
  }
}
