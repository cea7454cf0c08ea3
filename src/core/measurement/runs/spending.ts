import type { EngineConfiguration } from "../engine";

/** USD of one row, so that a run stops before it costs more than the person allowed. */
export class Spending {
  readonly #price: EngineConfiguration["price"];
  #spent: number;
  #openedAt: number | undefined;

  /** @param spent USD, before a resume */
  constructor({ price }: Pick<EngineConfiguration, "price">, spent = 0) {
    this.#price = price;
    this.#spent = spent;
  }

  /** The engine starts; from now on time costs, loading and idling included. */
  open(): void {
    this.#openedAt = performance.now();
  }

  close(): void {
    this.#spent = this.usd();
    this.#openedAt = undefined;
  }

  /** @param audio seconds that the engine is asked about */
  ask(audio: number): void {
    this.#spent += this.costOf(audio);
  }

  /** What asking costs at once: nothing where time is paid for. */
  costOf(audio: number): number {
    return this.#price && "perMinute" in this.#price ? (audio / 60) * this.#price.perMinute : 0;
  }

  /** Seconds that `usd` still pay for; none where time costs nothing. */
  secondsFor(usd: number): number | undefined {
    if (!this.#price || !("perHour" in this.#price) || this.#price.perHour === 0) return undefined;
    return (usd / this.#price.perHour) * 3600;
  }

  usd(): number {
    if (this.#openedAt === undefined || !this.#price || !("perHour" in this.#price)) return this.#spent;
    return this.#spent + ((performance.now() - this.#openedAt) / 3_600_000) * this.#price.perHour;
  }
}
