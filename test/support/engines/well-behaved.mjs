// A `lines` engine that hears the name of its file. `--work MILLISECONDS` keeps the processor busy for each clip.
import { basename } from "node:path";
import { createInterface } from "node:readline";

const work = Number(process.argv[process.argv.indexOf("--work") + 1]) || 0;
const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

say({ engine: "well-behaved 2.1", sources: [basename(import.meta.filename)] });
for await (const line of createInterface({ input: process.stdin })) {
  const { id, audio } = JSON.parse(line);
  const until = used() + work * 1000;
  while (used() < until);
  say({ id, text: basename(audio, ".wav"), seconds: work / 1000 });
}

function used() {
  const { user, system } = process.cpuUsage();
  return user + system;
}
