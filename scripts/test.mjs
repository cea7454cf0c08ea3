// `npm test`: installs what is missing, runs every check and suite, and ends with one line `N passed, N failed`.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, install, run } from "./prepare.mjs";

install();
build();
const folder = mkdtempSync(join(tmpdir(), "ml-engineer-test-"));
const report = join(folder, "vitest.json");
const node = (script, ...args) => run(process.execPath, [script, ...args], { shell: false });
const suites = [
  { name: "types", run: () => node("node_modules/typescript/bin/tsc", "-p", ".") },
  { name: "lint", run: () => node("node_modules/@biomejs/biome/bin/biome", "check", ".") },
  { name: "dead code", run: () => node("node_modules/knip/bin/knip.js") },
  {
    name: "unit",
    run: () =>
      node(
        "node_modules/vitest/vitest.mjs",
        "run",
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
      ),
    counts: () => vitestCounts(),
  },
];

let passed = 0;
let failed = 0;
for (const suite of suites) {
  process.stdout.write(`\n── ${suite.name}\n`);
  const status = suite.run();
  const counts = suite.counts?.() ?? { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 };
  // A suite that failed without a failing test (a file that does not load, say) is a failure all the same.
  passed += counts.passed;
  failed += status !== 0 && counts.failed === 0 ? 1 : counts.failed;
}
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 && passed > suites.length ? 0 : 1);

function vitestCounts() {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, "utf8"));
    return { passed: numPassedTests, failed: numFailedTests };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
