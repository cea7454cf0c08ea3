import { expect, test } from "vitest";
import type { TeamFiles } from "../../../../src/core/workspace/team-files";
import { memoryFolder, prepareChildren } from "../../../support/team-file-children";

test("killed at 20 random moments while it shares, nothing is lost or there twice, and sharing again moves the rest", async () => {
  const children = await prepareChildren({ shared: false });
  const names = Array.from({ length: 25 }, (_, number) => `m-${number}.md`).sort();
  const share = 'console.log("sharing"); await teamFiles.share();';
  let interrupted = 0;
  try {
    for (let round = 0; round < 20; round++) {
      await children.clear();
      const before = await children.again();
      await before.change(memoryFolder(before), async (files) => {
        for (const name of names) await files.create(name, `# ${name}`);
      });
      const { process: child, ended } = children.start(share);
      await new Promise((done) => child.stdout?.once("data", done));
      await new Promise((done) => setTimeout(done, Math.random() * 150));
      child.kill("SIGKILL");
      await ended;
      const after = await children.again();
      const between = await everything(after);
      // A file may wait and be shared at once; the one does not count twice for long.
      expect([...new Set(between.map(({ name }) => name))].sort()).toEqual(names);
      if (between.some(({ shared }) => shared) && between.some(({ shared }) => !shared)) interrupted++;
      await after.share();
      expect(await everything(after)).toEqual(names.map((name) => ({ name, text: `# ${name}`, shared: true })));
    }
    process.stdout.write(`20 kills: ${interrupted} in the middle of sharing\n`);
    expect(interrupted).toBeGreaterThan(2);
  } finally {
    await children.dispose();
  }
}, 60_000);

async function everything(teamFiles: TeamFiles) {
  const found = [];
  for (const folder of (await teamFiles.folders("memory")).folders) {
    const { files, problems } = await teamFiles.read(folder);
    expect(problems).toEqual([]);
    found.push(...files.map(({ name, text }) => ({ name, text, shared: folder.shared })));
  }
  return found;
}
