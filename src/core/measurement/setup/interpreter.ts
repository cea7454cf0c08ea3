import { PathError } from "../../workspace/path-error";
import type { Workspace } from "../../workspace/workspace";
import { ancestorsOf, join, relativePath } from "./source-root";

export interface Interpreter {
  /** The beginning of a command: a program, or a tool that runs one. */
  readonly command: readonly string[];
  /** Why this one, for people. */
  readonly reason: string;
}

/** The Python of a project: its virtual environment, else the tool that keeps one, else `python3`. */
export async function findInterpreter(
  workingDirectory: string,
  paths: ReadonlySet<string>,
  workspace: Workspace,
): Promise<Interpreter> {
  const folders = ancestorsOf(join(workingDirectory, "file"));
  for (const folder of folders) {
    for (const name of [".venv", "venv", "env"]) {
      const found = await programIn(join(folder, name), workspace);
      if (found !== undefined) {
        const program = relativePath(workingDirectory, found);
        return {
          command: [program.includes("/") ? program : `./${program}`],
          reason: `the virtual environment ${join(folder, name)}`,
        };
      }
    }
  }
  for (const folder of folders) {
    const tool = tools.find(({ marker }) => paths.has(join(folder, marker)));
    if (tool !== undefined) return { command: tool.command, reason: `${join(folder, tool.marker)} says so` };
    const conda = ["environment.yml", "environment.yaml"].find((name) => paths.has(join(folder, name)));
    const name = conda && /^name:\s*([\w.-]+)/m.exec(await workspace.readText(join(folder, conda)))?.[1];
    if (name) {
      const command = ["conda", "run", "-n", name, "--no-capture-output", "python"];
      return { command, reason: `${join(folder, conda)} says so` };
    }
  }
  const program = process.platform === "win32" ? "python" : "python3";
  return { command: [program], reason: "no virtual environment was found in the project" };
}

const tools = [
  { marker: "uv.lock", command: ["uv", "run", "python"] },
  { marker: "poetry.lock", command: ["poetry", "run", "python"] },
  { marker: "pdm.lock", command: ["pdm", "run", "python"] },
  { marker: "Pipfile.lock", command: ["pipenv", "run", "python"] },
];

/** The interpreter of an environment is a link out of the workspace as a rule, so its folder is read instead. */
async function programIn(environment: string, workspace: Workspace): Promise<string | undefined> {
  for (const [folder, name] of [
    ["bin", "python"],
    ["Scripts", "python.exe"],
  ] as const) {
    try {
      const entries = await workspace.readDirectory(join(environment, folder));
      if (entries.some((entry) => entry.name === name)) return join(environment, `${folder}/${name}`);
    } catch (error) {
      if (!(error instanceof PathError)) throw error;
    }
  }
  return undefined;
}
