import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { benchChange } from "./change";
import { benchDefinitions } from "./definitions";
import { benchEventLoop } from "./event-loop";
import { type BenchRow, renderRow } from "./harness";
import { benchMemory } from "./memory";
import { benchModel } from "./model";
import { benchRead } from "./read";
import { benchRender } from "./render";
import { benchScoring } from "./scoring";
import { benchSearch } from "./search";
import { benchStartUp } from "./start-up";
import { benchStatistics } from "./statistics";
import { benchTranscript } from "./transcript";

const suites: Readonly<Record<string, () => Promise<readonly BenchRow[]>>> = {
  // First, since its memory row sees what earlier work left behind.
  read: benchRead,
  search: benchSearch,
  model: benchModel,
  transcript: benchTranscript,
  definitions: benchDefinitions,
  "event-loop": benchEventLoop,
  "start-up": benchStartUp,
  render: benchRender,
  memory: benchMemory,
  scoring: benchScoring,
  statistics: benchStatistics,
  change: benchChange,
};

const chosen = process.argv.slice(2);
const rows: BenchRow[] = [];
for (const [name, suite] of Object.entries(suites)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  process.stdout.write(`\n${name} (load ${(loadavg()[0] ?? 0).toFixed(1)})\n`);
  for (const row of await suite()) {
    rows.push(row);
    process.stdout.write(`${renderRow(row)}\n`);
  }
}
const output = process.env.ML_ENGINEER_BENCH_JSON;
if (output) writeFileSync(output, `${JSON.stringify(rows, null, 2)}\n`);
const count = (verdict: BenchRow["verdict"]) => rows.filter((row) => row.verdict === verdict).length;
process.stdout.write(`\n${count("pass")} met, ${count("fail")} missed, ${count("skipped")} not decided\n`);
process.exitCode = count("fail") > 0 ? 1 : 0;
