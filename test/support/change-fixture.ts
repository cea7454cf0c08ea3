import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type ChangePorts, type ChangeRequest, evaluateChange } from "../../src/core/change/evaluate-change";
import { findChange } from "../../src/core/change/find-change";
import { readConfiguration } from "../../src/core/measurement/configuration";
import type { RunEvent } from "../../src/core/measurement/runs/events";
import { createPipelineMapper } from "../../src/core/pipeline/mapper";
import { createNodeWorkspace } from "../../src/core/workspace/node-workspace";
import { MeasurementFolder } from "../../src/core/workspace/run-files/measurement-folder";
import { tone } from "./evaluation-fixture";
import { type TemporaryRepository, temporaryRepository } from "./temporary-repository";

/** Hears what the file is called; the module that decides it is the project's own. */
const recogniser = `from speech.words import spoken


def hear(audio):
    return spoken(audio)
`;
export const words = `import os


def spoken(audio):
    return "heard " + os.path.splitext(os.path.basename(audio))[0]
`;
/** Two of three words of every clip are lost. */
export const deafWords = words.replace('"heard " + ', '"" and ');

/** A runner as a person writes one: the project is found in the working directory, unless the environment names another. */
const runner = `import json
import os
import sys
import time

sys.path.insert(0, os.environ.get("PROJECT", os.getcwd()))
from speech.recognise import hear

names = [getattr(module, "__file__", None) or "" for module in list(sys.modules.values())]
own = sorted(name for name in names if os.sep + "speech" + os.sep in name)
print(json.dumps({"engine": "speech 1.0", "sources": [] if "--silent" in sys.argv else own}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    time.sleep(float(os.environ.get("PAUSE", "0")))
    print(json.dumps({"id": request["id"], "text": hear(request["audio"])}), flush=True)
`;

export const speechEngine = { name: "speech", command: ["python3", ".ml-engineer/engine.py"] };

export interface ChangeFixture extends TemporaryRepository {
  /** Where worktrees and observations are. */
  readonly storage: string;
  configure(fields: object): Promise<void>;
  events(options?: ChangeOptions): AsyncGenerator<RunEvent>;
  /** Runs to the end. */
  run(options?: ChangeOptions): Promise<readonly RunEvent[]>;
}

interface ChangeOptions {
  readonly base?: string;
  readonly request?: Partial<ChangeRequest>;
  readonly ports?: Partial<ChangePorts>;
  readonly signal?: AbortSignal;
}

/** A repository with a small speech program in one commit, and a configuration and clips that are not in it. */
export async function changeFixture({ clips = 24, ...fields }: { clips?: number; [field: string]: unknown } = {}) {
  const repository = await temporaryRepository();
  const { path, folder } = repository;
  await repository.commit({
    ".gitignore": ".ml-engineer/\n__pycache__/\n",
    "speech/__init__.py": "",
    "speech/recognise.py": recogniser,
    "speech/words.py": words,
    "README.md": "Speech\n",
  });
  const names = Array.from({ length: clips }, (_, index) => `clip-${String(index + 1).padStart(2, "0")}`);
  const line = (id: string) =>
    JSON.stringify({ id, audio: `audio/${id}.wav`, text: `heard ${id}`, language: "en", referenceSource: "human" });
  await repository.write({
    ".ml-engineer/engine.py": runner,
    ".ml-engineer/tones.jsonl": names.map((id) => `${line(id)}\n`).join(""),
  });
  await mkdir(join(path, ".ml-engineer/audio"));
  for (const [index, id] of names.entries()) {
    await writeFile(join(path, `.ml-engineer/audio/${id}.wav`), tone(0.5 + index / 20));
  }
  const configure = async (changes: object) => {
    const base = { schema: 1, datasets: [{ name: "tones", manifest: ".ml-engineer/tones.jsonl" }] };
    const written = { ...base, engines: [speechEngine], ...fields, ...changes };
    await repository.write({ ".ml-engineer/evaluation.json": JSON.stringify(written) });
  };
  await configure({});
  const storage = join(folder, "storage");
  const open = (opened: string, linkedFolders: readonly string[] = []) =>
    createNodeWorkspace({ folders: [opened], trusted: true, assetsFolder: resolve("dist"), linkedFolders });
  async function* events({ base, request, ports, signal = new AbortController().signal }: ChangeOptions = {}) {
    const { configuration, problems } = readConfiguration(
      await readFile(join(path, ".ml-engineer/evaluation.json"), "utf8"),
      "evaluation.json",
    );
    if (!configuration) throw new Error(JSON.stringify(problems));
    const workspace = await open(path);
    const [root] = workspace.roots;
    if (!root) throw new Error("There is no root.");
    const mapPipeline = createPipelineMapper({ grammarsFolder: resolve("dist") });
    const options = { globs: [], ...(base !== undefined && { base }) };
    const change = await findChange(root, { workspace, mapPipeline }, options, signal);
    yield* evaluateChange(
      { change, engine: "speech", configuration, comparesSpeed: false, command: ["evaluate"], ...request },
      {
        ...{ workspace, home: MeasurementFolder.of(root, false), confirm: async () => true, now: () => new Date() },
        ...{ environment: {}, product: "test", storage, open },
        ...ports,
      },
      signal,
    );
  }
  return {
    ...repository,
    storage,
    configure,
    events,
    async run(options?: ChangeOptions) {
      const all: RunEvent[] = [];
      for await (const event of events(options)) all.push(event);
      return all;
    },
  } satisfies ChangeFixture;
}
