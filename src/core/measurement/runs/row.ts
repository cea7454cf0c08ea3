import { createHash } from "node:crypto";
import type { EvaluationConfiguration } from "../configuration";
import { parameterSets } from "../configuration/choices";
import type { Dataset, Utterance } from "../dataset";
import type { EngineConfiguration } from "../engine";
import type { ClipRecord } from "../run";
import type { SourceTree } from "../source-tree";
import { sideName } from "./sides";

/** An engine with one choice of parameters: a row of the table. */
export interface Row {
  /** Position among the rows of the run. */
  readonly index: number;
  /** With this row's parameters. */
  readonly engine: EngineConfiguration;
  /** The state of the code that it runs in, when that is not simply the workspace. */
  readonly tree?: SourceTree;
}

/** One clip of one test set. */
export interface Item {
  readonly dataset: string;
  readonly utterance: Utterance;
}

/** What tells items apart. */
interface ItemName {
  readonly dataset: string;
  readonly utterance: Pick<Utterance, "id">;
}

export function rowsOf(
  configuration: Pick<EvaluationConfiguration, "grid">,
  engines: readonly EngineConfiguration[],
): readonly Row[] {
  return engines
    .flatMap((engine) => parameterSets(configuration, engine).map((parameters) => ({ ...engine, parameters })))
    .map((engine, index) => ({ index, engine }));
}

/** The two sides of a change: one engine with its own parameters in two states of the code. */
export function rowsOfChange(engine: EngineConfiguration, trees: readonly [SourceTree, SourceTree]): readonly Row[] {
  return trees.map((tree, index) => ({ index, engine: { ...engine, name: sideName(engine.name, tree.side) }, tree }));
}

export function itemsOf(datasets: readonly Dataset[]): readonly Item[] {
  return datasets.flatMap(({ name, utterances }) => utterances.map((utterance) => ({ dataset: name, utterance })));
}

/** `base` or `base (beam=5, temperature=0.2)`. */
export function rowName(name: string, parameters: Readonly<Record<string, string>>): string {
  const options = Object.entries(parameters).map(([option, value]) => `${option}=${value}`);
  return options.length === 0 ? name : `${name} (${options.join(", ")})`;
}

/** What tells the records of a run apart. */
export function recordKey(record: Pick<ClipRecord, "engine" | "parameters" | "dataset" | "utterance">): string {
  return JSON.stringify([record.engine, sorted(record.parameters), record.dataset, record.utterance]);
}

export function itemKey({ engine }: Row, { dataset, utterance }: Item | ItemName): string {
  return recordKey({ engine: engine.name, parameters: engine.parameters, dataset, utterance: utterance.id });
}

/** First 16 hex digits of the SHA-256 of a plain value; the order of its fields does not count. */
export function hashOfValue(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value, withSortedKeys)).digest("hex").slice(0, 16);
}

function withSortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(sorted(value));
}

function sorted(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
}
