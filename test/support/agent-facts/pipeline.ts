import { type FactSection, literals } from "./fact";

/** The Coffee Project's pipeline: engines, names, document, path of a job, storage. */
export const pipelineFacts: readonly FactSection[] = [
  {
    section: "project",
    facts: [
      { label: "captioning", expected: /Coffee Project: video captioning/ },
      { label: "backend", expected: /FastAPI backend in `cofee_backend\/`/ },
      { label: "rendering", expected: /Remotion for rendering/ },
      { label: "workers", expected: /Dramatiq workers/ },
      { label: "files", expected: /S3\/MinIO for files/ },
      { label: "database", expected: /PostgreSQL for results/ },
    ],
  },
  {
    section: "engines",
    facts: [
      ...literals("TranscriptionGenerateRequest.engine", "whisper.load_model()", "anyio.to_thread.run_sync()"),
      { label: "whisper is stored as LOCAL_WHISPER", expected: /^\| `whisper` \| `LOCAL_WHISPER` \|/m },
      { label: "whisper default model", expected: /^\| `whisper`[^\n]*default model `base`/m },
      {
        label: "whisper thread in a Dramatiq worker",
        expected: /^\| `whisper`[^\n]*run_sync\(\)` inside a Dramatiq worker/m,
      },
      { label: "whisper language detection", expected: /^\| `whisper`[^\n]*detected on the mel spectrogram/m },
      { label: "whisper progress", expected: /^\| `whisper`[^\n]*patched tqdm/m },
      { label: "google is stored as GOOGLE_SPEECH_CLOUD", expected: /^\| `google` \| `GOOGLE_SPEECH_CLOUD` \|/m },
      { label: "google version and model", expected: /^\| `google`[^\n]*V1, model `latest_long`/m },
      { label: "google format", expected: /^\| `google`[^\n]*OGG Opus/m },
      {
        label: "google call and timeout",
        expected: /^\| `google`[^\n]*`long_running_recognize\(\)` with a 600 s timeout/m,
      },
      { label: "google alternative languages", expected: /^\| `google`[^\n]*`alternative_language_codes`/m },
      { label: "google defaults", expected: /^\| `google`[^\n]*defaults `ru-RU` and `en-US`/m },
      { label: "google has no progress", expected: /^\| `google`[^\n]*no progress/m },
    ],
  },
  {
    section: "names in the code",
    facts: [
      ...literals("transcribe_with_whisper()", "transcribe_with_google_speech()"),
      ...literals("`WhisperParams`", "`GoogleSpeechParams`", "`WhisperResult`", "`GoogleSpeechResult`"),
      ...literals("`SegmentNode`", "`LineNode`", "`WordNode`", "`Tag`"),
      ...literals("`TranscriptionCreate`", "`TranscriptionUpdate`", "`TranscriptionRead`"),
      { label: "CRUD in repository.py", expected: /CRUD lives in `repository\.py`/ },
      { label: "routes", expected: "`tasks/router.py`" },
      { label: "actors are in tasks", expected: /actors are in the `tasks` module[^\n]*not in `transcription`/ },
      { label: "probe_media", expected: /`probe_media\(\)` is in `media\.service`/ },
    ],
  },
  {
    section: "document",
    facts: [
      { label: "tree", expected: /Document holds segments, segments hold lines, lines hold words/ },
      { label: "times in seconds", expected: /`TimeRange\{start,end\}` in seconds/ },
      ...literals("`semantic_tags`", "`structure_tags`"),
      ...literals("`first-word-in-document`", "`last-word-in-segment`", "`first-line-in-segment`"),
      { label: "who sets the tags", expected: /`DocumentBuilder\.process_document\(\)` sets the structure tags/ },
    ],
  },
  {
    section: "path of a job",
    facts: [
      { label: "1 request", expected: /^1\. POST `\/api\/tasks\/transcription-generate\/`/m },
      { label: "request body", expected: "`{file_key, project_id?, engine, language?, model}`" },
      {
        label: "2 submission",
        expected: /^2\. `TaskService\.submit_transcription_generate\(\)`[^\n]*PENDING[^\n]*webhook/m,
      },
      {
        label: "3 actor",
        expected: /^3\. `transcription_generate_actor` probes[^\n]*S3[^\n]*Document[^\n]*webhook events/m,
      },
      { label: "4 result", expected: /^4\. The job is updated, the document stored[^\n]*WebSocket/m },
      { label: "document column", expected: /`document` column of table `transcriptions`, not in S3/ },
      { label: "folder per user", expected: /Each user has a folder in S3/ },
      { label: "download URL", expected: /`file_key` is turned into a download URL/ },
      { label: "temporary files", expected: /`try\/finally` removes the temporary files/ },
      {
        label: "columns of reference",
        expected: /`project_id`, `source_file_id`, `artifact_id`, `engine`, `language`/,
      },
      { label: "column document", expected: /`document` \(JSON\)/ },
      { label: "column transcribe_options", expected: /`transcribe_options` \(JSON\)/ },
    ],
  },
];
