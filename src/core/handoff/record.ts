import { FrontMatterError, parseFrontMatter } from "../workspace/front-matter";
import type { TeamFile } from "../workspace/team-files";
import { visibleShort } from "../workspace/visible-text";
import type { Handoff, Origin } from "./handoff";
import { closingMark, escapedMarks, finalMark, isConflict, openingMark, storable } from "./marked-text";
import { RecordError } from "./record-error";
import { FieldError, fieldLines, type RecordFields, readFields } from "./record-fields";
import { readSections } from "./record-sections";

/** A handoff and what a person added to its file, which every rewrite keeps. */
export interface HandoffRecord {
  readonly handoff: Handoff;
  /** Front matter that is not ours. */
  readonly otherKeys: Readonly<Record<string, unknown>>;
  /** Text outside the sections. */
  readonly notes: string;
}

const sections = [
  { name: "task", title: "Task", textOf: ({ task }) => task },
  { name: "context", title: "Context", textOf: ({ context }) => context },
  { name: "need-back", title: "I need back", textOf: ({ needBack }) => needBack },
  { name: "blocks", title: "Blocks", textOf: ({ blocks }) => blocks },
  { name: "original-task", title: "Original task", textOf: ({ originalTask }) => originalTask },
  { name: "continued-task", title: "Task of the asking conversation", textOf: ({ origin }) => origin.task },
  { name: "analysis", title: "Analysis so far", textOf: ({ analysis }) => analysis },
  { name: "plan", title: "Continuation plan", textOf: ({ plan }) => plan },
  { name: "partial", title: "Partial result", textOf: ({ partial }) => partial },
  { name: "result", title: "Result", textOf: ({ result }) => result },
] as const satisfies readonly { name: string; title: string; textOf(handoff: Handoff): string | undefined }[];

/** The whole file. Texts are stored as {@link storable} leaves them; empty ones are left out. */
export function recordText({ handoff, otherKeys, notes }: HandoffRecord): string {
  const parts = [
    `---\n${fieldLines(handoff, otherKeys).join("\n")}\n---\n\n# ${titlePrefix}${visibleShort(handoff.to)}`,
  ];
  for (const { name, title, textOf } of sections) {
    const text = storable(textOf(handoff) ?? "");
    if (text === "") continue;
    parts.push(`## ${title}`, `${openingMark(name)}\n${escapedMarks(text)}\n${closingMark}`);
  }
  parts.push(finalMark);
  if (notes !== "") parts.push(notes);
  return `${parts.join("\n\n")}\n`;
}

const titlePrefix = "Handoff to ";

/** @throws RecordError */
export function parseRecord({ folder, path, realPath, text }: Omit<TeamFile, "name" | "modified">): HandoffRecord {
  const lines = text.replace(/^\u{feff}/u, "").split(/\r\n|\r|\n/);
  const conflict = lines.findIndex(isConflict);
  if (conflict !== -1) {
    const remedy = "choose one side, remove the lines <<<<<<<, ======= and >>>>>>>, and save";
    throw new RecordError(conflict + 1, `git left a merge conflict here: ${remedy}`);
  }
  const { fields, otherKeys, bodyLine } = frontMatterOf(text, lines);
  const generated = new Set([...sections.map(({ title }) => `## ${title}`)]);
  const { texts, notes } = readSections(lines, bodyLine, {
    names: sections.map(({ name }) => name),
    isOurs: (line) => line.startsWith(`# ${titlePrefix}`) || generated.has(line.trimEnd()),
  });
  const textOf = (name: (typeof sections)[number]["name"]) => texts.get(name);
  const partial = textOf("partial");
  const result = textOf("result");
  if (fields.state === "running" && fields.run === undefined)
    throw new RecordError(lineOf(lines, "state"), "`state` is running but nobody runs it: write `state: open`");
  if ((fields.state === "answered" || fields.state === "continued") && result === undefined)
    throw new RecordError(
      lineOf(lines, "state"),
      `\`state\` is ${fields.state} but there is no result: write \`state: open\` and answer it again`,
    );
  const {
    conversation: _c,
    root: _r,
    depth: _d,
    lineage: _l,
    answers: _a,
    continues: _s,
    spentBefore: _b,
    resultFile,
    ...own
  } = fields;
  const handoff = {
    ...own,
    folder,
    path,
    realPath,
    origin: originOf(fields, textOf("continued-task")),
    task: textOf("task") ?? "",
    context: textOf("context") ?? "",
    needBack: textOf("need-back") ?? "",
    blocks: textOf("blocks") ?? "",
    originalTask: textOf("original-task") ?? "",
    analysis: textOf("analysis") ?? "",
    plan: textOf("plan") ?? "",
    ...(partial !== undefined && { partial }),
    ...(result !== undefined && { result }),
    ...(resultFile !== undefined && { resultFile: `${folder.path}/${resultFile}` }),
  };
  return { handoff: withoutUndefined(handoff), otherKeys, notes };
}

function frontMatterOf(text: string, lines: readonly string[]) {
  try {
    const { fields: values, bodyLine } = parseFrontMatter(text);
    return { ...readFields(values), bodyLine };
  } catch (error) {
    if (error instanceof FrontMatterError)
      throw new RecordError(error.line, `${error.message}; or restore it from git`);
    if (error instanceof FieldError)
      throw new RecordError(lineOf(lines, error.key), `${error.message}. Correct the line or restore it from git`);
    throw error;
  }
}

/** The line of the front matter that a key stands on. */
function lineOf(lines: readonly string[], key: string): number {
  return (
    Math.max(
      0,
      lines.findIndex((line) => line.startsWith(`${key}:`)),
    ) + 1
  );
}

function originOf(fields: RecordFields, task: string | undefined): Origin {
  const { conversation, root, depth, lineage, answers, continues, spentBefore } = fields;
  return {
    conversation,
    root,
    depth,
    lineage,
    ...(answers !== undefined && { answers }),
    ...(continues !== undefined && { continues }),
    ...(task !== undefined && { task }),
    ...(spentBefore !== undefined && { spent: spentBefore }),
  };
}

/** Optional keys that are absent come out of a schema as undefined or not at all; a handoff has them not at all. */
function withoutUndefined(handoff: { [Key in keyof Handoff]: Handoff[Key] | undefined }): Handoff {
  return Object.fromEntries(Object.entries(handoff).filter(([, value]) => value !== undefined)) as unknown as Handoff;
}
