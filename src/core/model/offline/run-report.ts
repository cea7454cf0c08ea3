import type { PlannedCall } from "./plan";

/** What the result of ReadRun or Evaluate says of one run, as its report has it. */
export interface ReportedRun {
  /** As `.ml-engineer/runs/<id>`. */
  readonly path: string;
  readonly isComplete: boolean;
  /** The title of the report: the engines. */
  readonly title: string;
  /** Values by label: `Test set`, `Hardware`, `Date`, `Recommendation` and others. */
  readonly fields: ReadonlyMap<string, string>;
  /** The columns of the table of metrics, without the first. */
  readonly columns: readonly string[];
  readonly metrics: readonly { readonly name: string; readonly cells: readonly string[] }[];
  /** What limits the figures. */
  readonly limits: readonly string[];
  /** What went wrong while it ran. */
  readonly problems: readonly string[];
  /** Engines with what they say of their version. */
  readonly versions: readonly string[];
}

/** Undefined when the text tells of no run with a report. */
export function reportedRun(content: string): ReportedRun | undefined {
  const [, path, state] = /^Run `([^`]+)` is (\w+)/.exec(content) ?? [];
  const title = /^# Model Evaluation: (.+)$/m.exec(content)?.[1];
  if (path === undefined || title === undefined) return undefined;
  const lines = content.split("\n");
  const tableAt = lines.findIndex((line) => line.startsWith("| Metric |"));
  const tableEnd = lines.findIndex((line, index) => index > tableAt && !line.startsWith("|"));
  const [head = [], , ...rows] = tableAt < 0 ? [] : lines.slice(tableAt, tableEnd).map(cellsOf);
  const labelled = [...content.matchAll(/^\*\*([A-Z][A-Za-z -]+):\*\* (.+)$/gm)];
  return {
    path,
    isComplete: state === "complete",
    title: plain(title),
    fields: new Map(labelled.map(([, label = "", value = ""]) => [label, plain(value)])),
    columns: head.slice(1),
    metrics: rows.map(([name = "", ...cells]) => ({ name, cells })),
    limits: bullets(lines, "## What limits these figures"),
    problems: bullets(lines, "## While it ran"),
    versions: bullets(lines, "## Provenance").flatMap((line) => {
      const [, engine, version] = /^(.+?): `.*`, (.+)\.$/.exec(line) ?? [];
      return engine === undefined || version === undefined ? [] : [`${engine} (${version})`];
    }),
  };
}

/** The figures for a person: the table as it stands, what follows from it and what limits it. */
export function measuredText(run: ReportedRun): string {
  const { path, isComplete, title, columns, metrics, limits, problems, fields } = run;
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const table = [["Metric", ...columns], ["", ...columns].map(() => "---"), ...metrics.map(row)].map(line);
  const said = ["Test set", "Hardware", "Date", "Recommendation", "Trade-offs"].flatMap((label) => {
    const value = fields.get(label);
    return value === undefined ? [] : [`- ${label}: ${value}`];
  });
  return [
    `## Measured: ${title}`,
    `By the run \`${path}\`${isComplete ? "" : ", which did not end and has no verdict"}; ranges are 95 % intervals.`,
    table.join("\n"),
    said.join("\n"),
    ...(limits.length > 0 ? [["What limits these figures:", ...limits.map((limit) => `- ${limit}`)].join("\n")] : []),
    ...(problems.length > 0 ? [["While it ran:", ...problems.map((problem) => `- ${problem}`)].join("\n")] : []),
  ].join("\n\n");
}

/** Lines of a memory. */
const [fewest, most] = [5, 15];

/** The memory of a run: only its figures and what its report says of them. Nothing of a run without a verdict. */
export function memoryOf(run: ReportedRun): PlannedCall | undefined {
  const { fields, columns, metrics, limits, versions, path, title } = run;
  const value = (label: string) => fields.get(label) ?? "";
  const figures = metrics.flatMap(({ name, cells }) =>
    cells.flatMap((cell, index) =>
      /^not (?:measured|compared)/.test(cell) || columns[index] === "Winner"
        ? []
        : [`\`${columns[index] ?? ""}\` has ${name} ${cell}.`],
    ),
  );
  const verdicts = metrics.flatMap(({ name, cells }) => {
    const winner = columns.at(-1) === "Winner" ? (cells.at(-1) ?? "") : "";
    return winner === "" || /^not (?:measured|compared)/.test(winner) ? [] : [`${name}, compared: ${winner}.`];
  });
  const follows = value("Recommendation") === "" ? [] : [`The run recommends ${value("Recommendation")}`];
  const held = value("Test set") === "" ? [] : [`These figures hold for ${value("Test set")}`];
  const insight = [...figures.slice(0, 6), ...verdicts.slice(0, 3), ...follows, ...held, ...limits].slice(0, most);
  // Without accuracy nothing was recognised, and figures of such a run mislead.
  const figure = figures.find((line) => /` has [WC]ER /.test(line));
  if (!run.isComplete || figure === undefined || insight.length < fewest) return undefined;
  return {
    name: "WriteMemory",
    input: {
      topic: `Measured: ${title}`.slice(0, 100),
      appliesWhen: `an engine, a model or a parameter is chosen or changed (${title})`.slice(0, 400),
      insight: insight.map((line) => line.slice(0, 600)),
      benchmark: `${figure} ${value("Test set")} ${value("Hardware")}. Run ${path}`.slice(0, 1_500),
      ...(versions.length > 0 && { engineOrModel: versions.join(", ").slice(0, 300) }),
    },
  };
}

function row({ name, cells }: ReportedRun["metrics"][number]): readonly string[] {
  return [name, ...cells];
}

function cellsOf(line: string): readonly string[] {
  return line
    .replace(/^\| | \|$/g, "")
    .split(/(?<!\\) \| /)
    .map((cell) => cell.trim());
}

function bullets(lines: readonly string[], heading: string): readonly string[] {
  const start = lines.indexOf(heading);
  if (start < 0) return [];
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith("## "));
  return rest
    .slice(0, end < 0 ? rest.length : end)
    .flatMap((line) => (line.startsWith("- ") ? [plain(line.slice(2))] : []));
}

/** Without the marks that keep a name harmless in a table. */
function plain(text: string): string {
  return text.replace(/\\([\\`*_[\]<>|#~])/g, "$1").trim();
}
