import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { screenshot } from "./support/artefacts";
import { runCommand } from "./support/commands";
import type { Driver } from "./support/driver";
import { poll } from "./support/poll";
import { webviewFrame } from "./support/webview";
import { launchWorkbench, useWorkbench } from "./support/workbench";

const example = join(import.meta.dirname, "..", "..", "examples", "speech-service");
const router = join("captions", "modules", "transcription", "router.py");
const finding = "router.py:16 warning red flag 9";

async function addAgents(workspace: string): Promise<void> {
  const folder = join(workspace, ".claude", "agents");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "broken.md"), "No front matter.\n");
  await writeFile(
    join(folder, "painter.md"),
    "---\nname: painter\ndescription: Paints.\ncolor: red\n---\nYou paint.\n",
  );
}

describe("problems in the editor", () => {
  const workbench = useWorkbench({ workspace: example, prepare: addAgents });

  it("are not looked for before somebody uses the extension", async () => {
    const { driver, workspace } = workbench();
    await driver.open(join(workspace, router), [15, 3, 15, 3]);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    // It runs already, for the lenses of the file.
    expect((await driver.extension("ml-engineer.ml-engineer")).isActive).toBe(true);
    expect(await ours(driver)).toEqual([]);
  });

  it("are shown in an open file and in agent files once it is used", async () => {
    const { page, driver } = workbench();
    await runCommand(page, "ML Engineer: Show log");
    await shows(driver, finding);
    await shows(driver, "broken.md:1 error");
    await shows(driver, "painter.md:4 hint");
    await driver.executeCommand("workbench.action.closePanel");
    expect(
      (await ours(driver)).filter((line) => line.includes(".py")).every((line) => line.startsWith("router.py")),
    ).toBe(true);
  });

  it("lead to an answer by the quick fix", async () => {
    const { page, driver, workspace } = workbench();
    await driver.open(join(workspace, router), [15, 3, 15, 3]);
    await driver.executeCommand("editor.action.quickFix");
    await page.getByText("Ask the ML engineer about this").first().waitFor();
    await screenshot(page, "finding-quick-fix");
    await page.keyboard.press("Enter");
    const chat = await webviewFrame(page, "[data-view=chat]");
    await chat.getByText("checking the red flags that this is about").first().waitFor({ timeout: 20_000 });
    // The transcript keeps only what is near the eye.
    await page.mouse.move(200, 300);
    await page.mouse.wheel(0, -20_000);
    await chat.getByText("Red flag 9, no check for an audio stream before transcription").first().waitFor();
    await chat.getByText("router.py:16").first().waitFor();
    await screenshot(page, "finding-asked");
  });

  it("follow a save, and go when they are switched off", async () => {
    const { page, driver, workspace } = workbench();
    await driver.open(join(workspace, router), [0, 0, 0, 0]);
    await driver.executeCommand("workbench.action.focusActiveEditorGroup");
    await page.keyboard.type("# One line more\n");
    await driver.executeCommand("workbench.action.files.save");
    await shows(driver, finding.replace(":16", ":17"));
    await driver.updateConfiguration("mlEngineer.reviewDiagnostics", false);
    await poll("no finding", 10, async () =>
      (await ours(driver)).every((line) => !line.includes("router.py")) ? true : undefined,
    );
  });
});

it("shows no finding in a folder that is not trusted", async () => {
  const { driver, workspace, page, close } = await launchWorkbench({
    workspace: example,
    trust: false,
    prepare: addAgents,
  });
  try {
    await driver.open(join(workspace, router));
    await runCommand(page, "ML Engineer: Show log");
    await shows(driver, "broken.md:1 error");
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect((await ours(driver)).filter((line) => line.includes(".py"))).toEqual([]);
  } finally {
    await close();
  }
});

/** `file:line severity code` of every problem that is ours. */
async function ours(driver: Driver): Promise<readonly string[]> {
  const problems = (await driver.diagnostics()).filter(({ source }) => source === "ML Engineer");
  return problems.map(({ path, range, severity, code }) =>
    `${path.split(/[\\/]/).at(-1)}:${range[0] + 1} ${severity} ${code ?? ""}`.trim(),
  );
}

function shows(driver: Driver, line: string): Promise<true> {
  return poll(line, 20, async () => ((await ours(driver)).includes(line) ? true : undefined));
}
