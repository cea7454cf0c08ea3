import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commands as registered } from "../src/host/commands";
import { readJson, root, sources } from "./support/sources";

interface Manifest {
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly icon: string;
  readonly main: string;
  readonly activationEvents: readonly string[];
  readonly extensionKind: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly supported: string; readonly restrictedConfigurations: readonly string[] };
    readonly virtualWorkspaces: { readonly supported: boolean };
  };
  readonly contributes: {
    readonly viewsContainers: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
    readonly commands: readonly { readonly command: string; readonly icon?: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope?: string }>> };
    readonly walkthroughs: readonly { readonly icon: string; readonly steps: readonly WalkthroughStep[] }[];
  };
}

interface WalkthroughStep {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly image: Readonly<Record<string, string>> };
  readonly completionEvents?: readonly string[];
}

const manifest = readJson<Manifest>("package.json");
const texts = readJson<Readonly<Record<string, string>>>("package.nls.json");
const { contributes } = manifest;
const commands = contributes.commands.map(({ command }) => command);
const views = Object.values(contributes.views).flatMap((list) => list.map(({ id }) => id));
const settings = Object.keys(contributes.configuration.properties);
const source = sources("src");
const allSource = [...source.values()].join("\n");

describe("commands", () => {
  it("are those that the extension registers", () => {
    expect([...commands].sort()).toEqual(
      Object.keys(registered)
        .map((name) => `mlEngineer.${name}`)
        .sort(),
    );
    expect(new Set(commands).size).toBe(commands.length);
  });

  it("exist where a menu, the code or a walkthrough names them", () => {
    const inMenus = Object.values(contributes.menus).flatMap((entries) => entries.map(({ command }) => command));
    const inCode = [
      ...allSource.matchAll(/executeCommand\(\s*"(mlEngineer\.[\w.]+)"|command: "(mlEngineer\.[\w.]+)"/g),
    ];
    const named = [...inMenus, ...inCode.flatMap(([, run, linked]) => run ?? linked ?? [])];
    expect(named.filter((command) => !commands.includes(command) && !isViewCommand(command))).toEqual([]);
    expect(named.length).toBeGreaterThan(15);
  });

  it("that need arguments are kept out of the palette", () => {
    const hidden = contributes.menus.commandPalette?.filter(({ when }) => when === "false") ?? [];
    expect(hidden.map(({ command }) => command)).toContain("mlEngineer.askAboutFinding");
  });

  it("depend on context keys that the code sets, and the code sets no other", () => {
    const conditions = Object.values(contributes.menus).flatMap((entries) => entries.flatMap(({ when }) => when ?? []));
    const used = conditions.flatMap((when) => when.match(/mlEngineer\.\w+/g) ?? []);
    const setters = [...source.values()].filter((text) => text.includes('"setContext"'));
    const set = setters.flatMap((text) => [...text.matchAll(/"(mlEngineer\.\w+)":/g)].flatMap(([, key]) => key ?? []));
    expect([...new Set(used)].filter((key) => !views.includes(key)).sort()).toEqual([...new Set(set)].sort());
  });
});

describe("settings", () => {
  it("are those that the code reads", () => {
    const readers = [...source.values()].filter((text) => text.includes("getConfiguration("));
    const calls = readers.flatMap((text) => [
      ...text.matchAll(/(?:personsOwn|textOf|\.get(?:<[^>]*>)?|\.inspect)\(\s*"([a-z][\w.]*)"/g),
    ]);
    const read = calls.flatMap(([, name]) => (name === undefined ? [] : `mlEngineer.${name}`));
    expect([...new Set(read)].sort()).toEqual([...settings].sort());
  });

  it("that decide where text goes and what it costs are the machine's own", () => {
    const deciding = settings.filter((name) => /\.(provider|model|prices)$|baseUrl$/i.test(name));
    expect(deciding).toHaveLength(5);
    for (const name of deciding) {
      expect(contributes.configuration.properties[name]?.scope, name).toBe("machine");
      expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toContain(name);
    }
  });

  it("are restricted only where they exist", () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    expect(restrictedConfigurations.filter((name) => !settings.includes(name))).toEqual([]);
  });
});

describe("activation", () => {
  it("waits until somebody uses the extension", () => {
    expect(
      manifest.activationEvents.filter((event) => /^\*$|^onStartupFinished$|^workspaceContains/.test(event)),
    ).toEqual([]);
  });

  it("happens where the files are, limited in a folder without trust", () => {
    expect(manifest.extensionKind).toEqual(["workspace"]);
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe("limited");
    expect(manifest.capabilities.virtualWorkspaces.supported).toBe(false);
  });

  it("works in the oldest VS Code whose types it is checked with", () => {
    expect(manifest.engines.vscode).toBe(`^${manifest.devDependencies["@types/vscode"]}`);
  });
});

describe("pictures", () => {
  it("exist, and the icon of the extension is a square PNG of 128 pixels or more", () => {
    const files = [...Object.values(contributes.viewsContainers), ...Object.values(contributes.views)].flat();
    for (const { icon } of [...files, ...contributes.walkthroughs])
      expect(existsSync(join(root, icon)), icon).toBe(true);
    const picture = readFileSync(join(root, manifest.icon));
    expect(picture.subarray(1, 4).toString()).toBe("PNG");
    const [width, height] = [picture.readUInt32BE(16), picture.readUInt32BE(20)];
    expect(height).toBe(width);
    expect(width).toBeGreaterThanOrEqual(128);
  });

  it("of commands are codicons", () => {
    const codicons = readJson<Readonly<Record<string, unknown>>>(
      "node_modules/@vscode/codicons/src/template/mapping.json",
    );
    const known = new Set(Object.values(codicons).flat());
    const names = contributes.commands.flatMap(({ icon }) => icon?.replace(/^\$\((.*)\)$/, "$1") ?? []);
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });
});

describe("walkthrough", () => {
  const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);

  it("has five steps, each with a picture for every kind of theme", () => {
    expect(steps).toHaveLength(5);
    for (const { id, media } of steps) {
      expect(Object.keys(media.image).sort(), id).toEqual(["dark", "hc", "hcLight", "light"]);
      // High contrast shows the picture of the same brightness: the package stays below 1.5 MB.
      expect([media.image.hc, media.image.hcLight], id).toEqual([media.image.dark, media.image.light]);
      expect(media.image.dark).not.toBe(media.image.light);
      for (const path of Object.values(media.image)) expect(existsSync(join(root, path)), path).toBe(true);
    }
  });

  it("carries no picture that is not shown", () => {
    const shown = steps.flatMap(({ media }) => Object.values(media.image));
    expect(
      readdirSync(join(root, "media/walkthrough"))
        .map((name) => `media/walkthrough/${name}`)
        .sort(),
    ).toEqual([...new Set(shown)].sort());
  });

  it("links to commands of ours and to nothing else", () => {
    const links = steps.flatMap(({ description }) => [...textOf(description).matchAll(/\]\(([^)]*)\)/g)]);
    const targets = links.flatMap(([, target]) => target ?? []);
    expect(targets.length).toBeGreaterThanOrEqual(4);
    // VS Code makes a command of that name for each view.
    const views = Object.values(manifest.contributes.views).flatMap((list) => list.map(({ id }) => `${id}.focus`));
    const known = [...commands, ...views];
    expect(targets.filter((target) => !known.includes(target.replace(/^command:/, "")))).toEqual([]);
  });

  it("ends its steps with things that happen", () => {
    const events = steps.flatMap(({ completionEvents = [] }) => completionEvents);
    expect(events.filter((event) => !commands.includes(event.replace(/^onCommand:/, "")))).toEqual([]);
  });
});

describe("package", () => {
  const lines = readFileSync(join(root, ".vscodeignore"), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"));

  it("holds nothing but what is named", () => {
    const [first, ...rest] = lines;
    expect(first).toBe("**/*");
    expect(rest.filter((line) => !line.startsWith("!"))).toEqual([]);
  });

  it.each(["package.json", "package.nls*.json", "README.md", "LICENSE", "agents/**", "media/**", "l10n/**"])(
    "holds %s",
    (pattern) => expect(lines).toContain(`!${pattern}`),
  );

  it("holds the program", () => {
    expect(manifest.main).toMatch(/^\.\/dist\//);
    expect(lines.some((line) => line.startsWith("!dist/"))).toBe(true);
  });
});

/** VS Code makes these itself for every view. */
function isViewCommand(command: string): boolean {
  return views.some((view) => command === `${view}.focus` || command === `${view}.open`);
}

function textOf(placeholder: string): string {
  return texts[placeholder.replace(/^%(.*)%$/, "$1")] ?? "";
}
