import type { ChatState, EndItem, Item, NoticeItem, ToolItem } from "../../../src/protocol/chat";

/** States of the chat for tests and pictures. Every one is what the host could send. */
export const emptyState: ChatState = {
  conversation: { id: "c1", title: "New conversation", agent: "ml-ai-engineer" },
  items: [],
  earlier: 0,
  running: false,
  queue: [],
  suggestions: [
    "Where would a corrupted file hang the worker?",
    "Why is large-v3 slower than real time here?",
    "Which parameters of service.py differ from the defaults?",
  ],
  provider: {
    provider: "offline",
    label: "offline reviewer",
    reason: "No model is connected.",
    offer: { text: "Use the API key found in the environment", action: "connect-model" },
  },
  tools: [
    { name: "Read", state: "granted" },
    { name: "Grep", state: "granted" },
    { name: "Glob", state: "granted" },
    { name: "Bash", state: "asks", reason: "runs a program" },
    { name: "WebSearch", state: "unavailable", reason: "not offered by this model" },
  ],
  workspace: "ready",
};

const provider = { provider: "anthropic", label: "claude-opus-5-5", reason: "You chose it." };
const usage = { inputTokens: 1136, outputTokens: 1100, cacheReadTokens: 13_064, cacheWriteTokens: 0 };

export const question: Item = {
  kind: "question",
  id: "q1",
  text: "Why is large-v3 slower than real time here?",
  attachments: [{ path: "transcription/service.py", line: 40, endLine: 88 }],
};
const reading: Item = {
  kind: "reading",
  id: "r1",
  rows: [
    { title: "team protocol", path: ".claude/agents-shared/team-protocol.md", reason: "of this team", milliseconds: 8 },
    { title: "2 memories", reason: "topic: model loading", milliseconds: 31 },
    { title: "CLAUDE.md", path: "CLAUDE.md", reason: "nearest to transcription/", milliseconds: 4 },
    { title: "service.py", path: "transcription/service.py", reason: "outline of the engine calls", milliseconds: 71 },
  ],
};
export const answerText = `The model is loaded for each job (transcription/service.py:52): **6–9 s of every call are weights, not speech**. Load it once per worker and the real-time factor drops below 1 without touching the model.

| setting | now | proposed |
|---|---|---:|
| \`compute_type\` | float32 | int8_float16 |
| \`beam_size\` | 5 | 2 |
| load | per job | per worker |

1. Move the load to start-up:

\`\`\`python
MODEL: WhisperModel | None = None

def load_model(size: str = "large-v3") -> WhisperModel:
    """Loads once; later calls return the same model."""
    global MODEL
    if MODEL is None:
        MODEL = WhisperModel(size, compute_type="int8_float16")  # 3.1 GB
    return MODEL
\`\`\`

2. Then measure: \`beam_size\` at transcription/service.py:61-64 costs more than it gives on clean speech.

> The worker restarts after each job (worker.py:18), so step 1 alone is not enough.

See [the CTranslate2 notes](https://opennmt.net/CTranslate2/quantization.html) for what int8 changes.`;

export const grep = tool("t1", "Grep", "load_model", "3 matches in 2 files", 12, {
  content:
    "transcription/service.py:52:    model = load_model()\ntranscription/service.py:9:def load_model():\nworker.py:18:    load_model()",
});
const read = tool("t2", "Read", "transcription/service.py:40–88", "49 lines", 2, {
  place: { path: "transcription/service.py", line: 40, endLine: 88 },
  content: '40\tdef transcribe(job):\n41\t    """One job, one file."""\n42\t    model = load_model()',
});
const failedTool = tool("t3", "Read", "notes/speed.md", "File does not exist. Did you mean notes/speed-2025.md?", 1, {
  state: "failed",
  content: "File does not exist: notes/speed.md. Did you mean notes/speed-2025.md?",
});

export const answer: Item = { kind: "answer", id: "a1", text: answerText, done: true };
export const end: EndItem = {
  kind: "end",
  id: "e1",
  reason: "done",
  model: "claude-opus-5-5",
  usage,
  cost: { usd: 0.041, asOf: "2026-11-01" },
  milliseconds: 11_200,
};

export const answeredState: ChatState = {
  ...emptyState,
  conversation: { ...emptyState.conversation, title: "Why is large-v3 slower than real time here?" },
  items: [
    question,
    reading,
    { kind: "thinking", id: "th1", text: "The load is inside the job …", done: true },
    grep,
    read,
    failedTool,
    answer,
    end,
  ],
  suggestions: ["Measure small against large-v3", "What does INT8 cost in accuracy?"],
  provider,
};

