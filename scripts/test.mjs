// `npm test`: installs what is missing, runs every check and suite, and ends with one line `N passed, N failed`.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, install, run } from "./prepare.mjs";

install();
build();
// Needs the installed packages. The browser comes from the system's own packages where that is possible.
const { installChromium } = await import("./chromium.mjs");
const { installSpeechEngine } = await import("./speech-engine.mjs");
const folder = mkdtempSync(join(tmpdir(), "ml-engineer-test-"));
const suites = [
  check("types", "typescript/bin/tsc", "-p", "."),
  check("types of the views", "typescript/bin/tsc", "-p", "webview"),
  check("lint", "@biomejs/biome/bin/biome", "check", "."),
  check("dead code", "knip/bin/knip.js"),
  tests("unit"),
  { name: "speech engine", run: () => ({ passed: said(installSpeechEngine()), failed: 0 }) },
  tests("slow"),
  { name: "browser", run: () => counted(tried(() => installChromium()) ? 0 : 1) },
  tests("webview"),
  tests("e2e"),
];

let passed = 0;
let failed = 0;
for (const suite of suites) {
  const started = performance.now();
  process.stdout.write(`\n── ${suite.name}\n`);
  const counts = suite.run();
  passed += counts.passed;
  failed += counts.failed;
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stdout.write(`── ${suite.name}: ${counts.passed} passed, ${counts.failed} failed in ${seconds} s\n`);
}
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 && passed > suites.length ? 0 : 1);

function check(name, script, ...args) {
  return { name, run: () => counted(node(script, ...args)) };
}

function tests(project) {
  const report = join(folder, `${project}.json`);
  // Once more for what a busy machine made late: some tests are about time, and a browser has its moods.
  const options = [
    "run",
    "--project",
    project,
    "--retry=1",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  return { name: project, run: () => reported(node("vitest/vitest.mjs", ...options), report) };
}

function node(script, ...args) {
  return run(process.execPath, [join("node_modules", script), ...args], { shell: false });
}

function counted(status) {
  return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 };
}

/** A suite that failed without a failing test (a file that does not load, say), or that ran no test, is a failure all the same. */
function reported(status, report) {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, "utf8"));
    const isBroken = numFailedTests === 0 && (status !== 0 || numPassedTests === 0);
    return { passed: numPassedTests, failed: isBroken ? 1 : numFailedTests };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** A machine without it is told what it does not test, and is no failure. */
function said(reason) {
  if (reason !== undefined) process.stderr.write(`${reason}\n`);
  return reason === undefined ? 1 : 0;
}

function tried(action) {
  try {
    action();
    return true;
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    return false;
  }
}
