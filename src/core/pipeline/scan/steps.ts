import type { ResolvedCall } from "../link/program";
import { moduleOf, textOf } from "../lower/unit";
import type { PipelineStep } from "../map";
import { isTestPath } from "../test-path";
import type { ValueFollower } from "../values/follower";
import { commandLineOf, programNames } from "./command-line";
import { functionNameOf, placeOf } from "./places";

type Kind = PipelineStep["kind"];

/** Calls of packages from outside that prepare audio, by the path that they resolve to. */
const byPath: readonly (readonly [RegExp, Kind])[] = [
  [
    /^(whisper|whisperx|faster_whisper|whisperx\.audio|whisper\.audio|faster_whisper\.audio)\.(load_audio|decode_audio)$/,
    "decode",
  ],
  [/^librosa\.(load|core\.load)$/, "decode"],
  [/^soundfile\.(read|SoundFile)$/, "decode"],
  [/^torchaudio\.load$/, "decode"],
  [/^(audioread\.audio_open|wave\.open|scipy\.io\.wavfile\.read|av\.open)$/, "decode"],
  [/^pydub\.AudioSegment\.from_\w+$/, "decode"],
  [
    /^(torchaudio\.transforms\.Resample|torchaudio\.functional\.resample|librosa\.resample|resampy\.resample)$/,
    "convert",
  ],
  [/^pydub\.AudioSegment\.from_\w+\(\).*\.(export|set_frame_rate|set_channels)$/, "convert"],
  [/^ffmpeg\.(probe|ffprobe)$/, "probe"],
  [/^(torchaudio\.info|soundfile\.info|mutagen\.File|pymediainfo\.MediaInfo\.parse|tinytag\.TinyTag\.get)$/, "probe"],
  [/^(fluent-ffmpeg(\.default)?)(\.ffprobe|\(\)\.ffprobe)$/, "probe"],
  [/^ffmpeg\.input\(\)(\..*)?\.run(_async)?$/, "convert"],
  [/^(fluent-ffmpeg(\.default)?)$/, "convert"],
  [
    /^(webrtcvad\.Vad\(\)\.is_speech|silero_vad\.\w+|pyannote\.audio\.pipelines\.VoiceActivityDetection|faster_whisper\.vad\.get_speech_timestamps)$/,
    "vad",
  ],
  [
    /^(torch\.hub\.load\(\).*get_speech_timestamps|pyannote\.audio\.Pipeline\.from_pretrained|pyannote\.audio\.Model\.from_pretrained)$/,
    "vad",
  ],
  [/\.(download_file|download_fileobj|fget_object)$/, "download"],
  [
    /^(yt_dlp\.YoutubeDL\(\)\.(download|extract_info)|pytube\.YouTube|pytubefix\.YouTube|urllib\.request\.urlretrieve)$/,
    "download",
  ],
  [/^@aws-sdk\/client-s3\.GetObjectCommand$/, "download"],
  [
    /^(srt\.(compose|Subtitle)|pysrt\.SubRipItem|webvtt\.Caption|pysubs2\.SSAEvent|whisper\.utils\.get_writer|whisperx\.utils\.get_writer)$/,
    "transcript",
  ],
];

/** Functions of the project itself, by their own name. */
const byName: readonly (readonly [RegExp, Kind])[] = [
  [
    /^(probe_\w+|get_(audio_)?duration|get_audio_streams?|has_audio(_stream)?|ffprobe\w*|probe[A-Z]\w*|hasAudio\w*)$/,
    "probe",
  ],
  [/^(load_audio|decode_audio|loadAudio|decodeAudio)$/, "decode"],
  [
    /^_?(convert_(to_|local_to_)?(wav|ogg|mp3|audio|pcm|flac)\w*|extract_audio\w*|resample\w*|extractAudio|convertTo\w+)$/,
    "convert",
  ],
  [/^(detect_silence|get_speech_timestamps|speech_timestamps|run_vad|split_on_silence|trim_silence)$/, "vad"],
  [/^(download_(audio|file|to_\w+|media|object|from_s3)|fetch_audio|downloadFile|downloadAudio)$/, "download"],
  [
    /^(DocumentBuilder|build_(document|transcript|subtitles|segments|lines|captions)|process_document|compute_segment_lines|(segments_)?to_(srt|vtt|txt|ass)|write_(srt|vtt|txt|segments|subtitles|result)|generate_(srt|vtt|subtitles)|format_timestamp|get_writer|save_transcript\w*|buildTranscript|toSrt|toVtt|writeSrt|writeVtt)$/i,
    "transcript",
  ],
];