/** A specialist's conversation that itself asked others: one row for each state, and results to continue with. */
export const teamState: ChatState = {
  ...answeredState,
  conversation: { id: "c2", title: "Backend Architect: Size the queue", agent: "backend-architect" },
  items: [
    ...answeredState.items,
    ...(["open", "sent", "running", "answered", "continued", "dismissed"] as const).map(
      (state, index): Item => ({
        kind: "handoff",
        id: `h${index}`,
        handoff: `20260101-0000000${index}`,
        to: "DevOps Engineer",
        task: "Worker image with CTranslate2 and the weights that the queue needs at its start",
        state,
        blocking: index < 4,
      }),
    ),
    {
      kind: "handoff",
      id: "h7",
      handoff: "20260101-00000007",
      to: "Backend Architect",
      task: "Ask myself",
      state: "open",
      blocking: false,
      deferred: "backend-architect would ask itself.",
    },
  ],
  team: {
    role: { kind: "answers", agent: "Backend Architect", task: "Size the queue for forty jobs", conversation: "c1" },
    results: { state: "ready", handoff: "20260101-00000003", count: 2 },
    consent: [".claude/agents-handoffs/", ".claude/agents-memory/"],
  },
};

export const streamingState: ChatState = {
  ...answeredState,
  running: true,
  suggestions: [],
  items: [
    question,
    reading,
    grep,
    {
      ...tool("t2", "Read", "transcription/service.py:40–88", "", 0, {
        place: { path: "transcription/service.py", line: 40 },
      }),
      state: "running",
    },
  ],
  queue: [{ id: "w1", text: "And what would INT8 change for the German calls that we record at 8 kHz?" }],
};

export const waiting: NoticeItem = {
  kind: "notice",
  id: "n1",
  tone: "waiting",
  text: "Retrying in 4 s (rate limit, attempt 2 of 5)",
  actions: ["stop"],
};

export const failedState: ChatState = {
  ...answeredState,
  suggestions: [],
  items: [
    question,
    reading,
    {
      ...end,
      reason: "failed",
      usage: { ...usage, outputTokens: 0, inputTokens: 0, cacheReadTokens: 0 },
      milliseconds: 640,
      message: "The API key was refused (401). Set another key, or choose another model.",
    },
    {
      kind: "notice",
      id: "n2",
      tone: "error",
      text: "The answer could not be saved: the disk is full.",
      actions: ["retry", "set-api-key", "show-log"],
    },
  ],
};

export const manyToolsState: ChatState = {
  ...answeredState,
  items: [
    question,
    ...Array.from({ length: 7 }, (_, index) =>
      tool(
        `m${index}`,
        index % 3 ? "Read" : "Grep",
        `file-${index}.py`,
        `${index + 1} lines`,
        index * 7 + 1,
        index === 4 ? { state: "failed", summary: "Binary file" } : {},
      ),
    ),
    answer,
    end,
  ],
};

export function tool(
  id: string,
  name: string,
  title: string,
  summary: string,
  milliseconds: number,
  more: Partial<ToolItem> = {},
): ToolItem {
  return { kind: "tool", id, name, title, state: "done", summary, content: "", milliseconds, ...more };
}

export { default as russianTranslation } from "../../../webview/chat/strings.ru.json" with { type: "json" };

/** What a model, a tool or a file might try. `hostile.test.ts` says what must not come of it. */
export const hostileText = `<script>window.ran = true</script><img src=x onerror="window.ran = true">
<iframe src="https://evil.example/frame"></iframe><svg onload="window.ran = true"></svg>

![picture](https://evil.example/pixel.png?secret) ![ref][p] <https://ok.example/auto>

[run](command:workbench.action.terminal.new) [script](javascript:window.ran=true) [file](vscode://file/etc/passwd)
[data](data:text/html,<script>window.ran=true</script>) [good](https://ok.example/page) bare https://ok.example/bare and command:foo

[p]: https://evil.example/reference.png

A\u202Egnirts desrever\u202C, tags \u{E0041}\u{E0042}\u{E0043}, zero\u200Bwidth, \`code\u2066with\u2069isolates\`.

| <b>bold</b> | [x](javascript:window.ran=true) |
|---|---|
| <img src=https://evil.example/cell.png> | style="x" |

\`\`\`html
<script>window.ran = true</script>
\`\`\`
`;

export const hostileState: ChatState = {
  ...answeredState,
  items: [
    {
      ...question,
      text: hostileText,
      attachments: [{ path: "<img src=x onerror=window.ran=true>.py\u202Eyp" }],
    } as Item,
    { kind: "reading", id: "hr", rows: [{ title: hostileText, path: "a.py", reason: hostileText, milliseconds: 1 }] },
    { kind: "thinking", id: "ht", text: hostileText, done: true },
    tool("h1", "<b>Grep</b>", hostileText, hostileText, 3, { content: hostileText }),
    tool("h2", "Read", hostileText, hostileText, 3, {
      state: "failed",
      content: hostileText,
      place: { path: "javascript:window.ran=true" },
    }),
    { kind: "answer", id: "ha", text: hostileText, done: true },
    { kind: "notice", id: "hn", tone: "error", text: hostileText, actions: ["show-log"] },
    { ...end, id: "he", reason: "failed", message: hostileText, model: "<i>model</i>" },
  ],
  suggestions: ["<script>window.ran = true</script>"],
  provider: { provider: "x", label: "<b>label</b>", reason: '"><script>window.ran = true</script>' },
};
