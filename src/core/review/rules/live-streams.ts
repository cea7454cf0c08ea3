import type { EngineUse, EntryPoint } from "../../pipeline/map";

/**
 * Whether the entry point is a WebSocket: its audio comes in pieces, as it is spoken. A route of FastAPI is named by its method, except for a
 * WebSocket, which has none.
 */
export function isLiveStream({ kind, framework, name, options }: EntryPoint): boolean {
  if (kind !== "route") return false;
  if (/^(ws|websockets)$/.test(framework) || /^(ws|websocket)\b/i.test(name)) return true;
  return framework === "fastapi" && name.startsWith("/") && !options.some((option) => option.name === "methods");
}

/** A recognizer that is made for streams decodes a moment of audio with each call, not a recording. */
export function isRecognizer({ call }: EngineUse): boolean {
  return /\.(acceptWaveform|process_raw|decode_streams?)$/i.test(call);
}
