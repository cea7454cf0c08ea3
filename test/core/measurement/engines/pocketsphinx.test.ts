import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { afterEach, expect, test } from "vitest";
import { openTestEngine, type TestEngine } from "../../../support/engines/open-test-engine";

const runner = resolve("src/core/measurement/engines/bundled/pocketsphinx.py");
const data = "/usr/share/pocketsphinx/test/data";
const isInstalled = existsSync("/usr/bin/pocketsphinx_batch") && existsSync(`${data}/cards/001.wav`);
let engine: TestEngine | undefined;

afterEach(() => engine?.dispose());

const card = (name: string) => ({ id: name, audioPath: `${data}/cards/${name}.wav`, language: "en-US" });

test.runIf(isInstalled)("PocketSphinx hears playing cards, in any order the same", { timeout: 60_000 }, async () => {
  engine = await openTestEngine({ command: ["/usr/bin/python3", runner], loadTimeout: 60, clipTimeout: 60 });
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
  engine = await openTestEngine({ command: ["/usr/bin/python3", runner, "-hmm", "nowhere"] });
  expect(await engine.session.start()).toMatchObject({
    kind: "not-started",
    message: expect.stringContaining("There is no nowhere (-hmm)"),
  });
});
