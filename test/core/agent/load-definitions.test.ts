import { symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { DefinitionLoader, type LoadedDefinition } from "../../../src/core/agent/definition/load-definitions";
import { temporaryWorkspace } from "../../support/temporary-workspace";

const agent = (name: string, description = "Reads.") =>
  `---\nname: ${name}\ndescription: ${description}\n---\nYou read.\n`;

async function load(own: Record<string, string>, { trusted = true, roots = ["."] } = {}) {
  const bundled = await temporaryWorkspace({
    "engineer.md": agent("engineer", "Bundled."),
    "shared/team-protocol.md": "# Team",
  });
  const { workspace, path, dispose } = await temporaryWorkspace(own, { trusted, roots });
  onTestFinished(async () => {
    await bundled.dispose();
    await dispose();
  });
  const loader = new DefinitionLoader();
  return { path, loaded: async () => loader.load({ bundled: bundled.workspace, workspace }) };
}

/** One line a file: whether it is active, its name, where it is, what is wrong. */
const text = (loaded: readonly LoadedDefinition[]) =>
  loaded
    .map(
      ({ active, name, source, problems }) =>
        `${active ? "+" : "-"} ${name} ${source}${problems.map((problem) => ` [${problem.line}: ${problem.message}]`).join("")}`,
    )
    .join("\n");

test("a trusted workspace overrides bundled agents, its .claude before its .github, and adds its own", async () => {
  const { loaded } = await load({
    ".claude/agents/engineer.md": agent("engineer"),
    ".claude/agents/deep/er/reviewer.md": agent("reviewer"),
    ".github/agents/engineer.agent.md": agent("engineer"),
    ".github/agents/README.md": "Not an agent.",
  });
  expect(text(await loaded())).toBe(
    [
      "- engineer engineer.md [1: not used: .claude/agents/engineer.md defines engineer]",
      "- reviewer .claude/agents/deep/er/reviewer.md".replace("-", "+"),
      "+ engineer .claude/agents/engineer.md",
      "- engineer .github/agents/engineer.agent.md [1: not used: .claude/agents/engineer.md defines engineer]",
    ].join("\n"),
  );
});

test("an untrusted workspace changes nothing, and its files are listed with the reason", async () => {
  const { loaded } = await load(
    { ".claude/agents/engineer.md": agent("engineer"), ".claude/agents/other.md": agent("other") },
    { trusted: false },
  );
  expect(text(await loaded())).toBe(
    [
      "+ engineer engineer.md",
      "- engineer .claude/agents/engineer.md [1: not used: the folder is not trusted]",
      "- other .claude/agents/other.md [1: not used: the folder is not trusted]",
    ].join("\n"),
  );
});

test("a file that cannot be loaded is reported with line and reason; others still load", async () => {
  const { loaded } = await load({
    ".claude/agents/a-broken.md": "no front matter",
    ".claude/agents/b-code.md": "---js\nthrow 1\n---\nBody",
    ".claude/agents/c-huge.md": agent("c-huge") + "x".repeat(70_000),
    ".claude/agents/d-nul.md": "\0".repeat(4096),
    ".claude/agents/e-good.md": agent("e-good"),
    ".claude/agents/f-lenient.md": agent("f-lenient", "Use this: when asked: please"),
  });
  const lines = text(await loaded()).split("\n");
  expect(lines.slice(1).map((line) => line.slice(0, 12))).toEqual([
    "- a-broken .",
    "- b-code .cl",
    "- c-huge .cl",
    "- d-nul .cla",
    "+ e-good .cl",
    "+ f-lenient ",
  ]);
  expect(lines[1]).toMatch(/\[1: the file does not start with front matter/);
  expect(lines[2]).toMatch(/\[1: the first line must be exactly `---`/);
  expect(lines[3]).toMatch(/\[1: .*(64|65536|large)/i);
  expect(lines[4]).toMatch(/\[1: .*(NUL|binary|text)/i);
  expect(lines[6]).toMatch(/\[3: not valid YAML/);
});

test("agents of several roots are found under their folder names", async () => {
  const { loaded } = await load(
    { "one/.claude/agents/a.md": agent("a"), "two/.github/agents/b.agent.md": agent("b") },
    { roots: ["one", "two"] },
  );
  expect(text(await loaded())).toMatch(/\+ a one\/\.claude\/agents\/a\.md\n\+ b two\/\.github\/agents\/b\.agent\.md$/);
});

test("a link that leads out of the workspace is reported, not followed", async () => {
  const outside = await temporaryWorkspace({ "agents/evil.md": agent("engineer") });
  onTestFinished(outside.dispose);
  const { path, loaded } = await load({ "readme.md": "" });
  await symlink(outside.path, join(path, ".claude"));
  expect(text(await loaded())).toMatch(/^\+ engineer engineer\.md\n- agents \.claude\/agents \[1: .*outside/);
});

test("at most 500 files are loaded, and the rest is mentioned", async () => {
  const { loaded } = await load(
    Object.fromEntries(
      Array.from({ length: 510 }, (_, index) => [`.claude/agents/a${1000 + index}.md`, agent(`a${index}`)]),
    ),
  );
  const all = await loaded();
  expect(all.filter(({ active }) => active)).toHaveLength(501);
  expect(all.filter(({ source }) => source === ".claude/agents").map(({ problems }) => problems[0]?.message)).toEqual([
    expect.stringMatching(/more than 500 agent files/),
  ]);
});

test("a changed file is read again, an unchanged one is not parsed twice", async () => {
  const { path, loaded } = await load({ ".claude/agents/a.md": agent("a", "First.") });
  const file = join(path, ".claude/agents/a.md");
  const [, first] = await loaded();
  const [, same] = await loaded();
  expect(same?.definition).toBe(first?.definition);
  await writeFile(file, agent("a", "Other."));
  await utimes(file, new Date(), new Date(Date.now() + 5000));
  expect((await loaded())[1]?.definition?.description).toBe("Other.");
  expect(path.startsWith(tmpdir())).toBe(true);
});
