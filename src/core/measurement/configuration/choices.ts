import type { EvaluationConfiguration, Limit } from "../configuration";
import type { EngineConfiguration } from "../engine";

/** The language without region and script: `ru` of `ru-RU`. Figures are per language. */
export function primaryLanguage(language: string): string {
  return language.split(/[-_]/u)[0]?.toLowerCase() ?? language;
}

/** Identifier of the normaliser for a language: as configured for the code or its language, else the usual one. */
export function normalizerFor({ normalizers }: Pick<EvaluationConfiguration, "normalizers">, language: string): string {
  const primary = primaryLanguage(language);
  const usual = primary === "ru" ? "ru" : primary === "en" ? "whisper-english" : "whisper-basic";
  return normalizers[language] ?? normalizers[primary] ?? usual;
}

/** The rows of an engine: its parameters, overlaid by every combination of the grid when the grid varies it. */
export function parameterSets(
  { grid }: Pick<EvaluationConfiguration, "grid">,
  engine: Pick<EngineConfiguration, "name" | "parameters">,
): readonly Readonly<Record<string, string>>[] {
  if (grid?.engine !== engine.name) return [engine.parameters];
  let sets: Readonly<Record<string, string>>[] = [engine.parameters];
  for (const [name, values] of Object.entries(grid.parameters)) {
    sets = sets.flatMap((set) => values.map((value) => ({ ...set, [name]: value })));
  }
  return sets;
}

/** The bars that the engineer holds an engine to, for clean audio: what `init` offers and reports judge beside budgets. */
export function defaultBudgets(engine: EngineConfiguration): readonly Limit[] {
  const { name, use, hosting, price, memoryLimit } = engine;
  const [p50, p95] = use === "preview" ? [0.5, 1] : [2, 5];
  return [
    { metric: "wer", language: "ru", engine: name, atMost: 0.15 },
    { metric: "wer", language: "en", engine: name, atMost: 0.1 },
    { metric: "cer", language: "ru", engine: name, atMost: 0.08 },
    { metric: "cer", language: "en", engine: name, atMost: 0.05 },
    { metric: "rtfP50", engine: name, atMost: p50 },
    { metric: "rtfP95", engine: name, atMost: p95 },
    ...(memoryLimit === undefined ? [] : [{ metric: "peakMemory", engine: name, atMost: memoryLimit } as const]),
    ...(price ? [{ metric: "costPerHour", engine: name, atMost: hosting === "cloud" ? 1.5 : 0.5 } as const] : []),
    { metric: "wordTimingMae", engine: name, atMost: 100 },
    { metric: "der", engine: name, atMost: 0.2 },
  ];
}
