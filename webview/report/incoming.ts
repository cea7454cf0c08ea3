import type { ToWebview } from "../../src/protocol/report";
import {
  hasShape,
  type IsShape,
  isBoolean,
  isListOf,
  isNumber,
  isOneOf,
  isOptional,
  isRecord,
  isString,
  type Shape,
} from "../components/shapes";

/**
 * What arrived as a message of the host, or undefined when it is none. The host is trusted; this fence keeps one malformed
 * value of a stored file from taking the whole view down.
 */
export function parseIncoming(data: unknown): ToWebview | undefined {
  if (!isRecord(data) || typeof data.type !== "string" || !Object.hasOwn(messages, data.type)) return undefined;
  return hasShape(messages[data.type as ToWebview["type"]])(data) ? (data as unknown as ToWebview) : undefined;
}

const isOrNull =
  (isValue: IsShape): IsShape =>
  (value) =>
    value === null || isValue(value);
const numbers = isListOf(isNumber);
const strings = isListOf(isString);
const isInterval: Shape = { low: isOptional(isNumber), high: isOptional(isNumber) };
const isFigure = hasShape({ point: isNumber, count: isNumber, ...isInterval });
const isDifference = hasShape({
  verdict: isString,
  difference: isOptional(isNumber),
  detectable: isOptional(isNumber),
  clipsNeeded: isOptional(isNumber),
  noise: isOptional(isNumber),
  ...isInterval,
});

const isOverview = hasShape({
  id: isString,
  folder: isString,
  created: isString,
  state: isOneOf("complete", "partial", "cancelled"),
  shard: isOptional(hasShape({ index: isNumber, count: isNumber })),
  rows: strings,
  datasets: isListOf(hasShape({ name: isString, hash: isString, requested: isNumber, evaluated: isNumber })),
  change: isOptional(
    hasShape({
      engine: isString,
      base: isString,
      subject: isString,
      branch: isOptional(isString),
      files: strings,
      functions: strings,
      reused: hasShape({ before: isNumber, after: isNumber }),
      ran: isOptional(hasShape({ verdict: isString, message: isString, remedy: isOptional(isString) })),
    }),
  ),
  provenance: isListOf(hasShape({ name: isString, value: isString })),
  canRun: isBoolean,
});

const isFigures = hasShape({
  metrics: isListOf(
    hasShape({
      metric: isOneOf("wer", "cer", "rtfP50", "rtfP95", "memory", "cost", "timing"),
      language: isOptional(isString),
      figures: isListOf(isOrNull(isFigure)),
      differences: isListOf(isOrNull(isDifference)),
    }),
  ),
  checks: isListOf(
    hasShape({
      row: isNumber,
      origin: isOneOf("budget", "bar"),
      metric: isString,
      language: isOptional(isString),
      atMost: isOptional(isNumber),
      noRegressionAgainst: isOptional(isString),
      figure: isOptional(isFigure),
      difference: isOptional(isDifference),
      verdict: isOneOf("pass", "fail", "inconclusive", "not measured"),
    }),
  ),
  latency: isListOf(isOrNull(hasShape({ clips: isNumber, factor: numbers, wall: numbers }))),
  unmeasured: isListOf(isOrNull(isString)),
  notes: strings,
  clips: isNumber,
  recorded: isOptional(isString),
});

const isBatch: IsShape = (value) => {
  if (!isBatchShape(value)) return false;
  const batch = value as Record<string, readonly unknown[]>;
  // Columns of one length: a shorter one would put everything after it beside the wrong utterance.
  const columns = [batch.language, batch.condition, batch.seconds, batch.words, batch.texts];
  const rows = [...(batch.errors as readonly unknown[][]), ...(batch.changed as readonly unknown[][])];
  return [...columns, ...rows].every((column) => column?.length === batch.ids?.length);
};
const isBatchShape = hasShape({
  first: isNumber,
  total: isNumber,
  languages: isOptional(strings),
  conditions: isOptional(strings),
  ids: strings,
  language: numbers,
  condition: isListOf(numbers),
  seconds: numbers,
  words: numbers,
  errors: isListOf(numbers),
  changed: isListOf(numbers),
  texts: strings,
});

const isDetail = hasShape({
  index: isNumber,
  words: isListOf(
    hasShape({
      change: isOneOf("right", "new", "fixed", "remains"),
      reference: isOptional(isString),
      a: isOptional(isString),
      b: isOptional(isString),
      span: isOptional(numbers),
    }),
  ),
  failures: isListOf(hasShape({ row: isNumber, message: isString })),
  isMachineReference: isBoolean,
  audio: (value) =>
    hasShape({ address: isString, start: isOptional(isNumber), end: isOptional(isNumber) })(value) ||
    hasShape({ reason: isOneOf("unknown", "missing", "outside") })(value),
});

const messages: Readonly<Record<ToWebview["type"], Shape>> = {
  overview: { overview: isOverview },
  figures: { figures: isFigures },
  transcripts: { transcripts: isBoolean },
  index: { batch: isBatch },
  details: { row: isNumber, details: isListOf(isDetail) },
  failed: { part: isOneOf("overview", "figures", "utterances"), message: isString },
};
