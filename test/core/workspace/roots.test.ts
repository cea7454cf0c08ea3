import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createNodeWorkspace } from "../../../src/core/workspace/node-workspace";
import { PathError } from "../../../src/core/workspace/path-error";
import type { Workspace } from "../../../src/core/workspace/workspace";
import { type TemporaryWorkspace, temporaryWorkspace } from "../../support/temporary-workspace";

let fixture: TemporaryWorkspace;

beforeAll(async () => {
  fixture = await temporaryWorkspace(
    {
      "one/app/main.py": "one",
      "one/app/only-one.py": "",
      "one/app/app/inner.py": "",
      "two/app/main.py": "two",
      "two/app/nested/deep.py": "",
      "service/handler.py": "",
      "service/app/named.py": "",
      "closed/x": "",
    },
    // The last one lies inside the second, and the first is opened twice.
    { roots: ["one/app", "two/app", "service", "two/app/nested", "one/app"] },
  );
  await symlink(join(fixture.path, "service"), join(fixture.path, "one/app/to-service"));
  await symlink("../../closed", join(fixture.path, "two/app/to-closed"));
  await symlink("one", join(fixture.path, "alias"));
  await symlink(join(fixture.path, "alias/app/main.py"), join(fixture.path, "one/app/by-alias"));
});

afterAll(() => fixture.dispose());

test("roots have names of their own, and a folder is opened once", () => {
  expect(fixture.workspace.roots.map(({ name, path }) => `${name} ${path.replace(fixture.path, "$")}`)).toEqual([
    "app $/one/app",
    "app-2 $/two/app",
    "service $/service",
    "nested $/two/app/nested",
  ]);
});

const cases: readonly (readonly [input: string, expected: string])[] = [
  ["app/main.py", "app/main.py"],
  ["app-2/main.py", "app-2/main.py"],
  ["app", "app"],
  ["service/handler.py", "service/handler.py"],
  ["only-one.py", "app/only-one.py"],
  ["handler.py", "service/handler.py"],
  ["main.py", "! invalid: `main.py` exists in several folders. Write one of `app/main.py`, `app-2/main.py`."],
  // A root's name comes first, then folders of that name inside a root.
  ["app/inner.py", "app/app/inner.py"],
  ["app/named.py", "service/app/named.py"],
  ["app-2/nested/deep.py", "nested/deep.py"],
  ["nested/deep.py", "nested/deep.py"],
  ["$/two/app/nested/deep.py", "nested/deep.py"],
  ["$/one/app/main.py", "app/main.py"],
  ["app/to-service/handler.py", "service/handler.py"],
  ["to-closed/x", "! outside: `to-closed/x` leads outside the workspace through a link."],
  ["app-2/to-closed/x", "! outside: `app-2/to-closed/x` leads outside the workspace through a link."],
  ["app/../app-2/main.py", "app-2/main.py"],
  ["app/../../two/app/main.py", "! outside: `app/../../two/app/main.py` is outside the workspace."],
  [".", "! invalid: Several folders are open: app, app-2, service, nested. Start with one of them."],
  ["nothing.py", "! missing: `nothing.py` does not exist."],
  ["$/closed/x", "! outside: `$/closed/x` is outside the workspace."],
];

test.each(cases)("%s → %s", async (input, expected) => {
  expect(await located(fixture.workspace, input)).toBe(expected);
});

test("a folder opened through a link answers to both of its names", async () => {
  const workspace = await createNodeWorkspace({
    folders: [join(fixture.path, "alias/app")],
    trusted: false,
    assetsFolder: fixture.path,
  });
  expect(workspace.trusted).toBe(false);
  expect(await located(workspace, "$/alias/app/main.py")).toBe("main.py");
  expect(await located(workspace, "$/one/app/main.py")).toBe("main.py");
  expect(await located(workspace, "by-alias")).toBe("main.py");
  // Opened by its real name, the same link leads through a place outside.
  expect(await located(fixture.workspace, "app/by-alias")).toMatch("! outside");
});

test.each(["closed/x", "nothing"])("%s is no folder to open", async (folder) => {
  const opening = createNodeWorkspace({ folders: [join(fixture.path, folder)], trusted: true, assetsFolder: "dist" });
  await expect(opening).rejects.toBeInstanceOf(PathError);
});

async function located(workspace: Workspace, input: string): Promise<string> {
  try {
    return (await workspace.locate(input.replace("$", fixture.path))).path;
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    const hint = error.problem === "invalid" ? ` ${error.hint}` : "";
    return `! ${error.problem}: ${error.message}${hint}`.replace(fixture.path, "$");
  }
}
