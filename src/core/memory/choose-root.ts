import type { Root } from "../workspace/workspace";
import { pathsIn, runsIn } from "./evidence";
import { MemoryError } from "./memory";
import type { TidyMemory } from "./validate";

export interface RootChoice {
  readonly roots: readonly Root[];
  /** Name of the root that somebody chose. */
  readonly root?: string | undefined;
  /** Workspace paths of what the memory rests on. */
  readonly evidence?: readonly string[] | undefined;
  /** Whether a workspace path exists. */
  readonly exists?: ((path: string) => Promise<boolean>) | undefined;
}

/**
 * The root that a new memory belongs to: the one that holds what its benchmark cites, else the files it names, else the
 * evidence it comes with. @throws MemoryError `root` when that gives none, or several
 */
export async function chooseRoot(memory: TidyMemory, choice: RootChoice): Promise<Root> {
  const { roots, root, evidence = [] } = choice;
  const chosen = roots.find(({ name }) => name === root);
  if (chosen) return chosen;
  const [only] = roots;
  if (only && roots.length === 1 && root === undefined) return only;
  const names = roots.map(({ name }) => name);
  if (root !== undefined)
    throw new MemoryError("root", `There is no folder \`${root}\` in this window; there is ${names.join(", ")}.`, {
      roots: names,
    });
  const text = [memory.topic, memory.appliesWhen, ...memory.insight, memory.engineOrModel].join("\n");
  for (const paths of [citedPaths(memory.benchmark), pathsIn(text).map(({ path }) => path), evidence]) {
    const found = new Set<Root>();
    for (const path of paths) {
      const holder = await rootOfPath(path, choice);
      if (holder) found.add(holder);
    }
    const [first] = found;
    if (first && found.size === 1) return first;
    if (found.size > 1) break;
  }
  throw new MemoryError("root", `It is not clear which folder this memory belongs to: ${names.join(", ")}.`, {
    roots: names,
    hint: "Name a file with its folder (`folder/path:line`) as evidence, or give `root`; ask the person when you do not know.",
  });
}

/** What a benchmark rests on, as workspace paths. */
export function citedPaths(benchmark: string): readonly string[] {
  const places = pathsIn(benchmark).filter(({ line }) => line !== undefined);
  return [...runsIn(benchmark), ...places.map(({ path }) => path)];
}

async function rootOfPath(written: string, { roots, exists }: RootChoice): Promise<Root | undefined> {
  const path = written.replaceAll("\\", "/").replace(/^\.\//, "");
  const within = (folder: string) => path === folder || path.startsWith(`${folder}/`);
  const holder =
    roots
      .filter((root) => within(root.path.replaceAll("\\", "/")))
      .sort((one, other) => other.path.length - one.path.length)[0] ?? roots.find((root) => within(root.name));
  if (holder || !exists) return holder;
  const holders: Root[] = [];
  for (const root of roots) if (await exists(`${root.name}/${path}`)) holders.push(root);
  return holders.length === 1 ? holders[0] : undefined;
}
