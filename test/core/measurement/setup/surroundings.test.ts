import { afterEach, describe, expect, test } from "vitest";
import { findInterpreter } from "../../../../src/core/measurement/setup/interpreter";
import { projectFolderOf, relativePath, sourceRootOf } from "../../../../src/core/measurement/setup/source-root";
import { type TemporaryWorkspace, temporaryWorkspace } from "../../../support/temporary-workspace";

let fixture: TemporaryWorkspace | undefined;
afterEach(() => fixture?.dispose());

describe("Where imports start", () => {
  const root = (path: string, source: string, ...others: readonly string[]) =>
    sourceRootOf(path, source, new Set([path, ...others]));

  test.each([
    ["beside the file", "app.py", "import flask", [], { folder: ".", module: "app" }],
    [
      "the folder whose modules it imports, though that is no package",
      "speech-api/engines/fast.py",
      "from engines.base import Engine\nfrom settings import Settings",
      ["speech-api/engines/base.py", "speech-api/settings.py"],
      { folder: "speech-api", module: "engines.fast" },
    ],
    [
      "below src",
      "src/captions/engine.py",
      "from captions.settings import Settings",
      ["src/captions/settings.py"],
      { folder: "src", module: "captions.engine" },
    ],
    [
      "above the packages, without imports of its own",
      "backend/app/engines/fast.py",
      "import whisper",
      ["backend/app/__init__.py", "backend/app/engines/__init__.py"],
      { folder: "backend", module: "app.engines.fast" },
    ],
    [
      "above what relative imports need",
      "service/engines/fast.py",
      "from ..settings import Settings\nfrom .base import Engine",
      ["service/settings.py", "service/engines/base.py"],
      { folder: ".", module: "service.engines.fast" },
    ],
    ["a package itself", "captions/__init__.py", "", [], { folder: ".", module: "captions" }],
  ])("%s", (_, path, source, others, expected) => {
    expect(root(path, source, ...others)).toEqual(expected);
  });

  test("programs start in the folder of the project, and find their way from there", () => {
    const paths = new Set(["services/speech/pyproject.toml", "services/speech/app/engine.py"]);
    expect(projectFolderOf("services/speech/app/engine.py", paths)).toBe("services/speech");
    expect(projectFolderOf("engine.py", paths)).toBe(".");
    expect(relativePath("services/speech", ".ml-engineer/engine.py")).toBe("../../.ml-engineer/engine.py");
    expect(relativePath(".", ".venv/bin/python")).toBe(".venv/bin/python");
    expect(relativePath("a/b", "a")).toBe("..");
  });
});

describe("The interpreter", () => {
  async function found(files: Readonly<Record<string, string>>, folder = "."): Promise<readonly string[]> {
    fixture = await temporaryWorkspace(files);
    const { paths } = await fixture.workspace.files({});
    return (await findInterpreter(folder, new Set(paths), fixture.workspace)).command;
  }

  test.each([
    ["a virtual environment of the project", { ".venv/bin/python": "", "uv.lock": "" }, ".", [".venv/bin/python"]],
    ["one further out", { "venv/bin/python": "", "api/app.py": "" }, "api", ["../venv/bin/python"]],
    ["one of Windows", { "env/Scripts/python.exe": "" }, ".", ["env/Scripts/python.exe"]],
    ["uv", { "uv.lock": "" }, ".", ["uv", "run", "python"]],
    ["Poetry", { "poetry.lock": "" }, ".", ["poetry", "run", "python"]],
    ["PDM", { "api/pdm.lock": "" }, "api", ["pdm", "run", "python"]],
    [
      "conda",
      { "environment.yml": "name: speech\ndependencies: [python]\n" },
      ".",
      ["conda", "run", "-n", "speech", "--no-capture-output", "python"],
    ],
  ])("%s", async (_, files, folder, expected) => {
    expect(await found({ "api/README.md": "", ...files }, folder)).toEqual(expected);
  });

  test.skipIf(process.platform === "win32")("of the system, when the project keeps none", async () => {
    expect(await found({ "requirements.txt": "flask" })).toEqual(["python3"]);
  });
});
