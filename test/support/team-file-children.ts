import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import type { TeamFiles, TeamFolder } from "../../src/core/workspace/team-files";
import { createTeamFiles } from "../../src/core/workspace/team-files/node-team-files";

/** Where processes of their own change the same folder of a team. */
export interface Children {
  /** Absolute path of the folder's files. */
  readonly realPath: string;
  readonly teamFiles: TeamFiles;
  /** As the next start sees it. */
  again(): Promise<TeamFiles>;
  /** Forgets all files. */
  clear(): Promise<void>;
  readonly folder: TeamFolder;
  /** Runs a program that finds `teamFiles`, `change(work)` and its arguments as `args`. */
  start(body: string, ...args: readonly (string | number)[]): Child;
  dispose(): Promise<void>;
}

interface Child {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

export async function prepareChildren({ shared = true } = {}): Promise<Children> {
  const path = await realpath(await mkdtemp(join(tmpdir(), "ml-engineer-children-")));
  await mkdir(join(path, "root"));
  await build({
    entryPoints: [resolve("src/core/workspace/team-files/node-team-files.ts")],
    outfile: join(path, "team-files.mjs"),
    bundle: true,
    format: "esm",
    platform: "node",
  });
  const root = { name: "root", path: join(path, "root") };
  const options = { roots: [root], staging: join(path, "staging"), shared };
  const teamFiles = await createTeamFiles(options);
  const folder = memoryFolder(teamFiles);
  const preamble = `import { createTeamFiles } from ${JSON.stringify(join(path, "team-files.mjs"))};
const teamFiles = await createTeamFiles(${JSON.stringify(options)});
const folder = teamFiles.folderFor("memory", "asr", teamFiles.roots[0]);
const change = (work) => teamFiles.change(folder, work);
const args = process.argv.slice(1);
`;
  return {
    realPath: join(root.path, folder.path),
    teamFiles,
    folder,
    again: () => createTeamFiles(options),
    async clear() {
      await rm(options.staging, { recursive: true, force: true });
      await rm(root.path, { recursive: true, force: true });
      await mkdir(root.path);
    },
    start(body, ...args) {
      const child = spawn(process.execPath, ["--input-type=module", "--eval", preamble + body, ...args.map(String)]);
      const output = { out: "", error: "" };
      child.stdout.on("data", (data) => {
        output.out += data;
      });
      child.stderr.on("data", (data) => {
        output.error += data;
      });
      const ended = new Promise<Ended>((done) => child.on("close", (code) => done({ code, ...output })));
      return { process: child, ended };
    },
    dispose: () => rm(path, { recursive: true, force: true }),
  };
}

/** Where the agent `asr` keeps its memory in the first root. */
export function memoryFolder(teamFiles: TeamFiles): TeamFolder {
  const [root] = teamFiles.roots;
  if (root === undefined) throw new Error("no root");
  return teamFiles.folderFor("memory", "asr", root);
}
