import type { EvaluationConfiguration } from "../configuration";
import type { RunRecord } from "../run";
import type { SourceTree } from "../source-tree";

/** What a row is called that is an engine in one of two states. */
export function sideName(engine: string, side: SourceTree["side"]): string {
  return `${engine} ${side}`;
}

/** An engine of the configuration under the name of its row. */
export interface NamedSide {
  readonly engine: string;
  readonly name: string;
}

/** The configuration with these rows as its engines, each with the limits of the engine that it is made of. */
export function configurationOfSides(
  configuration: EvaluationConfiguration,
  sides: readonly NamedSide[],
): EvaluationConfiguration {
  const { budgets, engines } = configuration;
  return {
    ...configuration,
    engines: sides.flatMap(({ engine, name }) => {
      const configured = engines.find((each) => each.name === engine);
      return configured ? [{ ...configured, name }] : [];
    }),
    budgets: [
      ...budgets.filter(({ engine }) => engine === undefined),
      ...sides.flatMap(({ engine, name }) =>
        budgets.filter((budget) => budget.engine === engine).map((budget) => ({ ...budget, engine: name })),
      ),
    ],
  };
}

/** The configuration that the rows of a run are looked up in. */
export function configurationOf(
  { change }: Pick<RunRecord, "change">,
  configuration: EvaluationConfiguration,
): EvaluationConfiguration {
  if (!change) return configuration;
  const { engine } = change;
  return configurationOfSides(
    configuration,
    (["before", "after"] as const).map((side) => ({ engine, name: sideName(engine, side) })),
  );
}

/** What the configuration calls the engine of a row. */
export function configuredName({ change }: Pick<RunRecord, "change">, row: string): string {
  return change?.engine ?? row;
}
