import type { Locator, Page } from "playwright-core";
import type { Driver } from "./driver";
import { treeItems } from "./looks";
import { poll } from "./poll";

/** A tree view of the side bar, used as a person uses it. Rows below the edge of the view are not in it. */
export interface Tree {
  row(text: string): Locator;
  /** Waits until the rows are these; times are shown as `_`. */
  shows(expected: readonly string[]): Promise<void>;
  rows(): Promise<string[]>;
  /** Presses an icon that appears in the row when the mouse is over it. */
  press(row: string, action: string): Promise<void>;
  /** The context menu of a row. */
  menuOf(row: string): Promise<string[]>;
  choose(row: string, item: string): Promise<void>;
  tooltip(row: string): Promise<string>;
}

/** Opens a tree view of ours, which starts closed. */
export async function openTree(page: Page, driver: Driver, view: string, title: string): Promise<Tree> {
  await driver.executeCommand(`${view}.focus`);
  const pane = page.locator(".pane", { has: page.getByRole("button", { name: `${title} Section` }) });
  await pane.locator(".pane-header.expanded").waitFor();
  await makeHigh(page, pane);
  const row = (text: string) => pane.getByRole("treeitem").filter({ hasText: text }).first();
  const rows = async () => (await treeItems(page, title)).map(withoutTimes);
  // A click on a row that is just being read again finds no handoff behind it.
  const settled = async () => {
    // A tooltip lies over rows for as long as the mouse is on its own.
    await page.mouse.move(900, 60);
    await page.locator(".workbench-hover").first().waitFor({ state: "detached" });
    let before = "";
    await poll(`an end of the changes in ${title}`, 10, async () => {
      const now = (await rows().catch(() => [])).join("\n");
      if (now === before) return true;
      before = now;
      await page.waitForTimeout(250);
      return undefined;
    });
  };
  const openMenu = async (text: string) => {
    await row(text).waitFor();
    await settled();
    await row(text).click({ button: "right" });
    const items = page.locator(".monaco-menu .action-item:not(.disabled) .action-label:not(.separator)");
    await items.first().waitFor();
    // Menus of VS Code take no click in their first 0.1 s, which may still be that of the right button.
    await page.waitForTimeout(150);
    return items;
  };
  return {
    row,
    rows,
    async shows(expected) {
      let shown: readonly string[] = [];
      await poll(`the rows\n${expected.join("\n")}\nin ${title}`, 20, async () => {
        shown = await rows().catch(() => []);
        return shown.join("\n") === expected.join("\n") ? true : undefined;
      }).catch((error: Error) => {
        throw new Error(`${error.message}, which shows\n${shown.join("\n")}`);
      });
    },
    async press(text, action) {
      await row(text).waitFor();
      await settled();
      await row(text).hover();
      await row(text).getByRole("button", { name: action }).click(noWait);
    },
    async menuOf(text) {
      const items = await openMenu(text);
      const names = await items.allInnerTexts();
      await page.keyboard.press("Escape");
      return names;
    },
    async choose(text, item) {
      const items = await openMenu(text);
      await items.filter({ hasText: item }).first().click(noWait);
    },
    tooltip: (text) =>
      poll(`a tooltip of "${text}"`, 10, async () => {
        const label = await row(text).locator(".label-name").boundingBox();
        if (label === null) return undefined;
        await page.mouse.move(label.x + 20, label.y - 300);
        await page.mouse.move(label.x + 20, label.y + label.height / 2, { steps: 5 });
        const hover = page.locator(".workbench-hover .hover-contents").filter({ hasText: text }).last();
        // A tree that is drawn anew closes it.
        return hover
          .waitFor({ timeout: 2000 })
          .then(async () => (await hover.textContent()) ?? "")
          .catch(() => undefined);
      }),
  };
}

/** What a click starts may load a view anew, which the browser's driver would wait for, now and then for half a minute. */
const noWait = { noWaitAfter: true };

/** Pixels. */
const wanted = 420;

/** VS Code opens a view as low as it can; a person drags its upper border until all rows are in sight. */
async function makeHigh(page: Page, pane: Locator): Promise<void> {
  await poll("a high view", 10, async () => {
    const box = await pane.boundingBox();
    if (box === null) return undefined;
    if (box.height >= wanted - 1) return true;
    await page.mouse.move(box.x + box.width / 2, box.y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y - (wanted - box.height), { steps: 4 });
    await page.mouse.up();
    return undefined;
  });
}

/** What the icon of ML Engineer in the activity bar counts; 0 without a badge. */
export async function badge(page: Page): Promise<number> {
  const icon = page.locator(".activitybar .action-item", { has: page.locator('[aria-label^="ML Engineer"]') });
  const content = icon.locator(".badge .badge-content");
  return (await content.count()) === 0 ? 0 : Number((await content.textContent()) || 0);
}

function withoutTimes(text: string): string {
  return text.replace(/\b(?:just now|\d+ min ago)/g, "_");
}
