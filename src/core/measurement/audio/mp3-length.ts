import type { OpenFile } from "../../workspace/workspace";
import { AudioError } from "./audio";

/**
 * The first frame of most MP3 files says how many bytes follow. Without it nothing tells whether the file is whole.
 * The header is that of Xing and LAME: after the frame's side information, "Xing" or "Info", flags, frames, bytes.
 * @throws AudioError when fewer bytes are there
 */
export async function requireAnnouncedBytes(file: OpenFile): Promise<void> {
  const start = await firstFrame(file);
  const frame = await file.read(start, 64);
  const text = String.fromCharCode(...frame);
  const at = sideInformation.map((length) => 4 + length).find((offset) => /^(?:Xing|Info)/.test(text.slice(offset)));
  if (at === undefined || frame.length < at + 16) return;
  const view = new DataView(frame.buffer, frame.byteOffset + at);
  const flags = view.getUint32(4);
  if ((flags & hasBytes) === 0) return;
  const announced = view.getUint32((flags & hasFrames) === 0 ? 8 : 12);
  const present = file.location.size - start;
  if (announced <= present) return;
  const missing = Math.round((1 - present / announced) * 100);
  throw new AudioError("truncated", `The file is cut off: ${missing} % of it are missing.`, "Copy it again.");
}

const [hasFrames, hasBytes] = [1, 2];
/** Bytes for MPEG-2 mono, MPEG-2 stereo or MPEG-1 mono, MPEG-1 stereo; with the two of a checksum. */
const sideInformation = [9, 17, 32, 11, 19, 34];

/** After an ID3v2 tag, whose length has seven bits in a byte. */
async function firstFrame(file: OpenFile): Promise<number> {
  const head = await file.read(0, 10);
  if (String.fromCharCode(...head.subarray(0, 3)) !== "ID3") return 0;
  return 10 + head.subarray(6, 10).reduce((length, byte) => length * 128 + (byte & 0x7f), 0);
}
