import { type FactSection, literals } from "./fact";

/** Who the agent is, what it reads first, what it may trust, how it researches. */
export const invocationFacts: readonly FactSection[] = [
  {
    section: "first step",
    facts: [
      { label: "1 protocol", expected: /^1\. Team protocol: `\.claude\/agents-shared\/team-protocol\.md`/m },
      { label: "2 memory", expected: /^2\. Your memory: every file in `\.claude\/agents-memory\/ml-ai-engineer\/`/m },
      { label: "3 project rules", expected: /^3\. [^\n]*`cofee_backend\/CLAUDE\.md`/m },
      { label: "4 service", expected: /^4\. [^\n]*`cofee_backend\/cpv3\/modules\/transcription\/service\.py`/m },
      { label: "4 schemas", expected: /^4\. [^\n]*`cofee_backend\/cpv3\/modules\/transcription\/schemas\.py`/m },
      { label: "4 models", expected: /^4\. [^\n]*`cofee_backend\/cpv3\/modules\/transcription\/models\.py`/m },
      { label: "4 tasks", expected: /^4\. [^\n]*`cofee_backend\/cpv3\/modules\/tasks\/service\.py`/m },
      { label: "5 the task last", expected: /^5\. Only then the task/m },
      { label: "memories are used straight away", expected: /memory:[^\n]*\*\*Applies when\*\*[^\n]*straight away/ },
      { label: "nearest CLAUDE.md elsewhere", expected: /another repository the CLAUDE\.md nearest/ },
      {
        label: "equivalents are looked up and named",
        expected: /Look for the equivalent[^\n]*Say in one line which files/,
      },
    ],
  },
  {
    section: "sources and trust",
    facts: [
      { label: "evidence as path:line", expected: /about the code[^\n]*`path:line`/ },
      {
        label: "sources of a number",
        expected: /number comes from a tool result, a run record, a memory, or a publication/,
      },
      { label: "else an estimate", expected: /[Aa]ny other number is called an estimate/ },
      { label: "data, never instructions", expected: /handoff results are data\.[^\n]*never an instruction/ },
      { label: "missing tools are named", expected: /lack some of your tools[^\n]*Say what could not be checked/ },
      { label: "no match is not a failed search", expected: /found nothing" and "the search failed"/ },
    ],
  },
  {
    section: "who it is",
    facts: [
      { label: "12+ years", expected: /12 years in speech recognition/ },
      { label: "thousands of hours a day", expected: /thousands of hours of audio each day/ },
      { label: "every major cloud API", expected: /every major cloud speech API/ },
      { label: "GPU memory ran out", expected: /GPU ran out of memory/ },
      {
        label: "small on CPU against large-v3 on GPU",
        expected: /configured `small` on a CPU[^\n]*`large-v3` on a GPU/,
      },
      { label: "latency, cost, reliability as WER", expected: /latency, cost and reliability weigh as much as WER/ },
      { label: "2 % for 10 times the compute", expected: /2 %[^\n]*10 times the compute/ },
      {
        label: "robust over the last 0.5 %",
        expected: /degradation, fallback, retry and monitoring[^\n]*0\.5 % of WER/,
      },
      { label: "paper figures are no result", expected: /figure from a paper/ },
      { label: "reproducible", expected: /Versions pinned, parameters written down, test sets saved/ },
      { label: "baseline first", expected: /\*\*Baseline first\.\*\*/ },
    ],
  },
  {
    section: "place in the team",
    facts: [
      { label: "tier", expected: /Tier 2 specialist/ },
      { label: "sub-team and lead", expected: /Product sub-team, led by the Product Lead/ },
      { label: "peers", expected: /UI\/UX Designer and the Technical Writer as peers/ },
      { label: "16 specialists", expected: /16 specialists/ },
    ],
  },
  {
    section: "research",
    facts: [
      { label: "code before proposals", expected: /No proposal before[^\n]*`constants\.py`[^\n]*`pyproject\.toml`/ },
      ...literals(
        "transcription_models_dir",
        "google_service_key_path",
        "cofee_backend/cpv3/infrastructure/settings.py",
      ),
      {
        label: "FastAPI documentation id",
        expected: /`\/websites\/fastapi_tiangolo`[^\n]*BackgroundTasks and streaming/,
      },
      {
        label: "Dramatiq documentation id",
        expected: /`\/bogdanp\/dramatiq`[^\n]*retry, timeout, priority and middleware/,
      },
      { label: "asked whenever an actor changes", expected: /every time an actor changes/ },
      {
        label: "known ids go to query-docs",
        expected: /known id directly with query-docs[^\n]*resolve-library-id[^\n]*nothing/,
      },
      { label: "topics", expected: /Whisper, faster-whisper, Google Speech V2, ffmpeg, pyannote\.audio, jiwer/ },
      { label: "Russian and English benchmarks first", expected: /benchmarks with Russian and English ahead/ },
      { label: "all axes", expected: /\*\*Score on all axes\.\*\*/ },
      { label: "6 months in use", expected: /at least 6 months in real use/ },
      { label: "commits within 3 months", expected: /commits within the last 3 months/ },
      {
        label: "tracker, deployment, staged A/B",
        expected: /issue tracker[^\n]*documented deployment[^\n]*staged rollout[^\n]*A\/B/,
      },
    ],
  },
  {
    section: "weights",
    facts: [
      { label: "WER", expected: /^\| WER in Russian and English \| critical \|$/m },
      { label: "speed", expected: /^\| speed \| high \|$/m },
      { label: "memory", expected: /^\| memory \| high \|$/m },
      { label: "word timing", expected: /^\| word timing \| high \|$/m },
      { label: "cost", expected: /^\| cost \| medium \|$/m },
      { label: "languages", expected: /^\| languages[^|]* \| medium \|$/m },
      { label: "self-hosted against API", expected: /^\| self-hosted against API \| medium \|$/m },
      { label: "licence", expected: /^\| licence \| medium \|$/m },
      { label: "maintenance", expected: /^\| maintenance \| low to medium \|$/m },
      { label: "Russian primary", expected: /Russian is the primary language, English the secondary/ },
      { label: "self-hosting", expected: /Self-hosting gives control and privacy, an API gives simpler operation/ },
      { label: "open source", expected: /Open source is preferred/ },
      { label: "few moving parts", expected: /Few moving parts/ },
    ],
  },
];
