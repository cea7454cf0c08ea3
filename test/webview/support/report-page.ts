import { expect } from "vitest";
import type { FromWebview, ToWebview } from "../../../src/protocol/report";
import type { Translation } from "../../../webview/report/strings";
import { wav } from "../../support/wav";
import { openViewPage, origin, type ViewPage, type ViewPageOptions } from "./view-page";

export { closeBrowser, themeNames } from "./view-page";

export interface ReportPage extends Omit<ViewPage, "posted"> {
  send(...messages: readonly ToWebview[]): Promise<void>;
  /** What the view has posted since the last call, without `ready`. */
  posted(): Promise<readonly FromWebview[]>;
  /** Waits until every plot is drawn. */
  plotted(): Promise<void>;
}

export interface ReportPageOptions extends ViewPageOptions {
  readonly translation?: Translation;
}

/** Address of a clip of two seconds that the page may play. */
export const clipAddress = `${origin}/audio/clip.wav`;

export async function openReportPage(options: ReportPageOptions = {}): Promise<ReportPage> {
  const body = Buffer.from(wav({ seconds: 2 }));
  const files = { "audio/clip.wav": { type: "audio/wav", body }, ...options.files };
  const view = await openViewPage("report", { width: 1000, height: 800, ...options, files });
  return {
    ...view,
    async send(...messages) {
      for (const message of messages) await view.sendRaw(message);
    },
    posted: async () => ((await view.posted()) as readonly FromWebview[]).filter(({ type }) => type !== "ready"),
    async plotted() {
      const isDrawn = `[...document.querySelectorAll(".plot")].every((place) => place.childElementCount > 0)`;
      await expect.poll(() => view.page.evaluate(isDrawn), { timeout: 10_000 }).toBe(true);
    },
  };
}
