import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Children, prepareChildren } from "../../../support/team-file-children";

let children: Children;

beforeAll(async () => {
  children = await prepareChildren();
});
afterAll(() => children.dispose());

/** A text whose beginning, middle and end agree, so that a torn one is seen. */
const whole = `const whole = (name) => \`# \${name}\\n\${(name + " ").repeat(2_000)}\\n# end \${name}\\n\`;\n`;

function wholeText(name: string): string {
  return `# ${name}\n${`${name} `.repeat(2_000)}\n# end ${name}\n`;
}

test("two processes make 200 files each while a third deletes and renames: nothing is lost, nothing torn", async () => {
  const create = `${whole}
    for (let number = 0; number < 200; number++) {
      const name = args[0] + "-" + number;
      await change((files) => files.create(name + ".md", whole(name)));
    }`;
  // Takes a third of what it finds: half of that is deleted, half renamed; says what it did.
  const disturb = `
    const seen = new Set();
    for (let last = Date.now(); Date.now() - last < 3_000; ) {
      await change(async (files) => {
        for (const name of await files.names()) {
          if (seen.has(name) || name.startsWith("moved")) continue;
          seen.add(name);
          last = Date.now();
          if (seen.size % 6 === 0) { await files.remove(name); console.log("removed " + name); }
          if (seen.size % 6 === 3) { await files.rename(name, "moved-" + name); console.log("moved " + name); }
        }
      });
      await new Promise((done) => setTimeout(done, 5));
    }`;
  const before = performance.now();
  const creators = ["a", "b"].map((writer) => children.start(create, writer));
  const third = children.start(disturb);
  const created = await Promise.all(creators.map(({ ended }) => ended));
  const took = performance.now() - before;
  const disturbed = await third.ended;
  for (const { code, error } of [...created, disturbed]) expect([code, error]).toEqual([0, ""]);

  const done = (verb: string) =>
    disturbed.out
      .split("\n")
      .filter((line) => line.startsWith(`${verb} `))
      .map((line) => line.slice(verb.length + 1));
  const [removed, moved] = [new Set(done("removed")), new Set(done("moved"))];
  const made = ["a", "b"].flatMap((writer) => Array.from({ length: 200 }, (_, number) => `${writer}-${number}.md`));
  const expected = made.filter((name) => !removed.has(name)).map((name) => (moved.has(name) ? `moved-${name}` : name));
  expect(removed.size).toBeGreaterThan(50);
  expect(moved.size).toBeGreaterThan(50);
  const { files, problems } = await children.teamFiles.read(children.folder);
  expect(problems).toEqual([]);
  expect(files.map(({ name }) => name)).toEqual(expected.sort());
  for (const { name, text } of files) expect(text).toBe(wholeText(name.replace(/^moved-|\.md$/g, "")));
  expect((await readdir(children.realPath)).filter((name) => name.startsWith("."))).toEqual([]);
  process.stdout.write(`2 × 200 files beside a third process: ${took.toFixed(0)} ms\n`);
}, 60_000);

test("two processes that add 200 files each take at most thrice as long as one that adds 400", async () => {
  const add = `
    for (let number = 0; number < Number(args[1]); number++) {
      await change((files) => files.create(args[0] + number + ".md", "x".repeat(2_000)));
    }`;
  const timed = async (name: string, processes: number, each: number) => {
    const before = performance.now();
    const ended = await Promise.all(
      Array.from({ length: processes }, (_, index) => children.start(add, `${name}${index}-`, each).ended),
    );
    for (const { code, error } of ended) expect([code, error]).toEqual([0, ""]);
    return performance.now() - before;
  };
  const one = await timed("one", 1, 400);
  const two = await timed("two", 2, 200);
  process.stdout.write(`400 files by one process: ${one.toFixed(0)} ms, by two: ${two.toFixed(0)} ms\n`);
  expect(two).toBeLessThan(3 * one);
}, 60_000);

test("killed at 50 random moments, a writer leaves whole files only, and the folder can be used at once", async () => {
  const write = `${whole}
    for (let number = 0; ; number++) {
      await change(async (files) => {
        const name = "k-" + (number % 7);
        await files.write(name + ".md", whole(name));
        await files.create("new-" + args[0] + "-" + number + ".md", whole("new"));
        console.log("new-" + args[0] + "-" + number + ".md");
        if (number > 3) await files.remove("new-" + args[0] + "-" + (number - 3) + ".md");
      });
    }`;
  let longest = 0;
  let lockLeft = 0;
  let temporaryLeft = 0;
  for (let round = 0; round < 50; round++) {
    const { process: child, ended } = children.start(write, round);
    await new Promise((done) => child.stdout?.once("data", done));
    await new Promise((done) => setTimeout(done, Math.random() * 60));
    child.kill("SIGKILL");
    const said = (await ended).out.split("\n").slice(0, -1);
    const left = await readdir(children.realPath);
    if (left.includes(".lock")) lockLeft++;
    if (left.some((name) => name.startsWith(".tmp-"))) temporaryLeft++;
    const before = performance.now();
    const names = await children.teamFiles.change(children.folder, async (files) => {
      await files.write("after.md", `round ${round}`);
      return await files.names();
    });
    longest = Math.max(longest, performance.now() - before);
    expect((await readdir(children.realPath)).filter((name) => name.startsWith("."))).toEqual([]);
    expect(names, "what it said was made is there").toContain(said.at(-1));
    const { files, problems } = await children.teamFiles.read(children.folder);
    expect(problems).toEqual([]);
    for (const { name, text } of files) {
      const content = /^(k-\d|new)/.exec(name)?.[0];
      if (content !== undefined) expect(text, name).toBe(wholeText(content));
    }
  }
  process.stdout.write(
    `50 kills: ${lockLeft} left a lock, ${temporaryLeft} a temporary file; next change ${longest.toFixed(0)} ms at most\n`,
  );
  expect(lockLeft).toBeGreaterThan(5);
  expect(longest).toBeLessThan(2_000);
}, 90_000);
