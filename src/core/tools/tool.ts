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
}

export interface ToolDefinition<Name extends string, Schema extends z.ZodMiniType> {
  readonly name: Name;
  readonly description: string;
  readonly input: Schema;
  readonly access: "read" | "ask";
  title(input: z.infer<Schema>): string;
  /** May throw ToolError and PathError; both become error results. */
  run(input: z.infer<Schema>, context: ToolContext): Promise<ToolResult>;
}

export function defineTool<const Name extends string, Schema extends z.ZodMiniType>(
  definition: ToolDefinition<Name, Schema>,
): Tool<Name> {
  const { name, description, access, input: schema } = definition;
  return {
    name,
    description,
    access,
    inputSchema: inputSchemaOf(schema),
    title(input) {
      const parsed = schema.safeParse(input);
      return parsed.success ? definition.title(parsed.data) : "";
    },
    async invoke(input, context) {
      const parsed = schema.safeParse(input);
      if (!parsed.success) return failure(`Invalid input for ${name}: ${issuesOf(parsed.error)}.`);
      try {
        return await definition.run(parsed.data, context);
      } catch (error) {
        return failureOf(error, context.signal);
      }
    },
  };
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
