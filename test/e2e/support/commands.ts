import type { Page } from "playwright-core";

/** Runs a command as a person does: F1, its title, the row of that name, Enter. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press("F1");
  const input = page.locator(".quick-input-widget input.input:visible");
  await input.waitFor();
  await input.fill(`>${title}`);
  const row = page.locator(".quick-input-list .monaco-list-row.focused", { hasText: title });
  await row.waitFor({ timeout: 15_000 }).catch(async () => {
    const shown = await page.locator(".quick-input-list .monaco-list-row .label-name").allInnerTexts();
    await page.keyboard.press("Escape");
    throw new Error(`the palette has no command "${title}"; it shows: ${shown.join(", ")}`);
  });
  await page.keyboard.press("Enter");
}

/** Types into the open input box or quick pick, and confirms. */
export async function answerQuickInput(page: Page, text: string): Promise<void> {
  const input = page.locator(".quick-input-widget input.input:visible");
  await input.waitFor();
  await input.fill(text);
  await page.keyboard.press("Enter");
}

/** The rows of the open quick pick, without their second lines. */
export async function quickPickItems(page: Page): Promise<string[]> {
  const rows = page.locator(".quick-input-list .monaco-list-row .quick-input-list-row:first-child .label-name");
  await rows.first().waitFor();
  return rows.allInnerTexts();
}
