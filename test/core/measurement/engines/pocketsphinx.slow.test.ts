import { existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { openTestEngine, type TestEngine } from "../../../support/engines/open-test-engine";

/** As the built product has it. */
const assetsFolder = mkdtempSync(join(tmpdir(), "ml-engineer-assets-"));
symlinkSync(resolve("src/core/measurement/engines/bundled"), join(assetsFolder, "engines"));
const runner = join(assetsFolder, "engines/pocketsphinx.py");
const data = "/usr/share/pocketsphinx/test/data";
const isInstalled = existsSync("/usr/bin/pocketsphinx_batch") && existsSync(`${data}/cards/001.wav`);
let engine: TestEngine | undefined;

afterEach(() => engine?.dispose());
afterAll(() => rmSync(assetsFolder, { recursive: true }));

const card = (name: string) => ({ id: name, audioPath: `${data}/cards/${name}.wav`, language: "en-US" });

test.runIf(isInstalled)("PocketSphinx hears playing cards, in any order the same", { timeout: 60_000 }, async () => {
  engine = await openTestEngine(
    { command: ["bundled:pocketsphinx"], loadTimeout: 60, clipTimeout: 60 },
    {},
    { assetsFolder },
  );
  const { session } = engine;
  expect(await session.start()).toBeUndefined();
  expect(session.hello()).toMatchObject({
    version: expect.stringContaining("pocketsphinx "),
    sources: expect.arrayContaining([runner, "/usr/share/pocketsphinx/model/en-us/en-us/mdef"]),
  });
  const names = ["001", "002", "003"];
  const forwards = [];
  for (const name of names) forwards.push((await session.transcribe(card(name))).said);
  const backwards = [];
  for (const name of names.toReversed()) backwards.unshift((await session.transcribe(card(name))).said);
  expect(backwards).toEqual(forwards);
  expect(forwards[0]).toMatchObject({
    transcript: { text: expect.stringMatching(/ten|of|spades|clubs|hearts|diamonds/) },
  });
  const missing = await session.transcribe({ ...card("001"), audioPath: `${data}/none.wav` });
  expect(missing.failure).toMatchObject({ kind: "engine-error", message: expect.stringContaining("No such file") });
  const { loads, peakMemory } = session.use();
  expect(loads).toHaveLength(1);
  await session.close();
  expect(peakMemory).toEqual([]);
  expect(session.use().peakMemory[0]).toBeGreaterThan(60);
});

test.runIf(isInstalled)("a model that is not there is one sentence", async () => {
  engine = await openTestEngine({ command: ["bundled:pocketsphinx", "-hmm", "nowhere"] }, {}, { assetsFolder });
  expect(await engine.session.start()).toMatchObject({
    kind: "not-started",
    message: expect.stringContaining("There is no nowhere (-hmm)"),
  });
});
