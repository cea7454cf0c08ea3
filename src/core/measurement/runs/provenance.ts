import { createHash } from "node:crypto";
import { posix } from "node:path";
import type { Normalizer } from "../../scoring/scoring";
import { type Revision, revisionOf } from "../../workspace/git/revision";
import { PathError } from "../../workspace/path-error";
import type { Workspace } from "../../workspace/workspace";
import type { EvaluationConfiguration } from "../configuration";
import { normalizerFor, primaryLanguage } from "../configuration/choices";
import type { Dataset } from "../dataset";
import type { EngineConfiguration, EngineHello } from "../engine";
import type { EngineRun, Provenance } from "../run";
import { describeMachine } from "./machine";
import { hashOfValue, type Row } from "./row";

export interface ProvenanceFacts {
  readonly configuration: EvaluationConfiguration;
  readonly rows: readonly Row[];
  readonly datasets: readonly Dataset[];
  readonly seed: number;
  readonly command: readonly string[];
  readonly product: string;
  readonly normalizers: ReadonlyMap<string, Normalizer>;
}

/** Everything that decides or explains the figures of a run. */
export async function provenanceOf(
  facts: ProvenanceFacts,
  workspace: Pick<Workspace, "roots">,
  signal: AbortSignal,
): Promise<Provenance> {
  const revision = await codeRevision(workspace, signal);
  const normalizers = Object.fromEntries(
    [...facts.normalizers].map(([language, { id, version, hash }]) => [language, { id, version, hash }]),
  );
  return {
    ...revision,
    configurationHash: configurationHash(facts, normalizers),
    command: facts.command,
    normalizers,
    machine: describeMachine(),
    product: facts.product,
  };
}

/** By primary language, for all languages of the test sets. */
export async function normalizersFor(
  configuration: EvaluationConfiguration,
  datasets: readonly Dataset[],
): Promise<ReadonlyMap<string, Normalizer>> {
  // The tables take some time to load, and not every program that knows of runs starts one.
  const { normalizerOf } = await import("../../scoring/normalizers");
  const languages = datasets.flatMap(({ utterances }) => utterances.map(({ language }) => primaryLanguage(language)));
  const found = [...new Set(languages)].sort().flatMap((language) => {
    const normalizer = normalizerOf(normalizerFor(configuration, language));
    return normalizer ? [[language, normalizer] as const] : [];
  });
  return new Map(found);
}

/** Of the first root; what measuring itself writes does not count. */
async function codeRevision({ roots }: Pick<Workspace, "roots">, signal: AbortSignal): Promise<Revision | undefined> {
  const [root] = roots;
  return root && (await revisionOf(root, (path) => isResult(path), signal));
}

function isResult(path: string): boolean {
  return path.startsWith(".ml-engineer/runs/") || path === ".ml-engineer/comparisons.jsonl";
}

/** Over what decides a transcript or a figure; not over limits, which a person may change and continue. */
function configurationHash({ rows, datasets, seed }: ProvenanceFacts, normalizers: unknown): string {
  const engines = rows.map(({ engine: { price, use, hosting, ...engine } }) => engine);
  return hashOfValue({ engines, datasets: datasets.map(({ name }) => name), seed, normalizers });
}

/** Hashes of the files of the workspace that an engine says it loaded; those from elsewhere are its version's matter. */
export async function hashSources(
  { sources }: EngineHello,
  { workingDirectory }: Pick<EngineConfiguration, "workingDirectory">,
  workspace: Pick<Workspace, "open">,
): Promise<EngineRun["sources"]> {
  const hashes = new Map<string, string>();
  for (const source of sources.slice(0, mostSources)) {
    try {
      const file = await workspace.open(posix.isAbsolute(source) ? source : posix.join(workingDirectory, source));
      try {
        const { path, size } = file.location;
        const bytes = await file.read(0, Math.min(size, largestSource));
        hashes.set(path, createHash("sha256").update(bytes).digest("hex").slice(0, 16));
      } finally {
        await file.close();
      }
    } catch (error) {
      if (!(error instanceof PathError)) throw error;
    }
  }
  return [...hashes].map(([path, hash]) => ({ path, hash })).sort((one, other) => (one.path < other.path ? -1 : 1));
}

const mostSources = 2000;
const largestSource = 16 * 1024 * 1024;