/** Steps around the engines outside of tests, in source order; a call that a function repeats counts once. */
export function pipelineSteps(follower: ValueFollower): PipelineStep[] {
  const seen = new Set<string>();
  return follower.program.calls.flatMap((call) => {
    const { site } = call;
    if (isTestPath(moduleOf(site.unit).path)) return [];
    const kind = kindOf(call, follower);
    const key = `${kind} ${site.unit.name} ${textOf(call.callee, site.unit, 80)}`;
    if (kind === undefined || seen.has(key)) return [];
    seen.add(key);
    return [
      {
        kind,
        call: textOf(call.callee, site.unit, 80),
        place: placeOf(site.expression, site.unit),
        functionName: functionNameOf(site.unit),
      },
    ];
  });
}

/** Whether a function of this name prepares audio or makes transcripts, wherever it is called from. */
export function isStepFunction(name: string): boolean {
  if (makesTranscripts.test(name) || (preparesAudio.test(name) && !handlesFiles.test(name))) return true;
  return byName.some(([pattern, kind]) => isCounted(kind) && pattern.test(name));
}

const preparesAudio =
  /^_?(?:(?:get|load|read|prep(?:are)?|process|preprocess|normali[sz]e|trim|pad|split|chunk|cut|merge|mix|decode|convert|extract)_?\w*(?:audio|waveform|pcm|samples|spectrogram|speech|voice|silence)\w*|voice_activity\w*|\w*log_?mel\w*|detect_?\w*(?:speech|voice|silence)\w*)$/i;
const handlesFiles = /device|path|file_?name|url|download|icon|player|format|info|list|samplerate/i;

function isCounted(kind: Kind): boolean {
  return kind !== "probe" && kind !== "download";
}

const makesTranscripts =
  /^_?(?:result_(?:to|2)_?\w+|(?:write|save|format|make|create|generate|build|merge|split|to|get)_?\w*(?:srt|vtt|subtitles?|captions?|transcripts?|segments|timestamps?)(?:_\w+)?|(?:sec(?:ond)?s?|words?|segments?)_?(?:2|to_)\w+|\w+_(?:to|2)_?(?:srt|vtt|ass|tsv|subtitles?))$/i;

function kindOf(call: ResolvedCall, follower: ValueFollower): Kind | undefined {
  for (const entity of call.entities) {
    if (entity.kind !== "external") continue;
    const found = byPath.find(([pattern]) => pattern.test(entity.path));
    if (found !== undefined) return found[1];
  }
  const program = programStep(call, follower);
  if (program !== undefined) return program;
  const name = call.callee.kind === "member" || call.callee.kind === "name" ? call.callee.name : "";
  const isOwn =
    call.runs.length > 0 || call.entities.length === 0 || call.entities.some((entity) => entity.kind === "class");
  return isOwn ? byName.find(([pattern]) => pattern.test(name))?.[1] : undefined;
}

function programStep(call: ResolvedCall, follower: ValueFollower): Kind | undefined {
  const words = commandLineOf(call, follower);
  const [program] = programNames(words);
  if (program === "ffprobe" || program === "mediainfo") return "probe";
  if (program === "yt-dlp" || program === "youtube-dl") return "download";
  if (program === "sox" || program === "ffmpeg")
    return words?.some((word) => word.text?.includes("silencedetect")) ? "vad" : "convert";
  return undefined;
}
