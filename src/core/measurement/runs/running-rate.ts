import { Aligner } from "../../scoring/alignment";
import { unitCounts } from "../../scoring/measures";
import type { Normalizer } from "../../scoring/scoring";
import { primaryLanguage } from "../configuration/choices";
import type { ClipRecord } from "../run";

/** The word error rate of a row while it runs. It is no result: the report has those, with intervals. */
export class RunningRate {
  readonly #normalizers: ReadonlyMap<string, Normalizer>;
  readonly #aligner = new Aligner();
  #errors = 0;
  #words = 0;

  /** @param normalizers by primary language */
  constructor(normalizers: ReadonlyMap<string, Normalizer>) {
    this.#normalizers = normalizers;
  }

  add({ hypothesis, reference, language, referenceSource }: ClipRecord): void {
    const normalizer = this.#normalizers.get(primaryLanguage(language));
    // A machine's transcript yields no error rate.
    if (hypothesis === undefined || !normalizer || referenceSource.kind === "machine") return;
    const counts = unitCounts(this.#aligner.align(normalizer.words(reference), normalizer.words(hypothesis)));
    this.#errors += counts.errors;
    this.#words += counts.units;
  }

  /** A fraction; undefined before anything was scored. */
  value(): number | undefined {
    return this.#words === 0 ? undefined : this.#errors / this.#words;
  }
}
