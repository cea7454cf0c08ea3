import * as z from "zod/mini";
import { defaultSeed } from "../../scoring/statistics/random";
import { outputAdapterIds } from "../outputs";

/** The ids of core/scoring/normalizers; their tables are loaded when something is scored, not when this is read. */
export const configurableNormalizers = ["raw", "whisper-basic", "whisper-english", "ru"] as const;

export const budgetMetrics = [
  "wer",
  "cer",
  "rtfP50",
  "rtfP95",
  "peakMemory",
  "costPerHour",
  "wordTimingMae",
  "der",
] as const;

/** What the two sides of a change are compared in. `rtf` is the processing time of all clips, in turns. */
export const regressionMetrics = ["wer", "cer", "rtf", "peakMemory", "costPerHour", "wordTimingMae"] as const;

const text = (description: string) => z.string().check(z.minLength(1), z.describe(description));
const name = (description: string) => z.string().check(z.minLength(1), z.maxLength(60), z.describe(description));
const above = (description: string) => z.number().check(z.positive(), z.describe(description));
const words = z.array(z.string().check(z.describe("One argument.")));
const option = z.union([z.string(), z.number(), z.boolean()]);

const dataset = z.strictObject({
  name: name("How reports and --dataset call this test set."),
  manifest: text("Workspace path of the JSONL manifest: one clip a line with audio, text, language, referenceSource."),
  locked: z._default(z.boolean(), false).check(z.describe("A part that is kept aside and confirms a choice once.")),
});

const price = z.union([
  z.strictObject({ perMinute: z.number().check(z.nonnegative(), z.describe("USD a minute of audio.")) }),
  z.strictObject({
    perHour: z.number().check(z.nonnegative(), z.describe("USD an hour of the machine, load and idle included.")),
  }),
]);

const engine = z.strictObject({
  name: name("How reports and --engine call it."),
  command: z
    ._default(words, [])
    .check(
      z.describe(
        "Program and arguments as a list; no shell runs it. {audio} stands for the clip's path, {name} for a parameter.",
      ),
    ),
  protocol: z
    ._default(z.enum(["lines", "clip", "folder"]), "lines")
    .check(
      z.describe(
        "lines: the program stays and answers one JSON line a clip. clip: it is started for each clip. folder: finished outputs are read.",
      ),
    ),
  outputs: z.optional(text("For folder: workspace path of the outputs with {id} in it, as outputs/{id}.json.")),
  output: z._default(z.enum(outputAdapterIds), "text").check(z.describe("The shape of its output.")),
  workingDirectory: z._default(text(""), ".").check(z.describe("Workspace path that the program starts in.")),
  environment: z
    ._default(z.record(z.string(), z.string()), {})
    .check(
      z.describe(
        "Variables beside PATH, HOME, LANG and TEMP. A value of $NAME takes the variable NAME of whoever runs it, so that keys stay out of the file.",
      ),
    ),
  use: z
    ._default(z.enum(["preview", "production"]), "production")
    .check(z.describe("Which bars of speed it is held to.")),
  hosting: z._default(z.enum(["self", "cloud"]), "self").check(z.describe("cloud: the audio leaves this machine.")),
  price: z.optional(price.check(z.describe("USD: either perMinute of audio, or perHour of the machine."))),
  memoryLimit: z.optional(above("MiB of the worker that it has to fit.")),
  clipTimeout: z._default(above(""), 120).check(z.describe("Seconds that one clip may take.")),
  loadTimeout: z._default(above(""), 300).check(z.describe("Seconds from its start to its first line.")),
  parameters: z
    ._default(z.record(z.string(), option), {})
    .check(z.describe("Options of the engine that a grid may vary.")),
});

const budget = z.strictObject({
  metric: z
    .enum([...budgetMetrics, "rtf"])
    .check(
      z.describe(
        "wer, cer, der as fractions; rtfP50, rtfP95 as processing time over audio time; peakMemory in MiB; costPerHour in USD an hour of audio; wordTimingMae in ms; rtf only with noRegressionAgainst: the processing time of all clips.",
      ),
    ),
  language: z.optional(text("BCP 47 code, for example ru. Without one: each language.")),
  engine: z.optional(text("Name of an engine. Without one: each engine.")),
  atMost: z.optional(z.number().check(z.nonnegative(), z.describe("The limit itself is still good."))),
  noRegressionAgainst: z.optional(
    z
      .string()
      .check(
        z.regex(/^[^\s-][^\s]*$/),
        z.maxLength(200),
        z.describe(
          "Instead of a limit: a branch, tag or commit, as main, that a change of code must not be worse than. Judged where a change is evaluated against it.",
        ),
      ),
  ),
});

const rate = (description: string) => z.number().check(z.positive(), z.lt(1), z.describe(description));

/** `.ml-engineer/evaluation.json` as it is written. Descriptions stand in the editor's hover. */
export const configurationSchema = z.strictObject({
  $schema: z.optional(z.string()),
  schema: z.literal(1).check(z.describe("Version of this file's format.")),
  datasets: z.array(dataset).check(z.minLength(1), z.describe("Test sets.")),
  engines: z
    .array(engine)
    .check(z.minLength(1), z.describe("Speech engines to measure. The first one is what others are compared with.")),
  smallestDifference: z
    ._default(rate(""), 0.01)
    .check(z.describe("The smallest difference of WER that matters, as a fraction: 0.01 is one point.")),
  margin: z.optional(rate("How much worse a WER is still acceptable, as a fraction. Default: smallestDifference.")),
  normalizers: z
    ._default(z.record(z.string(), z.enum(configurableNormalizers)), {})
    .check(
      z.describe(
        "Normaliser by language code. Default: ru for Russian, whisper-english for English, else whisper-basic.",
      ),
    ),
  seed: z._default(z.int(), defaultSeed).check(z.describe("Decides the order of clips and every resampling.")),
  repeats: z
    ._default(z.int().check(z.minimum(1), z.maximum(100)), 5)
    .check(z.describe("Interleaved repeats when speed is compared.")),
  budgets: z._default(z.array(budget), []).check(z.describe("Limits; a missed one makes evaluate exit with 3.")),
  costCap: z._default(above(""), 5).check(z.describe("USD for all priced engines of a run; it stops there.")),
  grid: z.optional(
    z
      .strictObject({
        engine: text("Name of the engine that is varied."),
        parameters: z
          .record(z.string(), z.array(option).check(z.minLength(1)))
          .check(z.describe('Values by option, as "temperature": [0, 0.2]. Every combination is a row.')),
      })
      .check(z.describe("Runs one engine with every combination of these options.")),
  ),
});

export type WrittenConfiguration = z.infer<typeof configurationSchema>;

/** What a zod object cannot say: a budget has one of the two. */
const eitherOr = { oneOf: [{ required: ["atMost"] }, { required: ["noRegressionAgainst"] }] };

/** What `contributes.jsonValidation` gives to the editor; schemas/evaluation.schema.json holds it. */
export function jsonSchema(): unknown {
  return {
    ...z.toJSONSchema(configurationSchema, {
      target: "draft-7",
      io: "input",
      override({ zodSchema, jsonSchema }) {
        if (zodSchema === budget) Object.assign(jsonSchema, eitherOr);
      },
    }),
    title: "ML Engineer evaluation",
    description: "Test sets, speech engines and limits that ML Engineer measures.",
  };
}
