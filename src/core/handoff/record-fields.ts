import * as z from "zod/mini";
import englishMessages from "zod/v4/locales/en.js";
import type { Handoff } from "./handoff";

// The small build of zod has no messages of its own, and a person can only correct what they are told.
z.config(englishMessages());

/** The simple fields of a handoff: they stand in the front matter of its record. */
export type RecordFields = z.infer<typeof fieldsSchema>;

const time = z
  .string()
  .check(z.refine((text) => !Number.isNaN(Date.parse(text)), "write a time such as 2026-01-31T12:00:00.000Z"));
const count = z.number().check(z.nonnegative());
const shortText = z.string().check(z.maxLength(4000));
const spentSchema = z.object({ turns: count, tokens: count, usd: count });

const fieldsSchema = z.object({
  id: z.string().check(z.regex(/^\d{8}-[0-9a-f]{8}$/, "write a day and eight hexadecimal digits, 20260131-0a1b2c3d")),
  to: shortText.check(z.minLength(1)),
  from: z.string().check(z.regex(/^[a-z0-9-]{1,64}$/, "write the name of an agent, such as ml-ai-engineer")),
  state: z.enum(["open", "sent", "running", "answered", "continued", "dismissed"]),
  deferred: z.optional(shortText),
  created: time,
  sent: z.optional(time),
  answered: z.optional(time),
  continued: z.optional(time),
  dismissed: z.optional(time),
  conversation: shortText,
  root: shortText,
  depth: z.int().check(z.nonnegative()),
  lineage: z._default(z.array(shortText).check(z.maxLength(100)), []),
  answers: z.optional(shortText),
  continues: z.optional(shortText),
  spentBefore: z.optional(spentSchema),
  toolCall: z.optional(shortText),
  run: z.optional(
    z.object({
      conversation: shortText,
      machine: shortText,
      process: z.int(),
      start: z.optional(shortText),
      since: time,
    }),
  ),
  resultFrom: z.optional(shortText),
  resultFile: z.optional(z.string().check(z.regex(/^\d{8}-[0-9a-f]{8}-result\.md$/))),
  continuation: z.optional(shortText),
  claims: z.optional(z.array(z.string()).check(z.maxLength(1000))),
  spent: z._default(spentSchema, { turns: 0, tokens: 0, usd: 0 }),
});

/** A field that cannot be used. */
export class FieldError extends Error {
  override readonly name = "FieldError";
  readonly key: string;

  constructor(key: string, message: string) {
    super(message);
    this.key = key;
  }
}

/** @throws FieldError */
export function readFields(values: Readonly<Record<string, unknown>>): {
  readonly fields: RecordFields;
  readonly otherKeys: Readonly<Record<string, unknown>>;
} {
  // YAML takes an unquoted time for a date, and an empty value for null.
  const plain = Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, value instanceof Date ? timeText(value) : value]),
  );
  const parsed = fieldsSchema.safeParse(plain);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new FieldError(String(issue?.path[0] ?? ""), `\`${issue?.path.join(".")}\`: ${issue?.message}`);
  }
  const known: Readonly<Record<string, unknown>> = fieldsSchema.def.shape;
  const otherKeys = Object.fromEntries(Object.entries(plain).filter(([key]) => !Object.hasOwn(known, key)));
  return { fields: parsed.data, otherKeys };
}

/** The lines between the fences. Keys that are not ours follow as they were. */
export function fieldLines(handoff: Handoff, otherKeys: Readonly<Record<string, unknown>>): string[] {
  const { origin, resultFile } = handoff;
  const fields: { [Key in keyof RecordFields]-?: RecordFields[Key] | undefined } = {
    id: handoff.id,
    to: handoff.to,
    from: handoff.from,
    state: handoff.state,
    deferred: handoff.deferred,
    created: handoff.created,
    sent: handoff.sent,
    answered: handoff.answered,
    continued: handoff.continued,
    dismissed: handoff.dismissed,
    conversation: origin.conversation,
    root: origin.root,
    depth: origin.depth,
    lineage: [...origin.lineage],
    answers: origin.answers,
    continues: origin.continues,
    spentBefore: origin.spent,
    toolCall: handoff.toolCall,
    run: handoff.run,
    resultFrom: handoff.resultFrom,
    // Only the name: the folder is where the record is, also after both moved.
    resultFile: resultFile?.split("/").at(-1),
    continuation: handoff.continuation,
    claims: handoff.claims && [...handoff.claims],
    spent: handoff.spent,
  };
  return Object.entries({ ...fields, ...otherKeys })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${yaml(key)}: ${yaml(value)}`);
}

/** JSON is YAML, as long as nothing in it is invisible; plain words need no quotes. */
function yaml(value: unknown): string {
  const isPlain =
    typeof value === "string" && (/^[A-Za-z][A-Za-z0-9-]*$/.test(value) || /^\d{8}-[0-9a-f]{8}$/.test(value));
  if (isPlain && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value)) return value;
  return JSON.stringify(value ?? null).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, escapedUnits);
}

function escapedUnits(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

function timeText(date: Date): string {
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}
