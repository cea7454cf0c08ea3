import type { OutputAdapter } from "../engine";
import { ctm } from "./ctm";
import { document } from "./document";
import { googleSpeech } from "./google-speech";
import { text } from "./text";
import { whisper } from "./whisper";

/** Every output shape there is. Adding one is a file and a line here. */
export const outputAdapters = [text, whisper, googleSpeech, document, ctm] as const satisfies readonly OutputAdapter[];

export type OutputAdapterId = (typeof outputAdapters)[number]["id"];

export const outputAdapterIds: readonly OutputAdapterId[] = outputAdapters.map(({ id }) => id);

export function outputAdapterOf(id: string): OutputAdapter | undefined {
  return outputAdapters.find((adapter) => adapter.id === id);
}
