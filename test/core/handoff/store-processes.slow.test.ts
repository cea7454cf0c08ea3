import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asked, type Team, team } from "./store-support";

let now: Team;
let bundle: string;
beforeAll(async () => {
  now = await team();
  bundle = join(now.disk.staging, "store.mjs");
  await build({
    stdin: {
      contents: `export { HandoffStore } from "./src/core/handoff/store";
export { createTeamFiles } from "./src/core/workspace/team-files/node-team-files";`,
      resolveDir: resolve("."),
    },
    outfile: bundle,
    bundle: true,
    format: "esm",
    platform: "node",
    banner: { js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);` },
  });
});
afterAll(() => now.disk.dispose());

/** Runs a program with a `store` of its own on the same folders, and returns what it prints as JSON. */
async function inProcess(body: string, ...args: readonly string[]): Promise<unknown> {
  const program = `import { HandoffStore, createTeamFiles } from ${JSON.stringify(bundle)};
const files = await createTeamFiles(${JSON.stringify({ roots: now.disk.workspace.roots, staging: now.disk.staging, shared: true })});
const store = new HandoffStore({ files, now: () => new Date(), machine: "here", isAlive: () => true, processId: process.pid });
const args = process.argv.slice(1);
const outcome = async (work) => { try { return await work(); } catch (error) { return { failed: error.name }; } };
${body}`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program, ...args]);
  return JSON.parse(stdout);
}

describe("several processes on the same handoffs", () => {
  it("exactly one answers, one continues, one records", async () => {
    const processes = ["a", "b", "c", "d"];
    for (let round = 0; round < 5; round++) {
      const origin = { conversation: `c-${round}`, root: `c-${round}`, depth: 0, lineage: [] };
      const raised = await Promise.all(
        processes.map(() =>
          inProcess(
            `const [request, asking] = args.map((text) => JSON.parse(text));
console.log(JSON.stringify((await store.raise(request, { ...asking, root: files.roots[0] })).isNew));`,
            JSON.stringify(asked("Backend Architect", `Task of round ${round}`)),
            JSON.stringify({ from: "ml-ai-engineer", origin, originalTask: "Which engine?" }),
          ),
        ),
      );
      expect(raised.filter((isNew) => isNew)).toHaveLength(1);
      const { handoffs } = await now.store.list();
      const id = handoffs.find((handoff) => handoff.origin.conversation === origin.conversation)?.id ?? "";
      const answers = await Promise.all(
        processes.map((name) =>
          inProcess(
            "console.log(JSON.stringify(await outcome(() => store.answer(args[0], args[1], args[1]))));",
            id,
            name,
          ),
        ),
      );
      const refused = answers.filter((answer) => typeof answer === "object" && answer !== null && "failed" in answer);
      expect(refused).toEqual([{ failed: "HandoffError" }, { failed: "HandoffError" }, { failed: "HandoffError" }]);
      const claims = (await Promise.all(
        processes.map((name) =>
          inProcess(
            "console.log(JSON.stringify(await store.continueWith(args[0], args[1])));",
            origin.conversation,
            name,
          ),
        ),
      )) as { readonly conversation: string; readonly existing: boolean }[];
      expect(claims.filter(({ existing }) => !existing)).toHaveLength(1);
      expect(new Set(claims.map(({ conversation }) => conversation)).size).toBe(1);
    }
    const { handoffs, problems } = await now.store.list();
    expect(problems).toEqual([]);
    expect(handoffs.map(({ state }) => state)).toEqual(Array(5).fill("continued"));
  }, 120_000);
});
