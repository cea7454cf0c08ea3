import fc from "fast-check";
import { expect, test } from "vitest";
import { findChangeFacts } from "../../../src/core/change/find-change";
import type { CodeFile } from "../../../src/core/pipeline/map";
import { createCodeReader } from "../../../src/core/pipeline/mapper";
import { grammarsFolder } from "../../support/grammars";
import { mapPipeline, repositoryOf } from "./repository";

const folder = { grammarsFolder: grammarsFolder() };
const { signal } = new AbortController();

const engine = `import whisper

BEAM = 5


class Recogniser:
    def __init__(self, size="base"):
        self.model = whisper.load_model(size)

    def transcribe(self, path):
        def clean(text):
            return text.strip()

        return clean(self.model.transcribe(path, beam_size=BEAM)["text"])
`;

test("an open document has its lenses by its text, whether the tree has a change or none", async () => {
  const repository = await repositoryOf({ "engine.py": engine, "other.py": "def other():\n    return 1\n" });
  const [root] = repository.workspace.roots;
  if (root === undefined) throw new Error("There is no root.");
  const ports = { workspace: repository.workspace, mapPipeline };
  const readCode = createCodeReader(folder);
  const facts = await findChangeFacts(root, ports, { globs: [] }, signal);
  expect([facts.change, facts.isEngineFile("engine.py"), facts.isEngineFile("other.py")]).toEqual([
    undefined,
    true,
    false,
  ]);
  const lensesOf = async (text: string) => {
    const found = await facts.changedFunctionsIn("engine.py", text, readCode, signal);
    return found.map(({ name, place, kind }) => `${kind} ${name} ${place.line}-${place.endLine ?? place.line}`);
  };
  expect(await lensesOf(engine)).toEqual([]);
  const edited = engine.replace('["text"]', '["text"].lower()').replace("BEAM = 5\n", "# Wide.\nBEAM = 5\n");
  expect(await lensesOf(edited)).toEqual(["modified engine.Recogniser.transcribe 11-15"]);
  expect(await lensesOf(`${edited}\n    def reset(self):\n        self.model = whisper.load_model("tiny")\n`)).toEqual([
    "modified engine.Recogniser.transcribe 11-15",
  ]);
  expect(await lensesOf(engine)).toEqual([]);
  expect(await facts.changedFunctionsIn("other.py", "def other():\n    return 2\n", readCode, signal)).toEqual([]);

  await repository.write("engine.py", edited);
  const later = await findChangeFacts(root, ports, { globs: [] }, signal);
  expect(later.change?.functions).toEqual(await later.changedFunctionsIn("engine.py", edited, readCode, signal));
  expect(await later.changedFunctionsIn("engine.py", engine, readCode, signal)).toEqual([]);
});

test("what is read after an edit is what a first reading of the same text gives", async () => {
  const edit = fc.record({
    at: fc.nat(),
    what: fc.constantFrom("call", "function", "comment", "remove", "decorate", "class"),
  });
  const [again, first] = [createCodeReader(folder), createCodeReader(folder)];
  let documents = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 8 }), async (edits) => {
      const path = `again${documents++}.py`;
      let text = [engine, engine.replace("Recogniser", "Other"), "def last():\n    return 1\n"].join("\n\n");
      await again(path, text);
      for (const { at, what } of edits) {
        const next = edited(text, at, what);
        if (!isWhole(next)) continue;
        text = next;
        const [one, other] = [await again(path, text), await first(`first${documents++}.py`, text)];
        expect(local(one)).toEqual(local(other));
      }
    }),
    { numRuns: 40, seed: 20_261_122 },
  );
});

/** What was read, without what the file is called. */
function local(code: CodeFile | undefined) {
  const functions = code?.functions.map((one) => ({ ...one, name: one.name.slice(code.module.length) }));
  return { functions, statements: code?.statements };
}

/** Whether every head has a body: the grammar puts up with one that has none, and then says where it ends either way. */
function isWhole(text: string): boolean {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.trim().startsWith("#"));
  const indentOf = (line = "") => line.length - line.trimStart().length;
  return lines.every((line, index) => {
    const next = lines[index + 1];
    if (line.trim().startsWith("@")) return /^\s*(?:def|class|@)/.test(next ?? "") && indentOf(next) === indentOf(line);
    return !line.endsWith(":") || indentOf(next) > indentOf(line);
  });
}

/** The text with a line more or less, at one of its lines. */
function edited(text: string, at: number, what: string): string {
  const lines = text.split("\n");
  const index = at % lines.length;
  const [indent = ""] = /^ */.exec(lines.slice(index).find((line) => line !== "") ?? "") ?? [];
  const isDefinition = /^\s*(?:def|class)\b/.test(lines[index] ?? "");
  if (what === "comment") lines.splice(index, 0, `${indent}# Note ${at}.`);
  else if (what === "remove") lines.splice(index, isDefinition || lines[index] === "" ? 0 : 1);
  else if (what === "decorate" && isDefinition) lines.splice(index, 0, `${indent}@marked(${at})`);
  else if (what === "function")
    lines.splice(index, 0, `${indent}def added(${indent ? "self" : ""}):`, `${indent}    return ${at}`);
  else if (what === "class") lines.splice(index, 0, `${indent}class Added:`, `${indent}    size = ${at}`);
  else lines.splice(index, 0, `${indent}call(${at})`);
  return lines.join("\n");
}
