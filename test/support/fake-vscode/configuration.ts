import { EventEmitter } from "./events";
import { strict } from "./strict";

export const ConfigurationTarget = { Global: 1, Workspace: 2, WorkspaceFolder: 3 } as const;

export interface SettingLayers {
  readonly defaultValue?: unknown;
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

/** Settings by full name and layer. The nearest layer wins in `get`, as in the editor. */
export function createConfiguration() {
  const settings = new Map<string, SettingLayers>();
  const changed = new EventEmitter<{ affectsConfiguration(section: string): boolean }>();
  const change = (name: string, layers: SettingLayers) => {
    settings.set(name, layers);
    changed.fire({ affectsConfiguration: (section) => name === section || name.startsWith(`${section}.`) });
  };
  return {
    onDidChangeConfiguration: changed.event,
    getConfiguration: (section: string) =>
      strict("WorkspaceConfiguration", {
        get(name: string) {
          const layers = settings.get(`${section}.${name}`) ?? {};
          return layers.workspaceFolderValue ?? layers.workspaceValue ?? layers.globalValue ?? layers.defaultValue;
        },
        inspect: (name: string) => ({ key: `${section}.${name}`, ...settings.get(`${section}.${name}`) }),
        async update(name: string, value: unknown, target: number) {
          if (target !== ConfigurationTarget.Global) throw new Error("only the person's own settings are written");
          const { globalValue: _old, ...layers } = settings.get(`${section}.${name}`) ?? {};
          change(`${section}.${name}`, value === undefined ? layers : { ...layers, globalValue: value });
        },
      }),
    control: {
      set: change,
      globalValue: (name: string) => settings.get(name)?.globalValue,
    },
  };
}
