import type { Page } from "playwright-core";
import type { Driver } from "./driver";
import { poll } from "./poll";

/** The names that VS Code 1.139 knows these themes by. */
export const themes = {
  dark: "Dark Modern",
  light: "Light Modern",
  "high contrast dark": "Default High Contrast",
  "high contrast light": "Default High Contrast Light",
} as const;
export type Theme = keyof typeof themes;

const themeClasses: Record<Theme, string> = {
  dark: "vs-dark",
  light: "vs",
  "high contrast dark": "hc-black",
  "high contrast light": "hc-light",
};

/** Settings that make two pictures of the same state the same. */
export const pictureSettings = {
  "editor.cursorBlinking": "solid",
  "window.autoDetectColorScheme": false,
  "window.autoDetectHighContrast": false,
  "workbench.reduceMotion": "on",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
};

export async function setTheme(page: Page, driver: Driver, theme: Theme): Promise<void> {
  await driver.updateConfiguration("workbench.colorTheme", themes[theme]);
  await page.locator(`.monaco-workbench.${themeClasses[theme]}`).waitFor();
}

/** Drags the border of the side bar until it is `width` CSS pixels wide, as a person would. VS Code allows 170 and more. */
export async function setSideBarWidth(page: Page, width: number): Promise<void> {
  await poll(`a side bar ${width} pixels wide`, 10, async () => {
    const bar = await page.locator(".part.sidebar").boundingBox();
    if (bar === null) return undefined;
    if (Math.abs(bar.width - width) <= 1) return true;
    const edge = bar.x + bar.width;
    const middle = bar.y + bar.height / 2;
    await page.mouse.move(edge, middle);
    await page.mouse.down();
    await page.mouse.move(bar.x + width, middle, { steps: 4 });
    await page.mouse.up();
    // Away from the border, which is highlighted while the mouse is over it.
    await page.mouse.move(bar.x + width / 2, middle);
    return undefined;
  });
}

/** One line a notification that is on screen: its text, and its buttons in brackets. */
export async function notifications(page: Page): Promise<string[]> {
  const toasts = await page.locator(".notification-toast .notification-list-item").all();
  return Promise.all(
    toasts.map(async (toast) => {
      const text = await toast.locator(".notification-list-item-message").textContent();
      const buttons = await toast.locator(".notification-list-item-buttons-container .monaco-button").allInnerTexts();
      return [text, ...buttons.filter((label) => label !== "").map((label) => `[${label}]`)].join(" ");
    }),
  );
}

/** The visible rows of the tree view with this title: two spaces a level, then label and description. */
export async function treeItems(page: Page, title: string): Promise<string[]> {
  const pane = page.locator(".pane", { has: page.getByRole("button", { name: `${title} Section` }) });
  const rows = await pane.getByRole("treeitem").all();
  return Promise.all(
    rows.map(async (row) => {
      const level = Number((await row.getAttribute("aria-level")) ?? 1);
      const label = await row.locator(".label-name").textContent();
      const description = await row.locator(".label-description").allInnerTexts();
      return `${"  ".repeat(level - 1)}${[label, ...description].join(" · ")}`;
    }),
  );
}
