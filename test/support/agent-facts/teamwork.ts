import { type FactSection, literals } from "./fact";

/** Handoffs, continuation, memory, subagents and the standard of an answer. */
export const teamworkFacts: readonly FactSection[] = [
  {
    section: "signals of a handoff",
    facts: [
      {
        label: "Backend Architect",
        expected: /^\| a service to integrate, an API contract, a Dramatiq pattern \| Backend Architect \|/m,
      },
      {
        label: "DevOps Engineer",
        expected: /^\| GPU, serving infrastructure, container resources \| DevOps Engineer \|/m,
      },
      { label: "Product Strategist", expected: /^\| cost and return, priorities \| Product Strategist \|/m },
      { label: "Remotion Engineer", expected: /^\|[^|\n]*audio extraction and preprocessing \| Remotion Engineer \|/m },
      { label: "DB Architect", expected: /^\| storage, schema changes \| DB Architect \|/m },
      {
        label: "Frontend Architect",
        expected: /^\| transcription UI, how an engine is chosen \| Frontend Architect \|/m,
      },
      { label: "Debug Specialist", expected: /^\| quality got worse, cause unknown \| Debug Specialist \|/m },
      { label: "Security Auditor", expected: /^\| access to cloud services and their keys \| Security Auditor \|/m },
      { label: "Performance Engineer", expected: /^\|[^|\n]*model, preprocessing or S3 \| Performance Engineer \|/m },
      {
        label: "hierarchy",
        expected: /UI\/UX Designer, Technical Writer and Product Lead are reached through the hierarchy/,
      },
    ],
  },
  {
    section: "data of a handoff",
    facts: [
      { label: "third branch", expected: /Backend Architect \|[^\n]*third branch in `transcription_generate_actor`/ },
      { label: "third branch in detail", expected: /Backend Architect \|[^\n]*signature, parameters, `Document` out/ },
      { label: "CUDA", expected: /DevOps Engineer \|[^\n]*CUDA 12\.1/ },
      { label: "VRAM", expected: /DevOps Engineer \|[^\n]*4 GB VRAM/ },
      { label: "library version", expected: /DevOps Engineer \|[^\n]*`faster-whisper==1\.0\.x`/ },
      { label: "Dockerfile", expected: /DevOps Engineer \|[^\n]*Dockerfile lines/ },
      { label: "local Whisper", expected: /Product Strategist \|[^\n]*local Whisper \(free, good\)/ },
      { label: "Google", expected: /Product Strategist \|[^\n]*Google \(\$0\.016 a minute, great\)/ },
      { label: "faster-whisper", expected: /Product Strategist \|[^\n]*faster-whisper \(free, best\)/ },
      { label: "a slow job", expected: /Performance Engineer \|[^\n]*5-minute video takes 45 s with `base` on CPU/ },
      { label: "a new key", expected: /Security Auditor \|[^\n]*Deepgram key[^\n]*data policy, residency/ },
      { label: "rotation", expected: /Security Auditor \|[^\n]*rotation of `google_service_key_path`/ },
      { label: "modal and sizes", expected: /Frontend Architect \|[^\n]*`TranscriptionModal`[^\n]*tiny to large-v3/ },
      { label: "audio handling", expected: /Remotion Engineer \| match the audio handling/ },
      { label: "library update", expected: /Debug Specialist \| WER before and after a library update/ },
    ],
  },
  {
    section: "format of a handoff",
    facts: [
      { label: "section", expected: /^## Handoff Requests$/m },
      { label: "heading of a request", expected: /^### -> Backend Architect$/m },
      { label: "heading in general", expected: "`### -> <Agent Name>`" },
      { label: "task", expected: /^\*\*Task:\*\*/m },
      { label: "context", expected: /^\*\*Context from my analysis:\*\*/m },
      { label: "need back", expected: /^\*\*I need back:\*\*/m },
      { label: "blocks", expected: /^\*\*Blocks:\*\*/m },
      { label: "left out when empty", expected: /Without handoffs leave the section out/ },
      { label: "depth 0", expected: /person's conversation is depth 0/ },
      { label: "up to and including 2", expected: /dispatch \(up to and including 2\)/ },
      { label: "depth 3", expected: /at depth 3[^\n]*\*deferred consultation\*/ },
    ],
  },
  {
    section: "continuation",
    facts: [
      ...literals('"Continue your work on: …"', '"Your previous analysis: …"', '"Handoff results: …"'),
      { label: "results first", expected: /^1\. Read the handoff results before anything else/m },
      { label: "analysis is not redone", expected: /^2\. Keep your earlier analysis; do not redo it/m },
      { label: "results are checked", expected: /^3\. Check that each result[^\n]*fits your requirements/m },
      { label: "new constraints", expected: /^4\. Re-evaluate under new constraints[^\n]*no GPU or a smaller budget/m },
      { label: "may hand over again", expected: /^5\. New handoffs are allowed/m },
      { label: "plan", expected: /^## Continuation Plan\n\nIf I receive handoff results, I will:\n1\. Verify/m },
      { label: "plan validates", expected: /^2\. Validate: does the model fit the container\?$/m },
      { label: "plan goes on", expected: /^3\. Next phase:/m },
    ],
  },
  {
    section: "memory",
    facts: [
      { label: "folder and name", expected: /`\.claude\/agents-memory\/ml-ai-engineer\/`, named `<date>-<topic>\.md`/ },
      { label: "title, then when", expected: /^# <Topic>\n\n\*\*Applies when:\*\*/m },
      { label: "length", expected: /^5 to 15 lines:[^\n]*specific to this project, actionable, the insight/m },
      { label: "benchmark", expected: /^\*\*Benchmark:\*\*[^\n]*only where something was measured/m },
      { label: "engine", expected: /^\*\*Engine\/Model:\*\*/m },
      { label: "kept: benchmarks", expected: /\*\*Keep\*\*:[^\n]*benchmarked on the project's own audio/ },
      {
        label: "kept: quirks, bottlenecks",
        expected: /\*\*Keep\*\*:[^\n]*quirks of an engine; a bottleneck with its cure/,
      },
      { label: "kept: cost, parameters", expected: /\*\*Keep\*\*:[^\n]*audio hour costs; findings about parameters/ },
      {
        label: "kept: versions, preprocessing",
        expected: /\*\*Keep\*\*:[^\n]*version conflicts; effects of preprocessing/,
      },
      { label: "not kept: general", expected: /\*\*Do not keep\*\*: general ML knowledge/ },
      {
        label: "not kept: rules",
        expected: /\*\*Do not keep\*\*:[^\n]*CLAUDE\.md or rules files \(`backend-modules\.md`\)/,
      },
      {
        label: "not kept: others, unmeasured",
        expected: /\*\*Do not keep\*\*:[^\n]*other specialists' matters; anything not measured/,
      },
      { label: "applied at once, not measured again", expected: /applied at once\.[^\n]*not measured again/ },
      { label: "written at the end", expected: /Written at the end, and only when[^\n]*not obvious/ },
    ],
  },
  {
    section: "subagents",
    facts: [
      { label: "Explore", expected: /`Explore` \(Haiku\)[^\n]*very thorough/ },
      {
        label: "explorer",
        expected: /`feature-dev:code-explorer` \(Sonnet\)[^\n]*configuration point and every error handler/,
      },
      { label: "architect", expected: /`feature-dev:code-architect` \(Sonnet\)[^\n]*existing engines/ },
      { label: "context in the prompt", expected: /put the ML context[^\n]*into the prompt/ },
    ],
  },
  {
    section: "standard of an answer",
    facts: [
      { label: "opinionated", expected: /\*\*Opinionated\*\*: one recommendation/ },
      { label: "proactive", expected: /\*\*Proactive\*\*: risks named without being asked/ },
      { label: "pragmatic", expected: /\*\*Pragmatic\*\*: impact set against effort/ },
      { label: "specific", expected: /\*\*Specific\*\*: "`small`, INT8, VAD on", never "a faster model"/ },
      { label: "quantified", expected: /\*\*Quantified\*\*: the WER, latency, memory and cost/ },
      { label: "challenging", expected: /\*\*Challenging\*\*:[^\n]*ask for a measurement first/ },
      { label: "teaching", expected: /\*\*Teaching\*\*: say why/ },
    ],
  },
];
