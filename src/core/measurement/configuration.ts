import { checkTogether } from "./configuration/checks";
import { explain } from "./configuration/issues";
import { type JsonPath, type Place, parsePlacedJson } from "./configuration/json";
import {
  type budgetMetrics,
  configurationSchema,
  type regressionMetrics,
  type WrittenConfiguration,
} from "./configuration/schema";
import type { EngineConfiguration } from "./engine";

interface DatasetConfiguration {
  readonly name: string;
  /** Workspace path of the JSONL manifest. */
  readonly manifest: string;
  /** A part that is kept aside and confirms a choice once. */
  readonly locked: boolean;
}

interface Judged {
  /** Without one: each language. */
  readonly language?: string;
  /** Without one: each engine. */
  readonly engine?: string;
}

/** A limit. Rates are fractions, real-time factors are processing time over audio time, memory MiB, cost USD, timing ms. */
export interface Limit extends Judged {
  readonly metric: (typeof budgetMetrics)[number];
  readonly atMost: number;
}

/** A change of code must not be worse than the code of this revision. Judged where a change was measured against it. */
export interface NoRegression extends Judged {
  readonly metric: (typeof regressionMetrics)[number];
  readonly noRegressionAgainst: string;
}

export type Budget = Limit | NoRegression;

interface Grid {
  readonly engine: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
}

/** `.ml-engineer/evaluation.json` with every default filled in. */
export interface EvaluationConfiguration {
  readonly schema: 1;
  readonly datasets: readonly DatasetConfiguration[];
  readonly engines: readonly EngineConfiguration[];
  /** Of WER, as a fraction. */
  readonly smallestDifference: number;
  readonly margin?: number;
  /** Identifier of a normaliser by language; read by `normalizerFor`. */
  readonly normalizers: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly repeats: number;
  readonly budgets: readonly Budget[];
  /** USD. */
  readonly costCap: number;
  readonly grid?: Grid;
}

/** Something that has to change in the file. */
export interface ConfigurationProblem extends Place {
  readonly path: string;
  /** As `engines[0].command`; empty for the whole file. */
  readonly field: string;
  readonly message: string;
  readonly remedy: string;
}

export type ReadConfiguration =
  | { readonly configuration: EvaluationConfiguration; readonly problems: readonly [] }
  | { readonly configuration?: never; readonly problems: readonly ConfigurationProblem[] };

/**
 * Reads the text of a configuration.
 * @param path the file's, for problems.
 */
export function readConfiguration(text: string, path: string): ReadConfiguration {
  const json = parsePlacedJson(text);
  if ("fault" in json) return { problems: [{ path, field: "", ...json.fault }] };
  const problemAt = (at: JsonPath, message: string, remedy: string): ConfigurationProblem => ({
    path,
    ...json.placeOf(at),
    field: fieldName(at),
    message,
    remedy,
  });
  const parsed = configurationSchema.safeParse(json.value);
  const found = parsed.success
    ? checkTogether(parsed.data)
    : parsed.error.issues.flatMap((issue) => explain(issue, json.value));
  const problems = found.map(({ at, message, remedy }) => problemAt(at, message, remedy));
  if (!parsed.success || problems.length > 0) {
    return { problems: problems.sort((one, other) => one.line - other.line || one.column - other.column) };
  }
  return { configuration: complete(parsed.data), problems: [] };
}

/** `.ml-engineer/evaluation.json:12:5 engines[0].command: it is a string. Write …` */
export function problemText({ path, line, column, field, message, remedy }: ConfigurationProblem): string {
  return `${path}:${line}:${column} ${field === "" ? "" : `${field}: `}${message} ${remedy}`;
}

function fieldName(at: JsonPath): string {
  return at
    .map((key) =>
      typeof key === "number"
        ? `[${key}]`
        : /^[A-Za-z_$][\w$]*$/.test(String(key))
          ? `.${String(key)}`
          : `[${JSON.stringify(String(key))}]`,
    )
    .join("")
    .replace(/^\./, "");
}

function complete({
  $schema: _,
  grid,
  margin,
  engines,
  budgets,
  ...written
}: WrittenConfiguration): EvaluationConfiguration {
  return {
    ...written,
    engines: engines.map(completeEngine),
    budgets: budgets.map(completeBudget),
    ...(margin !== undefined && { margin }),
    ...(grid && {
      grid: { engine: grid.engine, parameters: mapValues(grid.parameters, (values) => values.map(String)) },
    }),
  };
}

/** Which fields go together was checked before. */
function completeBudget({
  metric,
  language,
  engine,
  atMost,
  noRegressionAgainst,
}: WrittenConfiguration["budgets"][number]): Budget {
  const judged = { metric, ...(language !== undefined && { language }), ...(engine !== undefined && { engine }) };
  return (noRegressionAgainst === undefined ? { ...judged, atMost } : { ...judged, noRegressionAgainst }) as Budget;
}

function completeEngine({
  outputs,
  price,
  memoryLimit,
  parameters,
  ...engine
}: WrittenConfiguration["engines"][number]): EngineConfiguration {
  return {
    ...engine,
    parameters: mapValues(parameters, String),
    ...(outputs !== undefined && { outputs }),
    ...(price && { price }),
    ...(memoryLimit !== undefined && { memoryLimit }),
  };
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
