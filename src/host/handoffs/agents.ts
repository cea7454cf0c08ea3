import type { DefinitionLoader } from "../../core/agent/definition/load-definitions";
import type { Workspaces } from "../workspaces";

/** The agents that can be asked here: those that ship with the extension, and those of a trusted folder. */
export class Agents {
  readonly #workspaces: Workspaces;
  #loader: Promise<DefinitionLoader> | undefined;

  constructor(workspaces: Workspaces) {
    this.#workspaces = workspaces;
  }

  async list(): Promise<readonly { readonly name: string }[]> {
    this.#loader ??= import("../../core/agent/definition/load-definitions").then(
      (module) => new module.DefinitionLoader(),
    );
    const loader = await this.#loader;
    const [bundled, workspace] = [await this.#workspaces.bundled(), await this.#workspaces.current()];
    const loaded = await loader.load({ bundled, workspace });
    return loaded.flatMap(({ active, definition }) => (active && definition ? [definition] : []));
  }
}
