import type { Page } from "playwright-core";
import { poll } from "./poll";

/** Puts the cursor into the open editor. What opened it may still be moving the focus, so it has to stay there for a moment. */
export async function focusEditor(page: Page): Promise<void> {
  let since = performance.now();
  await poll("the focus in the editor", 15, async () => {
    if ((await page.locator(".editor-instance .monaco-editor.focused").count()) === 0) {
      await page.locator(".editor-instance .view-lines").first().click();
      since = performance.now();
      return undefined;
    }
    return performance.now() - since > settledMilliseconds ? true : undefined;
  });
}

/** Saves what is in the open editor once it shows this line. */
export async function saveEditor(page: Page, line: string): Promise<void> {
  const shown = page.locator(".editor-instance .view-line").filter({ hasText: withAnySpaces(line) });
  await shown.first().waitFor({ timeout: 10_000 });
  await poll("a saved file", 15, async () => {
    await page.keyboard.press("ControlOrMeta+S");
    await page.waitForTimeout(settledMilliseconds);
    return (await page.locator(".tab.active.dirty").count()) === 0 ? true : undefined;
  });
}

const settledMilliseconds = 300;

/** An editor draws spaces as spaces that do not break. */
function withAnySpaces(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", "\\s"));
}
