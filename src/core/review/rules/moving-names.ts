import type { EngineUse } from "../../pipeline/map";
import { code } from "../wording";

/**
 * Why a model name may come to mean other weights, as a sentence; undefined when it stands for one checkpoint. Sources: the model tables of the
 * packages themselves, Deepgram's page on `version` (default `latest`), Google's list of transcription models.
 */
export function whyNameMoves(use: EngineUse, name: string): string | undefined {
  if (use.hosting === "self") return whySelfHostedNameMoves(use, name);
  if (use.engine.startsWith("google") && /^(latest_(long|short)|long|short|default|chirp|telephony)$/.test(name)) {
    return `${code(name)} names no version: Google replaces the model behind it.`;
  }
  if (use.engine.startsWith("deepgram") && !use.parameters.some((parameter) => parameter.name === "version")) {
    return `${code(use.call)} asks for ${code(name)} without a ${code("version")}, which Deepgram takes as ${code("latest")}.`;
  }
  if (use.engine.startsWith("assemblyai") && /^(best|nano|universal)$/.test(name)) {
    return `${code(name)} names a class of models, and AssemblyAI decides which one serves it.`;
  }
  return undefined;
}

function whySelfHostedNameMoves(use: EngineUse, name: string): string | undefined {
  const isPinned = use.parameters.some(({ name: key, value }) => key === "revision" && value.text !== "main");
  if (isPinned) return undefined;
  if (name === "large" && !isHubName(name)) {
    return `${code("large")} is an alias: it has meant large-v1, large-v2 and large-v3 in turn, and the installed version of ${use.label} decides.`;
  }
  if (name === "turbo")
    return `${code("turbo")} is an alias: the installed version of ${use.label} decides what it means.`;
  if (isHubName(name) && usesHub(use.engine)) {
    return `${code(use.call)} takes ${code(name)} from the model hub without a ${code("revision")}, so it gets whatever the repository's main branch holds at download time.`;
  }
  return undefined;
}

function isHubName(name: string): boolean {
  return /^[\w.-]+\/[\w.-]+$/.test(name);
}

function usesHub(engine: string): boolean {
  return /transformers|faster-whisper|whisperx|nemo/.test(engine);
}
