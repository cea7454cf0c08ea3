import { appendFile, mkdir, mkdtemp, open, readFile, realpath, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RecordFolder } from "../../../src/core/workspace/record-folder";
import { makeFifo } from "../../support/temporary-workspace";

let path: string;
let folder: RecordFolder;

beforeEach(async () => {
  path = await realpath(await mkdtemp(join(tmpdir(), "ml-engineer-records-")));
  folder = await RecordFolder.open(join(path, "conversations"));
});
afterEach(() => rm(path, { recursive: true, force: true }));

const fileOf = (name: string) => join(path, "conversations", `${name}.jsonl`);
const value = (number: number) => ({ type: "value", value: number });

/** Records and problems, one a line. */
async function read(name: string): Promise<string> {
  const { records, problems } = await folder.load(name);
  return [
    ...records.map(({ record }) => `${record.type} ${(record as { value?: number }).value ?? ""}`.trim()),
    ...problems.map(({ file, line, message }) => `${file}:${line}: ${message}`),
  ].join("\n");
}

test("appended records come back in order, also from a second log of the same file", async () => {
  const log = await folder.create("talk", [value(1)]);
  await Promise.all([log.append([value(2), value(3)]), log.append([value(4)])]);
  expect(await read("talk")).toBe("value 1\nvalue 2\nvalue 3\nvalue 4");
  const { log: later } = await folder.load("talk");
  await later.append([value(5)], { durable: true });
  expect(await read("talk")).toBe("value 1\nvalue 2\nvalue 3\nvalue 4\nvalue 5");
  const [file] = await folder.list();
  expect(file).toMatchObject({ name: "talk", size: (await stat(fileOf("talk"))).size });
});

test("a file that did not get its first records is not left behind", async () => {
  const huge = { type: "value", value: "x".repeat(33 << 20) };
  await expect(folder.create("talk", [huge])).rejects.toMatchObject({ problem: "too-large" });
  expect(await folder.list()).toEqual([]);
});

test("the folder and its files are for their owner only", async () => {
  await folder.create("talk", [value(1)]);
  expect((await stat(join(path, "conversations"))).mode & 0o777).toBe(0o700);
  expect((await stat(fileOf("talk"))).mode & 0o777).toBe(0o600);
});

test.each([
  ["a torn last line", '{"type":"val', "value 1\nvalue 9\ntalk:2: not a JSON object"],
  ["a broken line", '{"type":}\n', "value 1\nvalue 9\ntalk:2: not a JSON object"],
  ["a JSON text that is no object", "[1]\n", "value 1\nvalue 9\ntalk:2: not a JSON object"],
  ["an object without a type", '{"value":2}\n', "value 1\nvalue 9\ntalk:2: a record without a type"],
  ["NUL bytes", "\0".repeat(5000), "value 1\nvalue 9\ntalk:2: 5000 NUL bytes instead of a record"],
  ["bytes that are not UTF-8", Buffer.from([123, 0xff, 0xfe, 125, 10]), "value 1\nvalue 9\ntalk:2: not UTF-8"],
  ["empty lines", "\n\n\n", "value 1\nvalue 9"],
  ["a line of another program", '{"type":"value","value":2}\n', "value 1\nvalue 2\nvalue 9"],
])("%s harms nothing else, and the file goes on behind it", async (_, damage, expected) => {
  await folder.create("talk", [value(1)]);
  await appendFile(fileOf("talk"), damage);
  const { log } = await folder.load("talk");
  await log.append([value(9)]);
  expect(await read("talk")).toBe(expected);
});

test("the last record is torn while nothing follows", async () => {
  await folder.create("talk", [value(1)]);
  await appendFile(fileOf("talk"), '{"type":"val');
  expect(await read("talk")).toBe("value 1\ntalk:2: the last record is torn");
});

test("a line beyond the limit is passed over without being held, and one that is too long is not written", async () => {
  const log = await folder.create("talk", [value(1)]);
  const handle = await open(fileOf("talk"), "a");
  for (let megabyte = 0; megabyte < 40; megabyte++) await handle.write(Buffer.alloc(1 << 20, "x"));
  await handle.write("\n");
  await handle.close();
  await log.append([value(2)]);
  expect(await read("talk")).toBe("value 1\nvalue 2\ntalk:2: longer than 33554432 bytes, not read");
  const huge = { type: "value", value: "x".repeat(33 << 20) };
  await expect(log.append([huge])).rejects.toMatchObject({ name: "RecordError", problem: "too-large" });
  await log.append([value(3)]);
  expect(await read("talk")).toMatch(/^value 1\nvalue 2\nvalue 3\n/);
});

test("a copied line counts once, and a hand that edits the file loses only what it deletes", async () => {
  const log = await folder.create("talk", [value(1)]);
  await log.append([value(2)]);
  await log.append([value(3)]);
  const lines = (await readFile(fileOf("talk"), "utf8")).split("\n");
  await writeFile(fileOf("talk"), [lines[0], lines[1], lines[0], lines[1], lines[2], ""].join("\n"));
  expect(await read("talk")).toBe("value 1\nvalue 2\nvalue 3");
  await writeFile(fileOf("talk"), [lines[0], lines[2], ""].join("\r\n"));
  expect(await read("talk")).toBe("value 1\nvalue 3");
});

