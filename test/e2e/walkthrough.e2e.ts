import { expect, it } from "vitest";
import { screenshot } from "./support/artefacts";
import { useWorkbench } from "./support/workbench";

const workbench = useWorkbench();
const steps = [
  "Ask a question",
  "See the evidence",
  "Connect a model",
  "Measure a change",
  "Use the agents and memory of your team",
];

it("leads through five steps with a picture each", async () => {
  const { page, driver } = workbench();
  await driver.executeCommand("workbench.action.closeSidebar");
  await driver.executeCommand("workbench.action.openWalkthrough", "ml-engineer.ml-engineer#mlEngineer.start", false);
  const walkthrough = page.locator(".gettingStartedContainer");
  for (const [index, step] of steps.entries()) {
    await walkthrough.locator(".step-title", { hasText: step }).click();
    const picture = walkthrough.locator(".getting-started-media img");
    await picture.waitFor();
    await expect
      .poll(() => picture.evaluate((image: { naturalWidth: number }) => image.naturalWidth))
      .toBeGreaterThan(400);
    expect((await picture.getAttribute("alt"))?.length).toBeGreaterThan(40);
    // Marks that VS Code does not render here would stand in the text as they are.
    expect(await walkthrough.locator(".step-description-container").allInnerTexts()).not.toContainEqual(
      expect.stringMatching(/[`*%]/),
    );
    await screenshot(page, `walkthrough-${index + 1}`);
  }
});
