// Measures known changes of the example's own engine again and again, each time on other clips: how often a change that hurts
// is called worse, one that changes nothing identical, and how often unchanged speed raises an alarm.
// Needs Debian's pocketsphinx, sox and festvox-ru. node scripts/measure-changes.mjs CHANGE [RUNS [CLIPS [OPTION…]]]
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, root } from "./prepare.mjs";

const recordings = "/usr/share/festival/voices/russian/msu_ru_nsh_clunits/wav";
const texts = join(root, "test/core/scoring/decodes/ru");
const changed = "captions/modules/transcription/preview.py";

/** What to replace in the engine's code. */
const changes = {
  // The model was trained on 16 kHz: what lies above 4 kHz is gone.
  "8khz": [
    "return converted.stdout",
    'return _narrowed(converted.stdout)\n\n\ndef _narrowed(samples: bytes) -> bytes:\n    raw = ["-t", "raw", "-c", "1", "-b", "16", "-e", "signed-integer"]\n    low = subprocess.run(["sox", "-D", *raw, "-r", "16000", "-", *raw, "-r", "8000", "-"], input=samples, capture_output=True, check=True)\n    high = subprocess.run(["sox", "-D", *raw, "-r", "8000", "-", *raw, "-r", "16000", "-"], input=low.stdout, capture_output=True, check=True)\n    return high.stdout',
  ],
  nothing: [
    "fields = line.split()[9:]\n    words = []",
    "fields = line.split()\n    fields = fields[9:]\n    words = []",
  ],
  "narrow beam": ['"-beam", "1e-48",', '"-beam", "1e-30",'],
};

const [name = "", runs = "20", clips = "30", ...more] = process.argv.slice(2);
const change = changes[name];
if (change === undefined) {
  process.stderr.write(`Name one of: ${Object.keys(changes).join(", ")}.\n`);
  process.exit(2);
}
build({ onlyIfStale: true });
const ids = lines("ids.txt");
const references = lines("reference.txt");
const counts = new Map();
for (let run = 1; run <= Number(runs); run++) {
  const result = measure(sample(run, Number(clips)));
  process.stdout.write(`${run}: ${result.join(" · ")}\n`);
  for (const verdict of result)
    counts.set(verdict.replace(/ \(.*/, ""), (counts.get(verdict.replace(/ \(.*/, "")) ?? 0) + 1);
}
for (const [verdict, count] of [...counts].sort()) process.stdout.write(`${verdict}: ${count} of ${runs}\n`);

/** Other clips for each seed. */
function sample(seed, size) {
  let state = seed * 2654435761;
  const keyed = ids.map((id, index) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return { id, text: references[index], key: state };
  });
  return keyed.sort((one, other) => one.key - other.key).slice(0, size);
}

function measure(chosen) {
  const folder = mkdtempSync(join(tmpdir(), "ml-engineer-changes-"));
  try {
    cpSync(join(root, "examples/speech-service"), folder, { recursive: true });
    rmSync(join(folder, ".ml-engineer/runs"), { recursive: true, force: true });
    const manifest = chosen.map(({ id, text }) =>
      JSON.stringify({ audio: join(recordings, `${id}.wav`), text, language: "ru", referenceSource: "human", id }),
    );
    writeFileSync(join(folder, ".ml-engineer/test.jsonl"), `${manifest.join("\n")}\n`);
    for (const command of [
      ["init", "-q"],
      ["add", "-A"],
      ["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "base"],
    ]) {
      spawnSync("git", command, { cwd: folder, stdio: "inherit" });
    }
    const path = join(folder, changed);
    const before = readFileSync(path, "utf8");
    if (!before.includes(change[0])) throw new Error(`${changed} has no ${change[0]}`);
    writeFileSync(path, before.replace(change[0], change[1]));
    const options = [
      "evaluate",
      "--change",
      "--engine",
      "preview",
      "--yes",
      "--json",
      "--audio-root",
      recordings,
      ...more,
    ];
    const { stdout, stderr } = spawnSync(process.execPath, [join(root, "dist/cli.js"), ...options], {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    if (stdout.trim() === "") throw new Error(stderr);
    const { summary } = JSON.parse(stdout);
    const [comparison] = summary.comparisons;
    if (comparison?.unmeasured !== undefined) return [`not measured (${comparison.unmeasured})`];
    const percent = (value) => (value === undefined ? "" : ` (${(100 * value).toFixed(1)} %)`);
    return [
      ...comparison.rates.map(({ metric, verdict, difference }) => `${metric} ${verdict}${percent(difference)}`),
      `speed ${comparison.speed.verdict}${percent(comparison.speed.difference)}`,
      `memory ${comparison.memory.verdict}${percent(comparison.memory.difference)}`,
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function lines(file) {
  return readFileSync(join(texts, file), "utf8").trimEnd().split("\n");
}
