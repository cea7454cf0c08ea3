import type { Attachment, EndItem } from "../../src/protocol/chat";
import type { Strings } from "./strings";

/** `12 ms`, `0.4 s`, `11 s`, `2 min 5 s`: no more digits than a reader uses. */
export function formatDuration(milliseconds: number, strings: Strings): string {
  if (milliseconds < 100) return strings.text("time.milliseconds", { value: String(Math.round(milliseconds)) });
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return strings.text("time.seconds", { value: decimal(seconds, 1, strings) });
  const whole = Math.round(seconds);
  if (whole < 60) return strings.text("time.seconds", { value: String(whole) });
  return strings.text("time.minutes", { minutes: String(Math.floor(whole / 60)), seconds: String(whole % 60) });
}

/** `940`, `14.2 k`, `1.3 M`. */
export function formatTokens(tokens: number, strings: Strings): string {
  if (tokens < 1000) return String(Math.round(tokens));
  if (tokens < 999_950) return `${decimal(tokens / 1000, tokens < 99_950 ? 1 : 0, strings)} k`;
  return `${decimal(tokens / 1_000_000, 1, strings)} M`;
}

/** `$0.04`; below a cent with the digits that say something: `$0.0031`. */
export function formatCost(usd: number, strings: Strings): string {
  return new Intl.NumberFormat(strings.locale, {
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
    ...(usd < 0.01 ? { maximumSignificantDigits: 2 } : {}),
  }).format(usd);
}

/** The parts of the line under an answer, some with a hint. Nothing is said about tokens where none were counted. */
export function usageParts(
  { model, usage, cost, milliseconds }: EndItem,
  strings: Strings,
): readonly { readonly text: string; readonly hint?: string }[] {
  const input = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  const tokens = formatTokens(input, strings);
  const cached = new Intl.NumberFormat(strings.locale, { style: "percent" }).format(
    usage.cacheReadTokens / Math.max(1, input),
  );
  const texts = [
    model,
    input === 0
      ? ""
      : usage.cacheReadTokens > 0
        ? strings.text("end.tokens-cached", { tokens, percent: cached })
        : strings.text("end.tokens-in", { tokens }),
    usage.outputTokens === 0
      ? ""
      : strings.text("end.tokens-out", { tokens: formatTokens(usage.outputTokens, strings) }),
  ].filter((text) => text !== "");
  return [
    ...texts.map((text) => ({ text })),
    ...(cost === undefined
      ? []
      : [
          {
            text: strings.text("end.cost", { cost: formatCost(cost.usd, strings) }),
            hint: strings.text("end.cost-hint", { date: cost.asOf }),
          },
        ]),
    { text: formatDuration(milliseconds, strings) },
  ];
}

/** `service.py:40–88`, as people write places. */
export function formatPlace({ path, line, endLine }: Attachment): string {
  if (line === undefined) return path;
  return endLine === undefined || endLine === line ? `${path}:${line}` : `${path}:${line}–${endLine}`;
}

/** The same with the file's name only, for chips. */
export function formatPlaceShort(place: Attachment): string {
  return formatPlace({ ...place, path: place.path.split(/[\\/]/).at(-1) || place.path });
}

function decimal(value: number, digits: number, strings: Strings): string {
  return new Intl.NumberFormat(strings.locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    value,
  );
}
