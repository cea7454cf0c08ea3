import type { Estimate } from "./events";
import { type Item, type Row, rowName } from "./row";

/** @param left the clips that a row still has to do */
export function estimate(rows: readonly Row[], left: (row: Row) => readonly Item[], costCap: number): Estimate {
  const estimated = rows.map((row) => {
    const { name, parameters, command, workingDirectory, protocol, hosting, price } = row.engine;
    const items = left(row);
    // The first clip is asked twice: once to warm up.
    const seconds = [...items, ...items.slice(0, 1)].reduce((sum, { utterance }) => sum + utterance.duration, 0);
    const perHour = price && ("perHour" in price ? price.perHour : price.perMinute * 60);
    return {
      name: rowName(name, parameters),
      command,
      workingDirectory,
      protocol,
      hosting,
      clips: items.length,
      minutes: seconds / 60,
      ...(perHour !== undefined && { usd: (seconds / 3600) * perHour }),
    };
  });
  const needsConsent = rows.some(
    (row) => left(row).length > 0 && (row.engine.price !== undefined || row.engine.hosting === "cloud"),
  );
  return { rows: estimated, costCap, needsConsent };
}
