import { resolve } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { findChange } from "../../../src/core/change/find-change";
import { createPipelineMapper } from "../../../src/core/pipeline/mapper";
import { createNodeWorkspace } from "../../../src/core/workspace/node-workspace";
import { findingsIn } from "../../../src/host/evaluation/change-findings";
import { grammarsFolder } from "../../support/grammars";
import { temporaryRepository } from "../../support/temporary-repository";

/** Two routes that block the event loop. */
const service = (beam: number) => `from fastapi import FastAPI
from faster_whisper import WhisperModel

app = FastAPI()
model = WhisperModel("small")


@app.post("/draft")
async def draft(path: str):
    segments, _ = model.transcribe(path, beam_size=${beam})
    return " ".join(segment.text for segment in segments)


@app.post("/final")
async def final(path: str):
    segments, _ = model.transcribe(path, beam_size=5)
    return " ".join(segment.text for segment in segments)
`;

async function found(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) {
  const repository = await temporaryRepository();
  onTestFinished(repository.dispose);
  await repository.commit(before);
  await repository.write(after);
  const workspace = await createNodeWorkspace({
    folders: [repository.path],
    trusted: true,
    assetsFolder: resolve("dist"),
  });
  const [root] = workspace.roots;
  if (!root) throw new Error("no root");
  const mapPipeline = createPipelineMapper({ grammarsFolder: grammarsFolder() });
  const { signal } = new AbortController();
  const change = await findChange(root, { workspace, mapPipeline }, { globs: [] }, signal);
  return findingsIn(change, await mapPipeline(workspace, signal)).map(({ rule, place }) => `${rule} ${place.line}`);
}

it("keeps what stands in a changed function, and leaves what was there before", async () => {
  const findings = await found({ "service.py": service(5) }, { "service.py": service(1) });
  // The call blocks the event loop in the function that was changed; the same in the other function is not this change's.
  expect(findings).toContain("7 10");
  expect(findings.filter((finding) => finding.endsWith(" 16"))).toEqual([]);
});

it("keeps everything of a new file, and nothing where no speech code was changed", async () => {
  const added = await found({ "readme.py": "x = 1\n" }, { "service.py": service(5) });
  expect(added).toEqual(expect.arrayContaining(["7 10", "7 16"]));
  expect(await found({ "service.py": service(5), "other.py": "x = 1\n" }, { "other.py": "x = 2\n" })).toEqual([]);
});
