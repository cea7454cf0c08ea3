import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tinyEngine } from "../../../support/tiny-evaluation";
import { measuringSession } from "./support";

const runs = ".ml-engineer/runs";
const idIn = (content: string) => /Run `\.ml-engineer\/runs\/([\w-]+)`/.exec(content)?.[1] ?? "";

test("after a yes the engines run longer than other tools may, and the figures come with intervals and the run to cite", async () => {
  const session = await measuringSession();
  const { content, isError } = await session.call("Evaluate");
  expect(isError, content).toBe(false);
  expect(content).toMatch(/^Run `\.ml-engineer\/runs\/[\w-]+` is complete\. Cite it/);
  // 8 of 24 clips lose 2 of 4 words.
  expect(content).toMatch(/WER \(English\) \| 16\.7 % \(\d+\.\d–\d+\.\d\)/);
  expect(session.clips.at(-1)).toBe(24);
  expect(existsSync(join(session.path, runs, idIn(content), "report.md"))).toBe(true);
});

test("the person is asked with the exact command, clips, minutes and where the audio goes", async () => {
  const session = await measuringSession({
    engines: [
      tinyEngine("here", 3, { environment: { LANGUAGE: "en", KEY: "$SERVICE_KEY" } }),
      tinyEngine("there", 2, { hosting: "cloud", price: { perMinute: 0.06 } }),
    ],
    fields: { costCap: 2 },
  });
  await session.call("Evaluate", {}, false);
  const [question] = session.asked;
  expect(question?.text?.replaceAll(process.execPath, "node")).toBe(`here: 24 clips, 0.6 minutes of audio
  node tiny.mjs 3  (in .)
  By its configuration the audio stays on this machine.
there: 24 clips, 0.6 minutes of audio, about 0.04 USD
  node tiny.mjs 2  (in .)
  The audio leaves this machine for the service that it calls.
here gets LANGUAGE=en KEY=$SERVICE_KEY
Test sets: calls (24 clips)
The run stops before it costs more than 2 USD.
Programs are started again to compare speed and to measure memory.`);
  expect(question?.digest).toMatch(/^[0-9a-f]{64}$/);
});

test("each call asks anew", async () => {
  const session = await measuringSession({ clips: 2 });
  await session.call("Evaluate");
  await session.call("Evaluate");
  expect(session.asked).toHaveLength(2);
});

test("what runs is what was shown, whatever is written meanwhile", async () => {
  const session = await measuringSession({
    clips: 2,
    whileAsked: async (path) => {
      const file = join(path, ".ml-engineer/evaluation.json");
      await writeFile(file, (await readFile(file, "utf8")).replace('"3"', '"1"'));
    },
  });
  const { content } = await session.call("Evaluate");
  const record = await readFile(join(session.path, runs, idIn(content), "run.json"), "utf8");
  expect((JSON.parse(record) as { engines: { version: string }[] }).engines[0]?.version).toBe("tiny 3");
});

test.each([
  ["says no", false],
  ["cannot be asked", null],
] as const)("nothing is started or written when the person %s", async (_, answer) => {
  const session = await measuringSession({ clips: 2 });
  const { content, isError } = await session.call("Evaluate", {}, answer);
  expect([isError, content]).toEqual([true, expect.stringContaining("did not allow this call")]);
  expect(await readdir(join(session.path, ".ml-engineer"))).toEqual(["evaluation.json"]);
});

test("the person stops a run; what was measured stays, and the run can be continued", async () => {
  const session = await measuringSession({ clips: 6 });
  await writeFile(join(session.path, "slow"), "");
  const controller = new AbortController();
  const stop = setInterval(() => session.clips.length >= 2 && controller.abort(), 20);
  const { content } = await session.call("Evaluate", {}, true, controller.signal);
  clearInterval(stop);
  expect(content).toContain("Stopped by the person");
  await expect.poll(() => readdir(join(session.path, runs)).then((names) => names.length)).toBeGreaterThan(0);
  const [id = ""] = (await readdir(join(session.path, runs))).filter((name) => !name.startsWith("."));
  await expect
    .poll(() => readFile(join(session.path, runs, id, "run.json"), "utf8"), { timeout: 10_000 })
    .toContain('"cancelled"');
  const { content: continued } = await session.call("Evaluate", { resume: id });
  expect(continued).toContain(`Run \`${runs}/${id}\` is complete`);
  expect(session.asked.at(-1)?.text).toMatch(/^tiny: [1-4] clips/);
});

test.each([
  ["a folder without trust", { trusted: false }, {}, /not trusted.*Ask the person/],
  ["no configuration", { files: { "a.py": "" } }, {}, /no `\.ml-engineer\/evaluation\.json`.*ml-engineer init/],
  ["an unknown engine", {}, { engines: ["other"] }, /There is no engine "other"\. There are: tiny/],
  ["a folder that is not open", {}, { root: "elsewhere" }, /There is no folder "elsewhere"/],
  ["a wrong configuration", { engines: [{ name: "x", commando: [] }] }, {}, /evaluation\.json:1:\d+ engines\[0\]/],
] as const)("%s is one sentence with a remedy, and nobody is asked", async (_, options, input, message) => {
  const session = await measuringSession({ clips: 2, ...options });
  const { content, isError } = await session.call("Evaluate", input);
  expect([isError, content]).toEqual([true, expect.stringMatching(message)]);
  expect(session.asked).toEqual([]);
});

test("an engine that does not start is said with its reason", async () => {
  const session = await measuringSession({ clips: 2, engines: [{ name: "gone", command: ["./not-there"] }] });
  const { content, isError } = await session.call("Evaluate");
  expect(isError).toBe(false);
  expect(content).toMatch(/## While it ran\n\n(?:- .*\n)*- gone did not start: /);
  expect(content).toMatch(/- gone, clip c[12]: not-started: \S/);
});
