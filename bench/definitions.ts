import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DefinitionLoader } from "../src/core/agent/definition/load-definitions";
import { createNodeWorkspace } from "../src/core/workspace/node-workspace";
import { type BenchRow, pairedRatio } from "./harness";

/** P19: loading 500 agent files of 2 KB against reading them, and loading them again unchanged. */
export async function benchDefinitions(): Promise<readonly BenchRow[]> {
  const folder = await agentFolder();
  const workspace = await createNodeWorkspace({ folders: [folder], trusted: true, assetsFolder: folder });
  const agents = join(folder, ".claude", "agents");
  const load = async (loader: DefinitionLoader) => {
    const loaded = await loader.load({ bundled: workspace, workspace });
    if (loaded.filter(({ active }) => active).length !== agentCount) throw new Error("not every agent was loaded");
  };
  const first = await pairedRatio({
    reference: async () => {
      for (const name of await readdir(agents)) await readFile(join(agents, name), "utf8");
    },
    subject: () => load(new DefinitionLoader()),
    bar: 3,
  });
  const known = new DefinitionLoader();
  await load(known);
  const again = await pairedRatio({
    reference: () => load(new DefinitionLoader()),
    subject: () => load(known),
    bar: 0.3,
  });
  return [
    { id: "P19", what: "load 500 agent files / readFile of the same", bar: "≤ 3 ×", ...first },
    { id: "P19", what: "load them again unchanged / first load", bar: "≤ 0.3 ×", ...again },
  ];
}

const agentCount = 500;

async function agentFolder(): Promise<string> {
  const folder = join(tmpdir(), "ml-engineer-bench-agents-1");
  const agents = join(folder, ".claude", "agents");
  await mkdir(agents, { recursive: true });
  for (let index = 0; index < agentCount; index++) {
    const head = `---\nname: agent-${index}\ndescription: Reads module ${index} and says what it does.\ntools: Read, Grep, Glob\nmodel: sonnet\n---\n`;
    await writeFile(
      join(agents, `agent-${index}.md`),
      `${head}${"You read with care and name the place. ".repeat(50)}\n`,
    );
  }
  return folder;
}
