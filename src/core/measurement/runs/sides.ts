import type { RunRecord } from "../run";
import type { SourceTree } from "../source-tree";

/** What a row is called that is an engine in one of two states. */
export function sideName(engine: string, side: SourceTree["side"]): string {
  return `${engine} ${side}`;
}

/** What the configuration calls the engine of a row. */
export function configuredName({ change }: Pick<RunRecord, "change">, row: string): string {
  return change?.engine ?? row;
}
