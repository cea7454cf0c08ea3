import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, inject } from "vitest";
import { chromiumFlags } from "../../../scripts/chromium.mjs";
import { type Server, startServer } from "../../../scripts/vscode-server.mjs";
import { failureArtefacts } from "./artefacts";
import { connectDriver, type Driver, hostsOf, type ModelScript, writeModelScript } from "./driver";
import { pictureSettings, type Theme, themes } from "./looks";

export interface WorkbenchOptions {
  /** Copied into a temporary folder that tests may write to; without it the window has no folder. */
  readonly workspace?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Default true. */
  readonly trust?: boolean;
  readonly theme?: Theme;
  /** For the extension host, beside this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly size?: { readonly width: number; readonly height: number };
  /** Lends VS Code a scripted language model; turns its own AI features on, which are off in other windows. */
  readonly modelScript?: ModelScript;
  /** Runs in the copy of the workspace before the window opens. */
  prepare?(workspace: string): Promise<void> | void;
}

export interface Workbench {
  readonly page: Page;
  readonly driver: Driver;
  /** Absolute path of the copy. */
  readonly workspace: string;
  readonly userDataDir: string;
  readonly server: Server;
  /** What every frame of every window has written to its console. */
  readonly console: readonly string[];
  /** A second window on the same folder, with an extension host of its own. */
  openWindow(): Promise<{ page: Page; driver: Driver }>;
  /** Reloads a window as "Developer: Reload Window" does, and returns its new driver. */
  reload(page: Page, driver: Driver): Promise<Driver>;
  /** Ends the browser, the server and all of its processes, and removes the temporary folders. */
  close(): Promise<void>;
}

const startMilliseconds = 45_000;

/** Opens a workspace in a real VS Code in a real browser, and resolves when its extension host answers. */
export async function launchWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const { settings = {}, trust = true, theme = "dark", env = {}, size = { width: 1280, height: 800 } } = options;
  const temporary = await mkdtemp(join(tmpdir(), "ml-engineer-e2e-"));
  const userDataDir = join(temporary, "user");
  const driverFolder = join(temporary, "driver");
  const workspace = join(temporary, basename(options.workspace ?? "none"));
  await mkdir(driverFolder);
  if (options.modelScript !== undefined) await writeModelScript(driverFolder, options.modelScript);
  if (options.workspace !== undefined) await cp(options.workspace, workspace, { recursive: true });
  await options.prepare?.(workspace);

  const server = await startServer({
    ...(options.workspace !== undefined && { workspace }),
    userDataDir,
    extensionsDir: inject("extensionsDir"),
    settings: {
      ...pictureSettings,
      "chat.disableAIFeatures": options.modelScript === undefined,
      "workbench.colorTheme": themes[theme],
      ...settings,
    },
    trust,
    env: { ...env, ML_ENGINEER_DRIVER_FOLDER: driverFolder },
  });
  const removeAll = () => rm(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  const browser = await chromium
    .launch({
      executablePath: inject("chromium"),
      args: [...chromiumFlags],
      // Chromium keeps its crash reports here even when its profile lies elsewhere.
      env: { ...process.env, XDG_CONFIG_HOME: join(temporary, "browser") },
    })
    .catch(async (error: unknown) => {
      await server.stop();
      await removeAll();
      throw error;
    });
  const close = async () => {
    await browser.close();
    await server.stop();
    await removeAll();
  };
  try {
    const context = await browser.newContext({
      viewport: size,
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const console: string[] = [];
    const page = await openPage(context, server.url, console);
    return {
      page,
      driver: await connectDriver(driverFolder),
      workspace,
      userDataDir,
      server,
      console,
      openWindow: async () => {
        const earlier = await hostsOf(driverFolder);
        const second = await openPage(context, server.url, console);
        return { page: second, driver: await connectDriver(driverFolder, earlier) };
      },
      reload: async (reloaded, driver) => {
        await reloaded.reload();
        await waitForWorkbench(reloaded);
        return driver.next();
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One workbench for the tests of a file; a failed test leaves its artefacts. Returns a function, as it opens later. */
export function useWorkbench(options: WorkbenchOptions = {}): () => Workbench {
  let workbench: Workbench | undefined;
  beforeAll(async () => {
    workbench = await launchWorkbench(options);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail" && workbench) await failureArtefacts(workbench, task.name);
  });
  afterAll(async () => workbench?.close());
  return () => {
    if (workbench === undefined) throw new Error("the workbench has not been opened");
    return workbench;
  };
}

async function openPage(context: BrowserContext, url: string, console: string[]): Promise<Page> {
  const page = await context.newPage();
  page.on("console", (message) => console.push(`${message.type()} ${message.text()}`));
  page.on("pageerror", (error) => console.push(`uncaught ${error.message}`));
  await page.goto(url);
  await waitForWorkbench(page);
  return page;
}

async function waitForWorkbench(page: Page): Promise<void> {
  await page.locator(".monaco-workbench .activitybar").waitFor({ timeout: startMilliseconds });
}
