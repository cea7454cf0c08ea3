import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

/** Who may import whom below `src/`. A folder may always import itself; `*` is every folder of core. */
const arrows: Record<string, readonly string[]> = {
  "core/workspace": [],
  "core/scoring": [],
  "core/model": [],
  "core/pipeline": ["core/workspace"],
  "core/tools": ["core/workspace"],
  "core/review": ["core/workspace", "core/pipeline", "core/tools"],
  "core/memory": ["core/workspace", "core/tools"],
  "core/handoff": ["core/workspace", "core/tools"],
  "core/measurement": ["core/workspace", "core/scoring", "core/tools"],
  "core/change": ["core/workspace", "core/pipeline", "core/measurement", "core/tools"],
  "core/agent": ["core/workspace", "core/model", "core/tools", "core/memory", "core/handoff"],
  "core/toolbelt.ts": [
    "core/workspace",
    "core/pipeline",
    "core/review",
    "core/tools",
    "core/memory",
    "core/handoff",
    "core/measurement",
    "core/change",
  ],
  "core/team": ["core/workspace", "core/model", "core/memory", "core/handoff", "core/agent"],
  "core/engineer.ts": [
    "core/workspace",
    "core/pipeline",
    "core/model",
    "core/handoff",
    "core/agent",
    "core/team",
    "core/toolbelt.ts",
  ],
  protocol: ["core/*"],
  host: ["core/*", "protocol", "vscode"],
  cli: ["core/*"],
  "extension.ts": ["core/*", "host", "vscode"],
};
/** The only parts of core that may touch files and processes. */
const doors = ["core/workspace"];

const source = join(import.meta.dirname, "..", "src");
const files = (readdirSync(source, { recursive: true }) as string[])
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.split("\\").join("/"));

describe("architecture", () => {
  it("finds the sources", () => expect(files.length).toBeGreaterThan(30));

  it.each(files)("%s imports only what its folder may", (file) => {
    const allowed = arrows[folderOf(file)];
    expect(allowed, `${file} lies in no known folder`).toBeDefined();
    const wrong = importsOf(file).filter((target) => {
      const folder = folderOf(target);
      const isOurs = target !== "vscode";
      return isOurs
        ? folder !== folderOf(file) &&
            !allowed?.includes(folder) &&
            !(folder.startsWith("core/") && allowed?.includes("core/*"))
        : !allowed?.includes("vscode");
    });
    expect(wrong).toEqual([]);
  });

  it.each(files.filter((file) => file.startsWith("core/") && !doors.includes(folderOf(file))))(
    "%s touches no file or process itself",
    (file) => {
      expect(
        specifiersOf(file).filter((specifier) =>
          /^(node:)?(fs|child_process|worker_threads|net|http)(\/|$)/.test(specifier),
        ),
      ).toEqual([]);
    },
  );

  it("keeps every file at 300 lines and the median under 100", () => {
    const lengths = files
      .map((file) => readFileSync(join(source, file), "utf8").split("\n").length - 1)
      .sort((a, b) => a - b);
    expect(lengths.at(-1)).toBeLessThanOrEqual(300);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(100);
  });
});

function folderOf(file: string): string {
  const [first = "", second = ""] = file.split("/");
  return first === "core" ? `core/${second}` : first;
}

function specifiersOf(file: string): string[] {
  const text = readFileSync(join(source, file), "utf8");
  return [...text.matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|^import\s+)["']([^"']+)["']/gm)].map(
    (match) => match[1] ?? "",
  );
}

/** Our own imports as paths below `src/`, and `vscode`. */
function importsOf(file: string): string[] {
  return specifiersOf(file)
    .filter((specifier) => specifier === "vscode" || specifier.startsWith("."))
    .map((specifier) =>
      specifier === "vscode"
        ? specifier
        : relative(source, join(source, dirname(file), specifier))
            .split("\\")
            .join("/"),
    )
    .filter((target) => !target.startsWith(".."))
    .map((target) => (statSync(join(source, `${target}.ts`), { throwIfNoEntry: false }) ? `${target}.ts` : target));
}
