import { join } from "node:path";
import type { EngineConfiguration } from "../engine";

/**
 * Engines that come with the product are named `bundled:pocketsphinx` or `bundled:whisper` where a command has its program,
 * so that a configuration is the same on every machine. They are runners around what the person has installed: Debian's
 * `pocketsphinx`, or the npm package `@fugood/whisper.node` and weights of whisper.cpp. Nothing of them reaches a network.
 * Every engine is told where they are by `ML_ENGINEER_ENGINES`, so that a runner of one's own can build on them.
 * @param assetsFolder the folder of the built product, which holds `engines/`
 */
export function withBundledProgram(given: EngineConfiguration, assetsFolder: string): EngineConfiguration {
  const [program = "", ...programArguments] = given.command;
  const file = (name: string) => join(assetsFolder, "engines", name);
  const configuration = { ...given, environment: { ML_ENGINEER_ENGINES: file(""), ...given.environment } };
  switch (program) {
    case "bundled:pocketsphinx":
      return { ...configuration, command: ["python3", file("pocketsphinx.py"), ...programArguments] };
    case "bundled:whisper":
      return {
        ...configuration,
        command: [process.execPath, file("whisper.mjs"), ...programArguments],
        // Inside an editor the executable is the editor's own, which is Node only when it is told to be.
        environment: { ELECTRON_RUN_AS_NODE: "1", ...configuration.environment },
      };
    default:
      return configuration;
  }
}
