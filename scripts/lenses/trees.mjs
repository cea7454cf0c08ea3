import { execFileSync } from "node:child_process";
import { statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Larger files are no code; a clone may be without them. */
const largest = 1024 * 1024;

/**
 * Makes a repository of two commits in an empty folder, with the files of the parent and of the commit that are there, and
 * checks out the second. The objects are read from the clone, which stays as it is.
 * @returns the id of the first commit
 */
export function checkOut(clone, { commit, parent }, folder) {
  const env = { ...process.env, GIT_NO_LAZY_FETCH: "1" };
  const git = (parameters, input) =>
    execFileSync("git", ["-C", folder, ...parameters], { env, input, encoding: "utf8", maxBuffer: 2 ** 28 });
  git(["init", "--quiet", "--initial-branch=main"]);
  const store = join(resolve(clone), ".git", "objects");
  statSync(store);
  writeFileSync(join(folder, ".git", "objects", "info", "alternates"), `${store}\n`);
  const first = committed(git, filesOf(git, parent), []);
  const second = committed(git, filesOf(git, commit), ["-p", first]);
  git(["checkout", "--quiet", "--force", "--detach", second]);
  if (git(["status", "--porcelain"]) !== "") throw new Error(`${commit} was not checked out as it is.`);
  return first;
}

function filesOf(git, commit) {
  const files = git(["ls-tree", "-r", "-z", commit])
    .split("\0")
    .filter((line) => /^100\d{3} blob /.test(line));
  const ids = files.map((line) => line.slice(12).split("\t")[0]);
  const sizes = git(["cat-file", "--batch-check"], `${ids.join("\n")}\n`).split("\n");
  return files.filter((_, index) => Number(sizes[index].split(" ")[2] ?? Number.NaN) < largest);
}

function committed(git, files, parents) {
  git(["read-tree", "--empty"]);
  git(["update-index", "-z", "--index-info"], files.map((line) => `${line}\0`).join(""));
  const tree = git(["write-tree"]).trim();
  const identity = ["-c", "user.name=reader", "-c", "user.email=reader@example.org"];
  return git([...identity, "commit-tree", tree, ...parents, "-m", "As it was"]).trim();
}
