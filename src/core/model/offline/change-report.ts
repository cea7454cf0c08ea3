/** What a question for the report of a measured change says. */
export interface ChangeQuestion {
  /** Id of the run. */
  readonly run: string;
  /** Commit that it was measured against. */
  readonly base: string;
  /** What the review rules found in what was changed, as Markdown list items. */
  readonly findings: readonly string[];
}

/** Undefined for any other question. */
export function changeQuestion(question: string): ChangeQuestion | undefined {
  const [, run, base] = asked.exec(question) ?? [];
  if (run === undefined || base === undefined) return undefined;
  return { run, base, findings: question.split("\n").filter((line) => line.startsWith("- ")) };
}

const asked =
  /^(?:Report on the change measured by run|Отчёт об изменении, измеренном прогоном) `([\w-]+)` (?:against|относительно) `([0-9a-f]+)`/;

/**
 * The comparison report: from its title to the migration path, what changed, and what limits the figures, as the run has them;
 * then what the review found. Undefined when the text holds no report.
 */
export function changeReport(runText: string, { findings }: ChangeQuestion): string | undefined {
  // What follows of a complete one is for a model.
  const state = /^Run `[^`]+` is (?:complete\.|.*$)/m.exec(runText)?.[0];
  const start = runText.indexOf("# Model Evaluation: ");
  if (start < 0) return undefined;
  const [main = "", ...sections] = runText.slice(start).split(/\n(?=## )/);
  const kept = sections.filter((section) => shown.some((title) => section.startsWith(`## ${title}\n`)));
  return [
    ...[main, ...kept].map((section) => section.trim()),
    ["## Review of what changed", "", ...(findings.length > 0 ? findings : ["The rules found nothing in it."])].join(
      "\n",
    ),
    ...(state === undefined ? [] : [state]),
  ].join("\n\n");
}

const shown = ["What changed", "What limits these figures"];
