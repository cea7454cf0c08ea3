import type { FieldProblem } from "../../workspace/front-matter";
import { PathError } from "../../workspace/path-error";
import type { Workspace } from "../../workspace/workspace";
import { type AgentDefinition, maximumDefinitionBytes, type ParsedDefinition, parseDefinition } from "./definition";

/** A definition file, also when it could not be loaded: nothing is dropped silently. */
export interface LoadedDefinition {
  readonly name: string;
  readonly definition: AgentDefinition | undefined;
  /** `bundled`, or `workspace` for a file of the person's folder. */
  readonly origin: "bundled" | "workspace";
  /** Path within its workspace. */
  readonly source: string;
  /** Whether this is the definition that runs under its name. */
  readonly active: boolean;
  readonly problems: readonly FieldProblem[];
}

export interface DefinitionSources {
  /** The folder of the agents that ship with the product. */
  readonly bundled: Workspace;
  readonly workspace?: Workspace;
}

/** Remembers parsed files by size and time of change, so that loading again costs a look at each file. */
export class DefinitionLoader {
  readonly #parsed = new Map<string, { readonly stamp: string; readonly parsed: ParsedDefinition }>();

  /** Bundled agents first, each group in ascending order of path. A trusted workspace's file overrides a bundled one. */
  async load({ bundled, workspace }: DefinitionSources): Promise<readonly LoadedDefinition[]> {
    const shipped = await this.#loadFolder(bundled, ".", false);
    const own: Candidate[] = [];
    for (const folder of workspace ? definitionFolders(workspace) : []) {
      own.push(...(await this.#loadFolder(workspace as Workspace, folder, true)));
    }
    return activate(shipped, own, workspace?.trusted ?? false);
  }

  async #loadFolder(workspace: Workspace, folder: string, recursive: boolean): Promise<Candidate[]> {
    const paths: string[] = [];
    const candidates: Candidate[] = [];
    const unusable = (message: string) =>
      candidates.push({ source: folder, definition: undefined, problems: [{ line: 1, message }] });
    try {
      if (await collect(workspace, folder, recursive ? 4 : 0, paths)) unusable(tooMany);
    } catch (error) {
      if (!(error instanceof PathError)) throw error;
      if (error.problem !== "missing") unusable(error.message);
    }
    paths.sort();
    // Some at a time: waiting for the disk is most of the work, and hundreds of open files are too many.
    for (let start = 0; start < paths.length; start += filesAtOnce) {
      const batch = paths.slice(start, start + filesAtOnce);
      const load = async (source: string) => ({ source, ...(await this.#loadFile(workspace, source)) });
      candidates.push(...(await Promise.all(batch.map(load))));
    }
    return candidates;
  }

  async #loadFile(workspace: Workspace, source: string): Promise<ParsedDefinition> {
    try {
      const { realPath, size, modified } = await workspace.locate(source);
      const stamp = `${size} ${modified}`;
      const known = this.#parsed.get(realPath);
      if (known?.stamp === stamp) return known.parsed;
      const parsed = parseDefinition(
        await workspace.readText(source, { maxBytes: maximumDefinitionBytes }),
        baseName(source),
      );
      this.#parsed.set(realPath, { stamp, parsed });
      return parsed;
    } catch (error) {
      if (error instanceof PathError) return { definition: undefined, problems: [{ line: 1, message: error.message }] };
      throw error;
    }
  }
}

const maximumFiles = 500;
const filesAtOnce = 32;
const tooMany = `there are more than ${maximumFiles} agent files here; the rest was not loaded`;

type Candidate = ParsedDefinition & { readonly source: string };

function definitionFolders(workspace: Workspace): string[] {
  const prefixes = workspace.roots.length > 1 ? workspace.roots.map((root) => `${root.name}/`) : [""];
  return prefixes.flatMap((prefix) => [`${prefix}.claude/agents`, `${prefix}.github/agents`]);
}

/** Fills `paths` with the Markdown files below `folder`; true when the limit cut the list. */
async function collect(workspace: Workspace, folder: string, depth: number, paths: string[]): Promise<boolean> {
  for (const { name, kind } of await workspace.readDirectory(folder)) {
    const path = folder === "." ? name : `${folder}/${name}`;
    if (kind === "directory" && depth > 0 && (await collect(workspace, path, depth - 1, paths))) return true;
    if (kind !== "file" || !name.endsWith(".md") || name === "README.md") continue;
    if (paths.length >= maximumFiles) return true;
    paths.push(path);
  }
  return false;
}

function activate(shipped: readonly Candidate[], own: readonly Candidate[], trusted: boolean): LoadedDefinition[] {
  const active = new Map<string, Candidate>();
  for (const candidate of [...shipped, ...(trusted ? [...own].reverse() : [])]) {
    if (candidate.definition) active.set(candidate.definition.name, candidate);
  }
  const describe =
    (origin: "bundled" | "workspace") =>
    (candidate: Candidate): LoadedDefinition => {
      const name = candidate.definition?.name ?? baseName(candidate.source);
      const winner = active.get(name);
      const problems = [...candidate.problems];
      if (origin === "workspace" && !trusted)
        problems.push({ line: 1, message: "not used: the folder is not trusted" });
      else if (candidate.definition && winner !== candidate) {
        problems.push({ line: 1, message: `not used: ${winner?.source ?? "another file"} defines ${name}` });
      }
      return {
        name,
        definition: candidate.definition,
        origin,
        source: candidate.source,
        active: winner === candidate,
        problems,
      };
    };
  return [...shipped.map(describe("bundled")), ...own.map(describe("workspace"))];
}

function baseName(path: string): string {
  return (path.split("/").at(-1) ?? path).replace(/(\.agent)?\.md$/, "");
}
