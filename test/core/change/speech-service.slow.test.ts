import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { cli, example } from "../../support/run-cli";
import { type TemporaryRepository, temporaryRepository } from "../../support/temporary-repository";

/** The example service with its real engine and real speech, in Russian alone: enough clips for a verdict. */
const isInstalled = ["pocketsphinx_batch", "sox"].every((name) => spawnSync(name, ["--version"]).error === undefined);
const engineFile = "captions/modules/transcription/preview.py";

let repository: TemporaryRepository;
afterEach(() => repository.dispose());

test.skipIf(!isInstalled)(
  "resampling to 8 kHz is worse, what changes no output is identical, and an editable install is the same code",
  { timeout: 600_000 },
  async () => {
    repository = await temporaryRepository();
    cpSync(example, repository.path, { recursive: true, filter: (path) => !/\/(runs|__pycache__)$/.test(path) });
    edit(".ml-engineer/test.jsonl", (text) => text.replace(/^.*"language": ?"en.*\n/gm, ""));
    await repository.commit({});
    const original = readFileSync(join(repository.path, engineFile), "utf8");

    edit(engineFile, (text) => text.replace('"signed-integer", "-"]', '"signed-integer", "-", "rate", "8000"]'));
    edit(engineFile, (text) => text.replace('"rate", "8000"]', '"rate", "8000", "rate", str(SAMPLE_RATE)]'));
    expect(readFileSync(join(repository.path, engineFile), "utf8")).not.toBe(original);
    expect(await outcome()).toMatchObject({ ran: "own", verdict: "worse", reused: { before: 0, after: 0 } });

    writeFileSync(join(repository.path, engineFile), `${original}\n# No other sound.\n`);
    expect(await outcome()).toMatchObject({ ran: "own", verdict: "identical", reused: { before: 24, after: 0 } });

    const environment = join(repository.folder, "environment");
    execFileSync("python3", ["-m", "venv", "--without-pip", environment]);
    const [version = ""] = readdirSync(join(environment, "lib"));
    writeFileSync(join(environment, "lib", version, "site-packages/service.pth"), `${repository.path}\n`);
    edit(".ml-engineer/preview.py", (text) => text.replace("sys.path.insert(0, str(HERE.parent))\n", ""));
    edit(".ml-engineer/evaluation.json", (text) =>
      text.replaceAll('"python3"', JSON.stringify(join(environment, "bin/python"))),
    );
    expect(await outcome()).toMatchObject({ ran: "same", verdict: undefined });
  },
);

async function outcome() {
  const parameters = ["evaluate", "--change", "--engine", "preview", "--no-speed", "--json"];
  const { stdout, stderr } = await cli(parameters, { cwd: repository.path });
  expect(stdout, stderr).not.toBe("");
  const { run, summary } = JSON.parse(stdout);
  const [rate] = summary.comparisons[0].rates;
  return { ran: run.change.ran.verdict, verdict: rate?.verdict, reused: run.change.reused };
}

function edit(file: string, change: (text: string) => string): void {
  const path = join(repository.path, file);
  writeFileSync(path, change(readFileSync(path, "utf8")));
}
