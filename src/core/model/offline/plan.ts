import { type ChangeQuestion, changeQuestion } from "./change-report";

/** One tool call that the reviewer makes. */
export interface PlannedCall {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** How a question is answered without a language model: what is looked at, and how the report opens. */
export interface Plan {
  /** How the question was read, so that a person sees a misreading at once. */
  readonly reading: string;
  /** False when the question needs a language model and the calls only gather what is certain. */
  readonly answers: boolean;
  readonly calls: readonly PlannedCall[];
  /** What the review finds is handed to the specialists whose field it is. */
  readonly handsOver?: true;
  /** What the run measures is kept for the team. */
  readonly keepsFigures?: true;
  /** The answer is the report of this measured change. */
  readonly change?: ChangeQuestion;
  /** Where none of the calls can be made. */
  readonly instead?: readonly PlannedCall[];
}

/** Questions that the reviewer answers; the last part of every reply it cannot give offers them. */
export const answerableQuestions = [
  "What would fail first in this pipeline, and what should we measure?",
  "Which engines does this pipeline use, with which parameters, and where?",
  "Would a corrupted or very long file hang the worker?",
  "Which parameters are hard-coded?",
  "Are the models pinned?",
  "Where is `temperature` used?",
  "Evaluate the engines",
  "What was measured?",
] as const;

/** Reads a question by its words. Whatever it is not sure of is treated as beyond it. */
export function planFor(question: string): Plan {
  const place = /(?:^|\s|`|@)((?:[\w.-]+\/)*[\w.-]+\.\w{1,5}):(\d+)/.exec(question);
  // The results of handoffs are prose, and what they are worth is a judgement.
  if (question.startsWith("Continue your work on:")) return beyond(undefined);
  const change = changeQuestion(question);
  if (change) {
    const calls = [
      { name: "ReadRun", input: { run: change.run } },
      { name: "ReadChange", input: { base: change.base } },
    ];
    return { reading: "reporting what was measured of the change", answers: true, calls, change };
  }
  // What stands in code spans is what is asked about, not how it is asked.
  const words = question.replace(/`[^`]*`/g, " ");
  if (asksToMeasure.test(words)) {
    const calls = [{ name: "Evaluate", input: {} }];
    return { reading: "measuring the engines", answers: true, calls, instead: recordedRuns, keepsFigures: true };
  }
  if (asksForFigures.test(words)) {
    const run = /\b\d{8}-\d{6}-\w{4}\b/.exec(question)?.[0];
    const calls = run === undefined ? recordedRuns : [{ name: "ReadRun", input: { run } }];
    return { reading: "reading what was measured", answers: true, calls };
  }
  const term = quotedTerm(question);
  if (needsReasoning.test(words)) return beyond(term?.text);
  if (place?.[1]) {
    const input = { file_path: place[1], offset: Math.max(1, Number(place[2]) - 10), limit: 30 };
    return { reading: `showing ${place[1]} around line ${place[2]}`, answers: true, calls: [{ name: "Read", input }] };
  }
  const rules = rulesAbout(words);
  // A name that was not set apart may be part of a sentence about something else.
  if (term && asksWhere.test(words) && (term.isQuoted || rules.length === 0)) {
    return { reading: `looking for \`${term.text}\``, answers: true, calls: [searchFor(term.text)] };
  }
  if (rules.length > 0 && (!asksEverything.test(words) || namesFlag.test(words))) {
    return {
      reading: "checking the red flags that this is about",
      answers: true,
      calls: [{ name: "ReviewPipeline", input: { rules } }],
    };
  }
  if (asksEverything.test(words))
    return { reading: "reviewing the whole pipeline", answers: true, calls: fullReview, handsOver: true };
  if (asksForMap.test(words))
    return { reading: "mapping the speech code", answers: true, calls: [{ name: "PipelineMap", input: {} }] };
  return beyond(term?.text);
}

/** The red flags by number, as `red flag 10`, or by what they are about. */
function rulesAbout(words: string): readonly number[] {
  const named = namesFlag.exec(words)?.[1];
  if (named !== undefined) return [Number(named)];
  return [...new Set(topics.filter((topic) => topic.words.test(words)).flatMap(({ rules }) => rules))];
}

const recordedRuns: readonly PlannedCall[] = [{ name: "ReadRun", input: {} }];

const fullReview: readonly PlannedCall[] = [
  { name: "ReviewPipeline", input: {} },
  { name: "Glob", input: { pattern: "**/.ml-engineer/evaluation.json" } },
  ...recordedRuns,
];

function beyond(term: string | undefined): Plan {
  const calls = term === undefined ? fullReview : [...fullReview, searchFor(term)];
  return { reading: "this needs a language model", answers: false, calls };
}

function searchFor(term: string): PlannedCall {
  const pattern = term.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  return { name: "Grep", input: { pattern, output_mode: "content", "-n": true, head_limit: 60 } };
}

/** The thing asked about, when the person set it apart: `code`, "quotes", or a name that only code has. */
function quotedTerm(question: string): { readonly text: string; readonly isQuoted: boolean } | undefined {
  const quoted = /[`"'«“]([^`"'»”\n]{2,80})[`"'»”]/.exec(question)?.[1];
  const identifier = /\b([A-Za-z]+(?:_[A-Za-z0-9]+)+(?:\(\))?|[a-z]+[A-Z][A-Za-z0-9]+)\b/.exec(question)?.[1];
  const text = (quoted ?? identifier)?.replace(/\(\)$/, "").trim();
  return text === undefined ? undefined : { text, isQuoted: quoted !== undefined };
}

const namesFlag = /(?:red flag|красн\S* флаг\S*)\s+(\d{1,2})/iu;
// Word edges are written out, since \b knows no Cyrillic letters.
const word = (words: string) => new RegExp(`(?<![\\p{L}\\p{N}_])(?:${words})`, "iu");

// Only the bare request: whether, what and how to measure are other questions, and this one starts programs.
const asksToMeasure =
  /^\s*(?:(?:please )?(?:evaluate|measure|benchmark) (?:(?:the|our|all|these) )*(?:speech )?(?:engines?|models?)|(?:измерь|оцени)(?:те)? (?:(?:наши|все) )*(?:движки|движок|модели|модель))\s*[.!]?\s*$/iu;
const asksForFigures =
  /^\s*(?:what (?:was|is|has been) measured|what did the (?:last )?(?:run|evaluation) (?:show|measure)|что измерено)/iu;
const needsReasoning = word(
  "why|explain|compare|versus|vs\\.?|better|worse|should (we|i) (use|switch|move|choose|replace|migrate|buy|train|add)|write|implement|design|draft|refactor|translate|how (do|can|could|would|should|to)|how (much|fast|slow|accurate|good)|recommend|estimate|worth|got worse|почему|объясни|сравни|лучше|хуже|напиши|стоит ли|сколько|как (сделать|исправить|ускорить|улучшить)",
);
const asksWhere = word(
  "where|find|show|list|which files|who (uses|calls)|is .* (used|set|called|defined)|grep|где|найди|покажи",
);
const asksEverything = word(
  "fail|break|wrong|risk|problem|issue|weak|flaw|review|audit|red flags?|danger|worr|improve|first|measure|слом|упад|откаж|риск|проблем|провер|недостат|измер|ревью",
);
const asksForMap = word(
  "engines?|pipeline|entry points?|overview|structure|map|parameters?|models?|which|what does|where is the (model|engine)|движ|модел|параметр|точк|устро",
);

const topics: readonly { readonly words: RegExp; readonly rules: readonly number[] }[] = [
  { words: word("event loop|block|async|concurren|health check|цикл событий|блокир"), rules: [7] },
  {
    words: word(
      "time-?outs?|time limits?|hangs?|hung|stuck|corrupt|very long|too long|forever|завис|таймаут|битый|повреж",
    ),
    rules: [10],
  },
  {
    words: word(
      "audio (stream|track)|corrupt|битый|повреж|no (audio|sound)|silent video|probe|ffprobe|без звук|аудиодорож",
    ),
    rules: [9],
  },
  { words: word("pin|pinned|checkpoints?|versions?|silently (change|swap)|reproducib|верси|закреп"), rules: [2] },
  {
    words: word(
      "hard-?coded|magic numbers?|defaults? (parameters|values)|configurable|temperature|beam|захардкож|зашит",
    ),
    rules: [8],
  },
  {
    words: word("too (large|big)|largest|smaller model|oversized|model size|large-v[23]|слишком больш|размер модел"),
    rules: [1],
  },
];
