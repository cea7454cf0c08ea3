/**
 * The number of successes among `trials`, each with this probability; exact up to the 32 bits of the uniform numbers.
 * Inversion where few successes are expected, else the transformed rejection BTRS of Hörmann (1993).
 */
export function binomial(uniform: () => number, trials: number, probability: number): number {
  if (trials === 0 || probability <= 0) return 0;
  if (probability >= 1) return trials;
  if (probability > 0.5) return trials - binomial(uniform, trials, 1 - probability);
  return trials * probability < 10
    ? byInversion(uniform, trials, probability)
    : byRejection(uniform, trials, probability);
}

function byInversion(uniform: () => number, trials: number, probability: number): number {
  const odds = probability / (1 - probability);
  let mass = (1 - probability) ** trials;
  let rest = uniform() - mass;
  let successes = 0;
  while (rest >= 0 && successes < trials) {
    successes++;
    mass *= (odds * (trials + 1 - successes)) / successes;
    rest -= mass;
  }
  return successes;
}

/** Names of the constants as in the paper. */
function byRejection(uniform: () => number, trials: number, probability: number): number {
  const odds = probability / (1 - probability);
  const deviation = Math.sqrt(trials * probability * (1 - probability));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * probability;
  const c = trials * probability + 0.5;
  const vr = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const mode = Math.floor((trials + 1) * probability);
  for (;;) {
    const u = uniform() - 0.5;
    const v = uniform();
    const us = 0.5 - Math.abs(u);
    const successes = Math.floor(((2 * a) / us + b) * u + c);
    if (us >= 0.07 && v <= vr) return successes;
    if (!(successes >= 0 && successes <= trials)) continue;
    const logMass =
      (mode + 0.5) * Math.log((mode + 1) / (odds * (trials - mode + 1))) +
      (trials + 1) * Math.log((trials - mode + 1) / (trials - successes + 1)) +
      (successes + 0.5) * Math.log((odds * (trials - successes + 1)) / (successes + 1)) +
      stirlingTail(mode) +
      stirlingTail(trials - mode) -
      stirlingTail(successes) -
      stirlingTail(trials - successes);
    if (Math.log((v * alpha) / (a / (us * us) + b)) <= logMass) return successes;
  }
}

/** What Stirling's formula for log k! leaves out, by its series. */
function stirlingTail(k: number): number {
  if (k < 10) return smallTails[k] ?? 0;
  const next = k + 1;
  return (1 / 12 - (1 / 360 - 1 / 1260 / (next * next)) / (next * next)) / next;
}

/** log k! − (k + ½) log(k + 1) + (k + 1) − ½ log 2π. */
const smallTails = Array.from({ length: 10 }, (_, k) => {
  let logFactorial = 0;
  for (let factor = 2; factor <= k; factor++) logFactorial += Math.log(factor);
  return logFactorial - (k + 0.5) * Math.log(k + 1) + (k + 1) - 0.5 * Math.log(2 * Math.PI);
});
