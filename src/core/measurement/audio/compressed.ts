import type { OpenFile } from "../../workspace/workspace";
import { AudioError, type AudioFacts, type AudioFormat } from "./audio";
import { FileBlob } from "./file-blob";

/** Headers of FLAC, OGG and MP3. The samples stay encoded, so nothing is known of their level. @throws AudioError, and the signal's reason */
export async function readCompressed(
  file: OpenFile,
  format: Exclude<AudioFormat, "wav">,
  signal: AbortSignal,
): Promise<Pick<AudioFacts, "sampleRate" | "channels" | "duration">> {
  const { parseBlob } = await import("music-metadata");
  const blob = FileBlob.of(file, mimeTypes[format], signal);
  const name = format.toUpperCase();
  try {
    const { format: found } = await parseBlob(blob, { duration: true, skipCovers: true });
    const { sampleRate, numberOfChannels: channels, duration } = found;
    // A file of tags alone has none of them.
    if (!sampleRate || !channels || duration === undefined || !Number.isFinite(duration)) throw damaged(name);
    return { sampleRate, channels, duration };
  } catch (error) {
    signal.throwIfAborted();
    // The library throws many kinds of errors at damaged files; which one does not help anybody.
    throw error instanceof AudioError ? error : damaged(name);
  }
}

const mimeTypes = { flac: "audio/flac", ogg: "audio/ogg", mp3: "audio/mpeg" } as const;

function damaged(name: string): AudioError {
  return new AudioError("damaged", `The ${name} file is damaged or has no audio.`, "Copy it again or convert it anew.");
}
