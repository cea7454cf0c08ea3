/** A file that is gone, or one that is new, by its name and text. */
export interface Candidate {
  readonly path: string;
  readonly text: string | undefined;
  /** Equal for equal contents. */
  readonly content: string;
}

/** Share of the lines that two files have in common from which on one is the other under a new name, as git has it. */
const leastSimilarity = 0.5;
/** Pairs of files compared line by line. */
const mostCompared = 2_000;
/** Of each kind: whoever moves more at once does not read what became of each. */
const mostFiles = 300;

/** New path → old path. Equal contents go first, then the most alike; no file is used twice. */
export function findRenames(deleted: readonly Candidate[], added: readonly Candidate[]): ReadonlyMap<string, string> {
  const pairs = added
    .slice(0, mostFiles)
    .flatMap((one) => deleted.slice(0, mostFiles).map((other) => ({ one, other })))
    .map(({ one, other }, index) => ({ one, other, similarity: similarityOf(one, other, index < mostCompared) }))
    .filter(({ similarity }) => similarity >= leastSimilarity)
    .sort((left, right) => right.similarity - left.similarity);
  const [renames, used] = [new Map<string, string>(), new Set<string>()];
  for (const { one, other } of pairs) {
    if (renames.has(one.path) || used.has(other.path)) continue;
    renames.set(one.path, other.path);
    used.add(other.path);
  }
  return renames;
}

function similarityOf(one: Candidate, other: Candidate, isCompared: boolean): number {
  if (one.content === other.content) return nameOf(one.path) === nameOf(other.path) ? 1.1 : 1;
  if (!isCompared || !one.text || !other.text || extensionOf(one.path) !== extensionOf(other.path)) return 0;
  const counts = new Map<string, number>();
  for (const line of one.text.split("\n")) counts.set(line, (counts.get(line) ?? 0) + 1);
  let common = 0;
  const lines = other.text.split("\n");
  for (const line of lines) {
    const count = counts.get(line) ?? 0;
    if (count === 0) continue;
    counts.set(line, count - 1);
    common += line.trim() === "" ? 0 : 1;
  }
  const total = (text: string) => text.split("\n").filter((line) => line.trim() !== "").length;
  return common / Math.max(1, total(one.text), total(other.text));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function extensionOf(path: string): string {
  return /\.[^./]*$/.exec(path)?.[0] ?? "";
}
