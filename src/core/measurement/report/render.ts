import { nameOf } from "../../scoring/compare";
import { adviceOf, checkName } from "./advice";
import {
  commandText,
  counted,
  digits,
  dollarsCell,
  factorCell,
  languageName,
  listed,
  millisecondsCell,
  percentCell,
  plain,
  pointsWithin,
  relative,
  signOf,
  tableOf,
} from "./format";
import { metricsOf, verdictText } from "./metrics";
import { notesOf } from "./notes";
import type {
  Check,
  LimitCheck,
  RegressionCheck,
  RowComparison,
  RowSummary,
  RunSummary,
  TestSetSummary,
} from "./summary";

/** `report.md`. The same summary gives the same text; intervals are 95 %. */
export function renderReport(summary: RunSummary): string {
  const { rows, testSets, run } = summary;
  const advice = adviceOf(summary);
  const blocks = [
    `# Model Evaluation: ${titleOf(rows)}`,
    `**Test set:** ${testSets.map(testSetText).join(" ")}\n**Hardware:** ${hardwareText(summary)}\n**Date:** ${run.created.slice(0, 10) || "not recorded"}`,
    mainTable(summary),
    `**Recommendation:** ${advice.recommendation}`,
    `**Trade-offs:** ${advice.tradeOffs}`,
    `**Migration path:** ${advice.migration}`,
    ...section("What changed", changeText(summary)),
    ...section("What limits these figures", bullets(notesOf(summary))),
    ...section("Accuracy", accuracyText(summary)),
    ...section("By test set", testSetTable(rows)),
    ...section("Limits", limitTable(summary)),
    ...section("Times", timesTable(rows)),
    ...section("Provenance", provenanceText(summary)),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function titleOf(rows: readonly RowSummary[]): string {
  const engines = [...new Set(rows.map(({ engine }) => engine))];
  const [only] = engines;
  if (rows.length > 2 && engines.length === 1 && only !== undefined) return `${plain(only)}, ${rows.length} settings`;
  return rows.map(({ label }) => plain(label)).join(" vs ");
}

/** Which code was measured against which, and whether that is what ran. */
function changeText({ change }: RunSummary): string {
  if (!change) return "";
  const { base, branch, files, functions, ran } = change;
  const subject = base.subject === "" ? "" : `, “${plain(base.subject)}”`;
  const where = branch === undefined ? "the working tree" : `the working tree of ${plain(branch)}`;
  const moved = files.map(({ path, basePath }) =>
    basePath === undefined || basePath === path ? plain(path) : `${plain(path)} (was ${plain(basePath)})`,
  );
  return bullets([
    `Before: ${plain(base.revision)} (${plain(base.commit.slice(0, 12))}${subject}). After: ${where}.`,
    ...(functions.length > 0
      ? [`Changed functions: ${some(functions.map(({ name, path }) => `${plain(name)} (${plain(path)})`))}.`]
      : []),
    `Changed files: ${some(moved)}.`,
    ...(ran ? [plain([ran.message, ...(ran.remedy === undefined ? [] : [ran.remedy])].join(" "))] : []),
  ]);
}

/** Names that are listed of many. */
const mostNames = 20;

function some(names: readonly string[]): string {
  const more = names.length - mostNames;
  return more > 0 ? `${names.slice(0, mostNames).join(", ")} and ${more} more` : listed(names);
}

function testSetText({ name, requested, evaluated, languages, locked }: TestSetSummary): string {
  const parts = languages.map(({ language, clips, seconds, speakers, conditions, references }) => {
    const facts = [
      `${(seconds / 60).toFixed(1)} min`,
      ...(speakers === undefined ? [] : [counted(speakers, "speaker")]),
      ...(conditions.length > 0 ? [conditions.map(plain).join(", ")] : []),
      ...(references.corrected > 0 ? [`${references.corrected} corrected references`] : []),
      ...(references.machine > 0 ? [`${references.machine} machine transcripts`] : []),
    ];
    return `${counted(clips, `${languageName(language)} clip`)} (${facts.join("; ")})`;
  });
  const content = parts.length > 0 ? listed(parts) : "no clips";
  return `${plain(name)}${locked ? " (locked)" : ""}: ${content}; ${evaluated} of ${requested} usable.`;
}

function hardwareText({ provenance: { machine } }: RunSummary): string {
  const { cpu, cores, memory, system, node, gpu } = machine;
  const parts = [
    `${cpu}, ${counted(cores, "core")}`,
    `${(memory / 1024).toFixed(1)} GiB`,
    ...(gpu === undefined ? [] : [gpu]),
    system,
    `Node ${node}`,
  ];
  return plain(parts.join("; "));
}

/** Metrics as lines for one engine or two; with more, engines and settings as lines. */
function mainTable(summary: RunSummary): string {
  const { rows, comparisons } = summary;
  const metrics = metricsOf(summary);
  const [first, second] = rows.map(({ label }) => plain(label));
  const [comparison] = comparisons;
  if (rows.length <= 2) {
    const isPair = first !== undefined && second !== undefined && comparison !== undefined;
    return tableOf(
      ["Metric", ...rows.map(({ label }) => plain(label)), ...(isPair ? ["Winner"] : [])],
      metrics.map((metric) => [
        metric.name,
        ...rows.map((row) => metric.cell(row)),
        ...(isPair ? [metric.outcome(comparison, first, second)] : []),
      ]),
    );
  }
  const lines = rows.map((row, index) => {
    const compared = comparisons.find((found) => found.row === index);
    return [plain(row.label), ...metrics.map((metric) => metric.cell(row)), compared ? againstFirst(compared) : "–"];
  });
  return tableOf(["Engine", ...metrics.map(({ name }) => name), `WER against ${first}`], lines);
}

function againstFirst({ unmeasured, rates }: RowComparison): string {
  if (unmeasured !== undefined) return `not measured: ${unmeasured}`;
  const verdicts = rates.filter(({ metric }) => metric === "wer");
  return verdicts.map((rate) => `${languageName(rate.language)}: ${verdictText(rate)}`).join("; ") || "not measured";
}

function accuracyText({ rows, smallestDifference, margin }: RunSummary): string {
  const table = accuracyTable(rows);
  const limits = `The smallest difference that matters is ${(smallestDifference * 100).toFixed(1)} of 100 words; the margin is ${(margin * 100).toFixed(1)}.`;
  return table === "" ? "" : `${table}\n\nIntervals are 95 %. ${limits}`;
}

function accuracyTable(rows: readonly RowSummary[]): string {
  const lines = rows.flatMap(({ label, languages }) =>
    languages.map(({ language, attempted, evaluated, wer, cer, rawWer, rawCer, normalizer }) => [
      plain(label),
      languageName(language),
      `${evaluated} of ${attempted}`,
      percentCell(wer),
      percentCell(cer),
      percentCell(rawWer),
      percentCell(rawCer),
      nameOf(normalizer),
    ]),
  );
  if (lines.length === 0) return "";
  return tableOf(["Engine", "Language", "Clips", "WER", "CER", "WER, raw", "CER, raw", "Normaliser"], lines);
}

function testSetTable(rows: readonly RowSummary[]): string {
  const lines = rows.flatMap(({ label, byTestSet = [] }) =>
    byTestSet.map(({ testSet, language, wer }) => [
      plain(label),
      plain(testSet),
      languageName(language),
      `${wer.utterances}`,
      percentCell(wer),
    ]),
  );
  return lines.length === 0 ? "" : tableOf(["Engine", "Test set", "Language", "Clips", "WER"], lines);
}

function limitTable({ checks, rows }: RunSummary): string {
  // Of many settings only what was measured; a budget is shown in any case.
  const shown = checks.filter(
    (check) => rows.length <= 2 || check.origin === "budget" || ("figure" in check && check.figure !== undefined),
  );
  if (shown.length === 0) return "";
  const lines = shown.map((check) => [
    `${checkName(check)}${check.origin === "budget" ? " (budget)" : ""}`,
    plain(rows[check.row]?.label ?? ""),
    figureText(check),
    check.verdict,
  ]);
  return `${tableOf(["Limit", "Engine", "Figure", "Verdict"], lines)}\n\nA limit is passed or missed by the bound of the interval, and inconclusive between. Bars of accuracy are meant for clean audio.`;
}

function figureText(check: Check): string {
  return "atMost" in check ? limitFigure(check) : differenceText(check);
}

function limitFigure({ metric, figure }: LimitCheck): string {
  switch (metric) {
    case "wer":
    case "cer":
    case "der":
      return percentCell(figure);
    case "costPerHour":
      return dollarsCell(figure);
    case "wordTimingMae":
      return millisecondsCell(figure);
    case "peakMemory":
      return figure ? `${figure.point.toFixed(0)} MiB at most` : "not measured";
    case "rtfP50":
    case "rtfP95":
      return factorCell(figure);
  }
}

function differenceText({ metric, difference, interval }: RegressionCheck): string {
  if (difference === undefined) return "not measured";
  if (metric === "wer" || metric === "cer") return pointsWithin(difference, interval);
  return metric === "wordTimingMae" ? `${signOf(difference)}${digits(Math.abs(difference))} ms` : relative(difference);
}

function timesTable(rows: readonly RowSummary[]): string {
  return tableOf(
    ["Engine", "RTF p50, wall", "RTF p95, wall", "RTF p50, CPU", "RTF p95, CPU", "RTF p50, own clock", "Load", "Spent"],
    rows.map(({ label, times }) => [
      plain(label),
      factorCell(times.wallP50),
      factorCell(times.wallP95),
      factorCell(times.cpuP50),
      factorCell(times.cpuP95),
      factorCell(times.ownP50),
      times.loadMedian === undefined ? "not measured" : `${times.loadMedian.toFixed(2)} s`,
      times.spent === undefined ? "no price" : dollarsCell({ point: times.spent, utterances: 0 }),
    ]),
  );
}

function provenanceText({ run, provenance, testSets, rows }: RunSummary): string {
  const { commit, dirtyHash, configurationHash, product } = provenance;
  const code =
    commit === undefined
      ? "outside of git"
      : `${commit}${dirtyHash === undefined ? "" : ` with uncommitted changes ${dirtyHash}`}`;
  return bullets([
    `Run ${plain(run.id) || "not named"}, seed ${run.seed}, ${plain(product)}.`,
    `Code: ${plain(code)}. Configuration: ${plain(configurationHash)}.`,
    ...testSets.map(({ name, hash }) => `Test set ${plain(name)}: ${plain(hash)}.`),
    ...rows.map(({ label, command, version }) => {
      const what = command.length === 0 ? "finished outputs" : commandText(command);
      return `${plain(label)}: ${what}${version === undefined ? "" : `, ${plain(version)}`}.`;
    }),
  ]);
}

function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

function section(title: string, content: string): readonly string[] {
  return content === "" ? [] : [`## ${title}\n\n${content}`];
}
