/** What a file is by its first bytes, in words for a sentence, for example "a PNG image". Undefined when unknown. */
export function fileTypeOf(head: Uint8Array): string | undefined {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.length);
  if (isAt(bytes, 0, "RIFF") && isAt(bytes, 8, "WAVE")) return wavOf(bytes);
  return signatures.find(({ magic, offset = 0 }) => isAt(bytes, offset, magic))?.name;
}

interface Signature {
  readonly name: string;
  /** As Latin-1. */
  readonly magic: string;
  readonly offset?: number;
}

const signatures: readonly Signature[] = [
  { name: "a PNG image", magic: "\x89PNG\r\n\x1a\n" },
  { name: "a JPEG image", magic: "\xff\xd8\xff" },
  { name: "a GIF image", magic: "GIF87a" },
  { name: "a GIF image", magic: "GIF89a" },
  { name: "a WebP image", magic: "WEBP", offset: 8 },
  { name: "a TIFF image", magic: "II*\0" },
  { name: "a TIFF image", magic: "MM\0*" },
  { name: "an icon", magic: "\0\0\x01\0" },
  { name: "a PDF document", magic: "%PDF-" },
  { name: "FLAC audio", magic: "fLaC" },
  { name: "Ogg audio (Vorbis or Opus)", magic: "OggS\0" },
  { name: "MP3 audio", magic: "ID3\x02" },
  { name: "MP3 audio", magic: "ID3\x03" },
  { name: "MP3 audio", magic: "ID3\x04" },
  ...["\xfb", "\xfa", "\xf3", "\xf2"].map((sync) => ({ name: "MP3 audio", magic: `\xff${sync}` })),
  { name: "AAC audio", magic: "\xff\xf1" },
  { name: "AAC audio", magic: "\xff\xf9" },
  { name: "M4A audio", magic: "ftypM4A", offset: 4 },
  { name: "an MP4 or QuickTime container (audio or video)", magic: "ftyp", offset: 4 },
  { name: "a Matroska or WebM container (audio or video)", magic: "\x1aE\xdf\xa3" },
  { name: "AIFF audio", magic: "AIFF", offset: 8 },
  { name: "AMR audio", magic: "#!AMR" },
  { name: "Sun/NeXT (.au) audio", magic: ".snd\0" },
  // Weights of PyTorch are zip files too.
  { name: "a zip archive (also the format of PyTorch weights, wheels and .npz)", magic: "PK\x03\x04" },
  { name: "a gzip archive", magic: "\x1f\x8b" },
  { name: "a bzip2 archive", magic: "1AY&SY", offset: 4 },
  { name: "an xz archive", magic: "\xfd7zXZ\0" },
  { name: "a Zstandard archive", magic: "\x28\xb5\x2f\xfd" },
  { name: "a NumPy array", magic: "\x93NUMPY" },
  { name: "model weights in GGUF format", magic: "GGUF" },
  { name: "model weights in GGML format", magic: "lmgg" },
  { name: "an HDF5 file", magic: "\x89HDF\r\n\x1a\n" },
  { name: "a Python pickle", magic: "\x80\x02" },
  { name: "a Python pickle", magic: "\x80\x04\x95" },
  { name: "a SQLite database", magic: "SQLite format 3\0" },
  { name: "an ELF program or library", magic: "\x7fELF" },
  { name: "a Mach-O program or library", magic: "\xcf\xfa\xed\xfe" },
  { name: "a WebAssembly module", magic: "\0asm" },
  { name: "a Parquet table", magic: "PAR1" },
];

/** The sample rate and the channels decide what an engine makes of a file, and stand in the first bytes. */
function wavOf(bytes: Buffer): string {
  const parts = ["WAV audio"];
  let byteRate = 0;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = bytes.readUInt32LE(at + 4);
    if (isAt(bytes, at, "fmt ") && at + 24 <= bytes.length) {
      const channels = bytes.readUInt16LE(at + 10);
      byteRate = bytes.readUInt32LE(at + 16);
      parts.push(`${bytes.readUInt32LE(at + 12)} Hz`, `${channels} ${channels === 1 ? "channel" : "channels"}`);
      parts.push(`${bytes.readUInt16LE(at + 22)} bit`);
    }
    // A writer that streamed leaves the size at its largest value or zero.
    if (isAt(bytes, at, "data")) {
      if (byteRate > 0 && size > 0 && size < 0xffff_ff00) parts.push(`${(size / byteRate).toFixed(2)} s`);
      break;
    }
    // Chunks are padded to an even length.
    at += 8 + size + (size % 2);
  }
  return parts.join(", ");
}

function isAt(bytes: Buffer, offset: number, magic: string): boolean {
  return bytes.length >= offset + magic.length && bytes.toString("latin1", offset, offset + magic.length) === magic;
}
