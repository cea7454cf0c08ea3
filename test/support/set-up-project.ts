import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { engineFunctions } from "../../src/core/change/engine-functions";
import { rankFunctions } from "../../src/core/measurement/setup/choose";
import type { EngineFunction } from "../../src/core/measurement/setup/engine-function";
import {
  planSetup,
  type SetupChoices,
  type Tried,
  trySetup,
  writeSetup,
} from "../../src/core/measurement/setup/set-up";
import { createPipelineMapper } from "../../src/core/pipeline/mapper";
import { grammarsFolder } from "./grammars";
import { type TemporaryWorkspace, temporaryWorkspace } from "./temporary-workspace";

/** A person says "seven of clubs"; of Debian's pocketsphinx-testdata. */
export const sevenOfClubs = "/usr/share/pocketsphinx/test/data/cards/003.wav";
export const hasSphinx = existsSync(sevenOfClubs) && existsSync("/usr/bin/pocketsphinx_batch");

export interface SetUpProject {
  readonly fixture: TemporaryWorkspace;
  readonly candidates: readonly EngineFunction[];
  readonly tried: Tried;
  /** As it stands after the trial. */
  readonly engineProgram: string;
  readonly configuration: { readonly engines: readonly Record<string, unknown>[]; readonly datasets: unknown };
}

/** Maps, chooses, writes and tries, as `init` does, in a project of these files. `whisper` and `faster_whisper` hear with PocketSphinx. */
export async function setUpProject(
  files: Readonly<Record<string, string>>,
  changes: Partial<SetupChoices> & { readonly chosen?: string } = {},
): Promise<SetUpProject> {
  const fixture = await temporaryWorkspace(files);
  const { workspace } = fixture;
  const { signal } = new AbortController();
  const { chosen, environment, ...choices } = changes;
  const candidates = await findCandidates(fixture);
  const candidate = candidates.find(({ id }) => chosen === undefined || id === chosen);
  if (candidate === undefined) throw new Error(`Found ${candidates.map(({ id }) => id).join(", ") || "nothing"}.`);
  const all: SetupChoices = {
    language: "en",
    force: false,
    interpreter: ["python3"],
    ...choices,
    environment: { PYTHONPATH: resolve("test/support/speech-packages"), ...environment },
  };
  const plan = await planSetup(candidate, all, workspace);
  await writeSetup(plan, workspace);
  const tried = await trySetup(plan, all, workspace, signal);
  return {
    fixture,
    candidates,
    tried,
    engineProgram: await workspace.readText(".ml-engineer/engine.py"),
    configuration: JSON.parse(await workspace.readText(".ml-engineer/evaluation.json")),
  };
}

export async function findCandidates({ workspace }: TemporaryWorkspace): Promise<readonly EngineFunction[]> {
  const map = await createPipelineMapper({ grammarsFolder: grammarsFolder() })(workspace, new AbortController().signal);
  return rankFunctions(engineFunctions(map));
}

/** What a person would read for a trial: the text, or the remedy with temporary paths left out. */
export function outcome({ tried, fixture }: SetUpProject): string {
  const text = tried.remedy ?? (tried.run.stage === "done" ? `heard: ${tried.run.text.trim()}` : "");
  return text.replaceAll(fixture.path, "PROJECT").replaceAll(/\/\S*python\S* \(Python [\d.]+\)/g, "PYTHON");
}
