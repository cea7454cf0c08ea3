import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { type ChangeFixture, changeFixture, deafWords, speechEngine, words } from "../support/change-fixture";
import { cli } from "../support/run-cli";

// Each run starts Python a dozen times or more.
vi.setConfig({ testTimeout: 300_000 });

let fixture: ChangeFixture;
afterEach(() => fixture.dispose());

const change = (...parameters: readonly string[]) =>
  cli(["evaluate", "--change", "--no-speed", ...parameters], { cwd: fixture.path });

test("a change is measured against its base; worse alone is no missed budget, but a budget may forbid it", async () => {
  fixture = await changeFixture();
  const nothing = await change();
  expect([nothing.code, nothing.stderr]).toEqual([1, expect.stringContaining("Nothing differs from HEAD.")]);
  await fixture.write({ "speech/words.py": deafWords });
  const measured = await change();
  expect(measured.stderr).toContain("One start of each side, to see which code it loads");
  expect(measured.stderr).toMatch(/speech before · WER so far 0\.0 % · speech after 100\.0 %/);
  expect(measured.stdout).toContain("# Model Evaluation: speech before vs speech after");
  expect(measured.code).toBe(0);
  const budgets = [{ metric: "wer", noRegressionAgainst: "HEAD" }];
  await fixture.configure({ budgets });
  const forbidden = await change("--base", "HEAD", "--json");
  const { run, summary } = JSON.parse(forbidden.stdout);
  expect(run.change.reused).toEqual({ before: 24, after: 24 });
  expect(run.provenance.command.slice(-4)).toEqual(["speech", "--change", "--base", run.change.base.commit]);
  expect(summary.comparisons[0].rates[0].verdict).toBe("worse");
  expect(forbidden.code).toBe(3);
});

test("several engines are one run each, and what was not measured says why and what to do", async () => {
  fixture = await changeFixture();
  const elsewhere = { ...speechEngine, name: "elsewhere", environment: { PROJECT: fixture.path } };
  await fixture.configure({ engines: [speechEngine, elsewhere] });
  await fixture.write({ "speech/words.py": `${words}# Nothing else.\n` });
  const { code, stdout, stderr } = await change("--json");
  const runs = JSON.parse(stdout) as readonly { run: { change: { engine: string; ran: { verdict: string } } } }[];
  expect(runs.map(({ run: { change } }) => [change.engine, change.ran.verdict])).toEqual([
    ["speech", "own"],
    ["elsewhere", "same"],
  ]);
  expect(stderr).toContain(
    "Not measured. The same code ran: the base revision loaded speech/words.py of the working tree.",
  );
  expect(code).toBe(1);
  expect((await change("--engine", "speech")).code).toBe(0);
});

test("wrong calls are refused, and a run of a change is continued as one", async () => {
  fixture = await changeFixture({ clips: 4 });
  await fixture.write({ "speech/words.py": deafWords });
  const wrong = [
    ["--base", "nothing"],
    ["--shard", "1/2"],
    ["--engine", "nobody"],
    ["--resume", "nothing"],
    ["--out", "one"],
  ];
  for (const parameters of wrong) expect((await change(...parameters)).code).toBe(2);
  const withoutChange = await cli(["evaluate", "--base", "HEAD"], { cwd: fixture.path });
  expect([withoutChange.code, withoutChange.stderr]).toEqual([2, expect.stringContaining("--base is of --change.")]);
  const one = join(fixture.folder, "one");
  expect((await change("--out", one)).code).toBe(0);
  const plain = await cli(["evaluate", "--resume", one], { cwd: fixture.path });
  expect([plain.code, plain.stderr]).toEqual([2, expect.stringContaining("Give --change.")]);
  expect((await change("--resume", one)).stderr).toContain("8 clips are there already");
  await fixture.write({ "speech/words.py": words, "speech/recognise.py": "from speech.words import spoken as hear\n" });
  const again = await change("--resume", one);
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining("the code changed since")]);
});
