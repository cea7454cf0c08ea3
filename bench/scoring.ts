import { Aligner, align } from "../src/core/scoring/alignment";
import { measure, unitCounts } from "../src/core/scoring/measures";
import type { Alignment } from "../src/core/scoring/scoring";
import { type BenchRow, collectGarbage, createRandom, pairedRatio, percentile } from "./harness";
import { PlainAligner } from "./scoring-baseline";

/** Alignment of words and characters: against a plain table in the same run, absolute, and what a large corpus takes. */
export async function benchScoring(): Promise<readonly BenchRow[]> {
  const words = createCorpus(2000, 20);
  const characters = createCorpus(2000, 18).map(
    ([reference, hypothesis]): Pair => [[...reference.join(" ")], [...hypothesis.join(" ")]],
  );
  requireSameErrors(words);
  return [
    corpusRow("100,000 utterances of 20 words, seconds", false),
    corpusRow("the same, every alignment kept, seconds", true),
    await baselineRow("2,000 utterances of 20 words / plain table", words, 0.9),
    await baselineRow("2,000 utterances of 110 characters / plain table", characters, 0.4),
    speedRow("million words a second, 2,000 utterances of 20", words, 5),
    speedRow("million characters a second, 2,000 utterances of 110", characters, 5),
    longRow(),
  ];
}

type Pair = readonly [reference: readonly string[], hypothesis: readonly string[]];

async function baselineRow(what: string, pairs: readonly Pair[], bar: number): Promise<BenchRow> {
  const aligner = new Aligner();
  const plain = new PlainAligner();
  const measured = await pairedRatio({
    reference: () => alignAll(plain, pairs),
    subject: () => alignAll(aligner, pairs),
    bar,
  });
  return { id: "S1", what, bar: `≤ ${bar} ×`, ...measured };
}

function alignAll(aligner: { align(...pair: Pair): unknown }, pairs: readonly Pair[]): void {
  for (const [reference, hypothesis] of pairs) aligner.align(reference, hypothesis);
}

/** Tokens of the reference over processor time, so that other work on the machine counts as little as it can. */
function speedRow(what: string, pairs: readonly Pair[], bar: number): BenchRow {
  const tokens = pairs.reduce((sum, [reference]) => sum + reference.length, 0);
  const aligner = new Aligner();
  const rates = Array.from({ length: 30 }, () => {
    const { cpu } = timed(() => alignAll(aligner, pairs));
    return tokens / cpu / 1e6;
  }).slice(10);
  return absoluteRow("S2", what, `≥ ${bar}`, rates, percentile(rates, 90) >= bar);
}

function longRow(): BenchRow {
  const [[reference, hypothesis] = [[], []]] = createCorpus(1, 10_000);
  const times = Array.from({ length: 9 }, () => 1000 * timed(() => align(reference, hypothesis)).cpu);
  return absoluteRow("S3", "one utterance of 10,000 words, milliseconds", "≤ 150", times, percentile(times, 10) <= 150);
}

/** From lines of text, which are in memory already, to measures. The note says how far the heap grew meanwhile. */
function corpusRow(what: string, isKept: boolean): BenchRow {
  const lines = createCorpus(100_000, 20).map((pair) => pair.map((words) => words.join(" ")));
  collectGarbage();
  const before = heapBytes();
  let peak = before;
  const kept: Alignment[] = [];
  function* alignments(): Generator<Alignment> {
    const aligner = new Aligner();
    for (const [index, [reference = "", hypothesis = ""]] of lines.entries()) {
      const alignment = aligner.align(reference.split(" "), hypothesis.split(" "));
      if (isKept) kept.push(alignment);
      if (index % 500 === 0) peak = Math.max(peak, heapBytes());
      yield alignment;
    }
  }
  const { cpu, wall, result } = timed(() => measure(alignments()));
  if (result.utterances !== lines.length) throw new Error("Not every utterance was scored.");
  const memory = `${megabytes(peak - before)} of heap more at the peak, process ${megabytes(process.memoryUsage().rss)}`;
  const note = `wall ${wall.toFixed(2)} s, ${memory}, WER ${result.wer.toFixed(3)}`;
  return { ...absoluteRow("S4", what, "≤ 5", [cpu], cpu <= 5), note };
}

function requireSameErrors(pairs: readonly Pair[]): void {
  const plain = new PlainAligner();
  for (const [reference, hypothesis] of pairs) {
    const wrong = plain.align(reference, hypothesis).filter((operation) => operation !== "=").length;
    if (unitCounts(align(reference, hypothesis)).errors !== wrong) throw new Error("The two aligners disagree.");
  }
}

function absoluteRow(id: string, what: string, bar: string, values: readonly number[], passes: boolean): BenchRow {
  return {
    id,
    what,
    bar,
    ratio: percentile(values, 50),
    interval: [percentile(values, 2.5), percentile(values, 97.5)],
    verdict: passes ? "pass" : "fail",
  };
}

function timed<T>(work: () => T): { readonly result: T; readonly cpu: number; readonly wall: number } {
  const [start, used] = [performance.now(), process.cpuUsage()];
  const result = work();
  const { user, system } = process.cpuUsage(used);
  return { result, cpu: (user + system) / 1e6, wall: (performance.now() - start) / 1000 };
}

/** Words as frequent as in speech (few types make most of it); 15 % of them misheard. Each utterance has its own strings. */
function createCorpus(utterances: number, length: number): readonly Pair[] {
  const random = createRandom(20_261_122);
  const types = Array.from({ length: 20_000 }, (_, index) => `w${index.toString(36)}`);
  const pick = () => types[Math.floor(random() ** 3 * types.length)] ?? "";
  return Array.from({ length: utterances }, (): Pair => {
    const reference = Array.from({ length }, pick);
    const hypothesis = reference.flatMap((word) => {
      const chance = random();
      return chance < 0.04 ? [] : chance < 0.12 ? [pick()] : chance < 0.15 ? [word, pick()] : [word];
    });
    return [reference.join(" ").split(" "), hypothesis.join(" ").split(" ")];
  });
}

/** What is allocated and not yet collected, garbage included. */
function heapBytes(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MB`;
}
