import * as z from "zod/mini";
import englishMessages from "zod/v4/locales/en.js";
import { PathError } from "../workspace/path-error";
import type { Workspace } from "../workspace/workspace";

// The small build of zod has no messages of its own, and a model can only correct what it is told.
z.config(englishMessages());

export interface ToolContext {
  readonly workspace: Workspace;
  /** Aborts when the person stops or the tool's time is up; child processes and workers must end with it. */
  readonly signal: AbortSignal;
  /** Identifies the model's call, so that a record can name what it came from; absent outside of a conversation. */
  readonly call?: string;
}

export interface ToolResult {
  /** What the model reads. Bounded, and it says how to get the rest. */
  readonly content: string;
  readonly isError: boolean;
  /** A few words for the tool's row, for example "3 matches in 2 files". */
  readonly summary: string;
}

/** A failure that the model can react to: a sentence, and a hint what to do next. Never a stack trace. */
export class ToolError extends Error {
  override readonly name = "ToolError";

  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

/** A tool as the loop sees it: its input type is erased, and `invoke` never throws. */
export interface Tool<Name extends string = string> {
  readonly name: Name;
  readonly description: string;
  /** JSON schema of the input, as sent to the model. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
  /** `read` tools run at once and in parallel; `ask` tools wait for the person each time. */
  readonly access: "read" | "ask";
  /** A short label for the tool's row, for example the pattern or `path:line`. Tolerates any input. */
  title(input: unknown): string;
  invoke(input: unknown, context: ToolContext): Promise<ToolResult>;
  /**
   * Of an `ask` tool whose consequences only a look at the workspace shows: what the person is asked, with the work that a
   * yes starts. Nothing is changed or started before. Never throws; an error result when there is nothing to ask about.
   */
  propose?(input: unknown, context: ToolContext): Promise<Proposal | ToolResult>;
  /** Milliseconds that a call may take, for one that is meant to take long. Default: the limit of the session. */
  readonly timeLimit?: number;
}

/** One piece of work, as the person is shown it. What runs is this and nothing that was read again. */
export interface Proposal {
  /** All that a yes starts, line by line. */
  readonly text: string;
  /** To be called once, after a yes. Never throws. */
  run(context: ToolContext): Promise<ToolResult>;
  /** Lets go of what was prepared, after a no. */
  withdraw(): Promise<void>;
}

export interface ToolDefinition<Name extends string, Schema extends z.ZodMiniType> {
  readonly name: Name;
  readonly description: string;
  readonly input: Schema;
  readonly access: "read" | "ask";
  title(input: z.infer<Schema>): string;
  /** Milliseconds, see {@link Tool.timeLimit}. */
  readonly timeLimit?: number;
  /** May throw ToolError and PathError; both become error results. */
  run(input: z.infer<Schema>, context: ToolContext): Promise<ToolResult>;
}

export function defineTool<const Name extends string, Schema extends z.ZodMiniType>(
  definition: ToolDefinition<Name, Schema>,
): Tool<Name> {
  return {
    ...describe(definition),
    access: definition.access,
    async invoke(input, context) {
      return await checked(definition, input, context, (valid) => definition.run(valid, context));
    },
  };
}

export interface ProposingToolDefinition<Name extends string, Schema extends z.ZodMiniType>
  extends Omit<ToolDefinition<Name, Schema>, "access" | "run"> {
  /** May throw like {@link ToolDefinition.run}, and so may the work of the proposal. */
  propose(input: z.infer<Schema>, context: ToolContext): Promise<Proposal>;
}

/** A tool that asks the person about exactly what it is going to do. Without a person it does nothing. */
export function defineProposingTool<const Name extends string, Schema extends z.ZodMiniType>(
  definition: ProposingToolDefinition<Name, Schema>,
): Tool<Name> {
  return {
    ...describe(definition),
    access: "ask",
    invoke: async () => failure("The person was not asked.", "Call it where somebody can answer."),
    async propose(input, context) {
      return await checked(definition, input, context, async (valid): Promise<Proposal> => {
        const proposal = await definition.propose(valid, context);
        return { ...proposal, run: (later) => caught(() => proposal.run(later), later) };
      });
    },
  };
}

type Described<Name extends string, Schema extends z.ZodMiniType> = Omit<
  ToolDefinition<Name, Schema>,
  "access" | "run"
>;

function describe<Name extends string, Schema extends z.ZodMiniType>(definition: Described<Name, Schema>) {
  const { name, description, input: schema, timeLimit } = definition;
  return {
    name,
    description,
    inputSchema: inputSchemaOf(schema),
    ...(timeLimit !== undefined && { timeLimit }),
    title(input: unknown) {
      const parsed = schema.safeParse(input);
      return parsed.success ? definition.title(parsed.data) : "";
    },
  };
}

async function checked<Schema extends z.ZodMiniType, Result>(
  { name, input: schema }: { readonly name: string; readonly input: Schema },
  input: unknown,
  context: ToolContext,
  work: (input: z.infer<Schema>) => Promise<Result>,
): Promise<Result | ToolResult> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) return failure(`Invalid input for ${name}: ${issuesOf(parsed.error)}.`);
  return await caught(() => work(parsed.data), context);
}

async function caught<Result>(work: () => Promise<Result>, { signal }: ToolContext): Promise<Result | ToolResult> {
  try {
    return await work();
  } catch (error) {
    return failureOf(error, signal);
  }
}

export function success(content: string, summary: string): ToolResult {
  return { content, isError: false, summary };
}

export function failure(message: string, hint?: string): ToolResult {
  return { content: hint === undefined ? message : `${message} ${hint}`, isError: true, summary: message };
}

function failureOf(error: unknown, signal: AbortSignal): ToolResult {
  if (signal.aborted) return failure("Stopped before it finished.");
  if (error instanceof ToolError || error instanceof PathError) return failure(error.message, error.hint);
  return failure(`The tool failed: ${error instanceof Error ? error.message : String(error)}.`);
}

function inputSchemaOf(schema: z.ZodMiniType): Record<string, unknown> {
  const { $schema: _dialect, ...inputSchema } = z.toJSONSchema(schema, { io: "input" });
  return inputSchema;
}

function issuesOf(error: z.core.$ZodError): string {
  return error.issues
    .map((issue) => (issue.path.length > 0 ? `${issue.path.join(".")}: ${issue.message}` : issue.message))
    .join("; ");
}
