import { cutCharacters, visibleContent, visibleShort } from "../../workspace/visible-text";
import { rowName } from "../runs/row";
import { reportFile, type StoredRun } from "../runs/run-folder";

/** Characters of a report that a model gets at once. */
const mostOfReport = 24_000;

/** A run for a model: how it is cited, whether it has a verdict, and its report with every figure. */
export async function runText({ folder, record }: StoredRun): Promise<string> {
  const report = await folder.read(reportFile);
  const name = `\`${folder.path}\``;
  const state =
    record.state === "complete"
      ? `Run ${name} is complete. Cite it by this name with every figure.`
      : `Run ${name} is ${record.state}: it has no verdict, and its figures are of a part only. A person goes on with it by \`ml-engineer evaluate --resume ${visibleShort(record.id, 60)}\`.`;
  const shard = record.shard ? ["It is one shard of several: merge them first."] : [];
  const body =
    report === undefined ? "It has no report: it ended before one was written." : boundedReport(visibleContent(report));
  return [state, ...shard, "", body.trim()].join("\n");
}

/** `20261122-101500-ab12 · 2026-11-22 · complete · base, large · calls`. */
export function runLine({ record }: StoredRun): string {
  const rows = record.engines.map(({ name, parameters }) => rowName(name, parameters));
  const shown = rows.length > 4 ? [...rows.slice(0, 3), `${rows.length - 3} more`] : rows;
  const sets = record.datasets.map(({ name }) => name);
  return [record.id, record.created.slice(0, 10), record.state, shown.join(", "), sets.join(", ")]
    .map((part) => visibleShort(part, 160))
    .join(" · ");
}

export function boundedReport(report: string): string {
  const [shown, omitted] = cutCharacters(report, mostOfReport);
  return omitted > 0 ? `${shown}\n[${omitted} more characters in ${reportFile}]` : shown;
}
