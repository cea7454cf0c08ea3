import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A repository in a temporary folder, with room for more beside it. */
export interface TemporaryRepository {
  /** The temporary folder. */
  readonly folder: string;
  /** The repository, `project` in it. */
  readonly path: string;
  git(...parameters: readonly string[]): string;
  write(files: Readonly<Record<string, string>>): Promise<void>;
  /** Writes files and commits everything. @returns the commit */
  commit(files: Readonly<Record<string, string>>): Promise<string>;
  dispose(): Promise<void>;
}

export async function temporaryRepository(name = "project"): Promise<TemporaryRepository> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "ml-engineer-repository-")));
  const path = join(folder, name);
  const identity = ["-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "protocol.file.allow=always"];
  const git = (...parameters: readonly string[]) =>
    execFileSync("git", [...identity, ...parameters], { cwd: path, encoding: "utf8", stdio: "pipe" }).trim();
  const write = async (files: Readonly<Record<string, string>>) => {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(dirname(join(path, file)), { recursive: true });
      await writeFile(join(path, file), text);
    }
  };
  await mkdir(path);
  git("init", "--quiet", "--initial-branch=main");
  return {
    folder,
    path,
    git,
    write,
    async commit(files) {
      await write(files);
      git("add", "--all");
      git("commit", "--quiet", "--message", "state");
      return git("rev-parse", "HEAD");
    },
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

/** What is below a folder but for `.git`: the text of each file, and `→ target` for a link. */
export function folderTexts(path: string, prefix = ""): Record<string, string> {
  const entries = readdirSync(join(path, prefix), { withFileTypes: true });
  return Object.fromEntries(
    entries.flatMap((entry) => {
      const name = join(prefix, entry.name);
      if (entry.name === ".git") return [];
      if (entry.isDirectory()) return Object.entries(folderTexts(path, name));
      if (entry.isSymbolicLink()) return [[name, `→ ${readlinkSync(join(path, name))}`]];
      return [[name, readFileSync(join(path, name), "utf8")]];
    }),
  );
}