test("the second of two writers from the same state is told, and can go on after loading again", async () => {
  await folder.create("talk", [value(1)]);
  const [one, other] = [(await folder.load("talk")).log, (await folder.load("talk")).log];
  await one.append([value(2)]);
  const { size } = await stat(fileOf("talk"));
  await expect(other.append([value(3)])).rejects.toMatchObject({ problem: "conflict" });
  await expect(other.append([value(3)])).rejects.toMatchObject({ problem: "conflict" });
  expect((await stat(fileOf("talk"))).size).toBe(size);
  await one.append([value(4)]);
  await (await folder.load("talk")).log.append([value(5)]);
  await expect(one.append([value(6)])).rejects.toMatchObject({ problem: "conflict" });
  expect(await read("talk")).toBe("value 1\nvalue 2\nvalue 4\nvalue 5");
});

test("a writer that another one was faster than counts no more, with all that it had on its way", async () => {
  const line = (number: number, writer: string, what: number) =>
    `{"number":${number},"writer":"${writer}","type":"value","value":${what}}\n`;
  const race = [
    line(1, "a", 1),
    line(2, "b", 2),
    line(2, "a", 30),
    line(3, "a", 40),
    line(3, "b", 3),
    line(4, "a", 50),
  ];
  await writeFile(fileOf("race"), race.join(""));
  expect(await read("race")).toBe("value 1\nvalue 2\nvalue 3");
});

test("a line that another process is just writing is not taken for torn", async () => {
  await folder.create("talk", [value(1)]);
  await appendFile(fileOf("talk"), '{"number":2,"writer":"b","type":"val');
  const { log } = await folder.load("talk");
  await appendFile(fileOf("talk"), 'ue","value":2}\n');
  await expect(log.append([value(3)])).rejects.toMatchObject({ problem: "conflict" });
  expect(await read("talk")).toBe("value 1\nvalue 2");
});

test("a note disturbs no writer", async () => {
  const log = await folder.create("talk", [value(1)]);
  await folder.note("talk", { type: "title" });
  await log.append([value(2)]);
  expect(await read("talk")).toBe("value 1\ntitle\nvalue 2");
});

test("no link, FIFO or folder is read or written, and no name leads elsewhere", async () => {
  const outside = join(path, "outside.jsonl");
  await writeFile(outside, '{"type":"secret"}\n');
  await symlink(outside, fileOf("link"));
  await symlink(join(path, "nothing.jsonl"), fileOf("dangling"));
  makeFifo(fileOf("fifo"));
  await mkdir(fileOf("folder"));
  expect(await folder.list()).toEqual([]);
  for (const name of ["link", "dangling", "fifo", "folder"]) {
    await expect(folder.load(name), name).rejects.toMatchObject({ problem: "not-a-file" });
    await expect(folder.note(name, { type: "title" }), name).rejects.toMatchObject({ problem: "not-a-file" });
    await expect(folder.create(name, [value(1)]), name).rejects.toMatchObject({ problem: "exists" });
  }
  for (const name of ["../outside", "a/b", "", ".", "A", "a.b", "con\0", "x".repeat(200)])
    await expect(folder.load(name), name).rejects.toMatchObject({ problem: "invalid-name" });
  expect(await readFile(outside, "utf8")).toBe('{"type":"secret"}\n');
  await folder.remove("link");
  expect(await readFile(outside, "utf8")).toBe('{"type":"secret"}\n');
});

test("a removed file stays removed, whoever still holds its log", async () => {
  const log = await folder.create("talk", [value(1)]);
  await folder.remove("talk");
  await folder.remove("talk");
  await expect(log.append([value(2)])).rejects.toMatchObject({ problem: "missing" });
  await expect(folder.load("talk")).rejects.toMatchObject({ problem: "missing" });
  expect(await folder.list()).toEqual([]);
});

test("whatever bytes stand in a file, reading it ends without an error and appending to it works", async () => {
  const fragment = fc.oneof(
    fc.constantFrom(
      "\n",
      '{"number":1,"writer":"a","type":"value"}\n',
      '{"number":2,"writer":"b","type":"value"}',
      "\0",
    ),
    fc.constantFrom('{"number":1e99,"writer":"a","type":"t"}\n', '{"number":"1","type":"t","writer":{}}\n', '{"type":'),
    fc.string(),
    fc.json(),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fragment, { maxLength: 12 }), async (fragments) => {
      await writeFile(fileOf("fuzz"), fragments.join(""));
      const { records, log } = await folder.load("fuzz");
      await log.append([value(42)]);
      const after = await folder.load("fuzz");
      expect(after.records.length).toBe(records.length + 1);
      expect(after.records.at(-1)?.record).toEqual(value(42));
    }),
    { numRuns: 300 },
  );
});
