/**
 * What the two languages have in common: a module holds classes and functions, these bind names, and calls happen in them.
 * Everything after this folder works on these types and does not know the language, except for how imports are found.
 */
export type Unit = ModuleUnit | ClassUnit | FunctionUnit;

interface UnitBase {
  /** Qualified by module path, for example `transcription.service.transcribe`. */
  readonly name: string;
  readonly bindings: Map<string, Binding[]>;
  /** Calls that run when this unit's own body runs, in source order. */
  readonly calls: CallSite[];
}

export interface ModuleUnit extends UnitBase {
  readonly kind: "module";
  readonly path: string;
  readonly language: "python" | "javascript";
  readonly source: string;
  readonly lines: readonly string[];
  readonly functions: FunctionUnit[];
  /** How many functions had a name, so that a second one of the same name gets another. */
  readonly functionNames: Map<string, number>;
  readonly classes: ClassUnit[];
  /** Modules of `from x import *` and `export * from "x"`, as written. */
  readonly stars: string[];
  /** Line of `if __name__ == "__main__"`. */
  mainLine: number | undefined;
}

export interface ClassUnit extends UnitBase {
  readonly kind: "class";
  readonly shortName: string;
  readonly module: ModuleUnit;
  readonly parent: Unit;
  readonly line: number;
  readonly endLine: number;
  readonly bases: readonly Expression[];
  readonly decorators: readonly Expression[];
  /** What methods assign to `self.name`. */
  readonly attributes: Map<string, Binding[]>;
}

export interface FunctionUnit extends UnitBase {
  readonly kind: "function";
  readonly shortName: string;
  readonly module: ModuleUnit;
  readonly parent: Unit;
  readonly line: number;
  readonly endLine: number;
  readonly isAsync: boolean;
  /** Has a `yield` of its own. */
  isGenerator: boolean;
  readonly parameters: ParameterUnit[];
  readonly decorators: readonly Expression[];
  readonly returnType: Expression | undefined;
  /** Returned and yielded values. */
  readonly returns: Expression[];
}

export interface ParameterUnit {
  readonly name: string;
  readonly line: number;
  readonly annotation: Expression | undefined;
  readonly defaultValue: Expression | undefined;
  /** `*args`, `**options` or `...rest`. */
  readonly isRest: boolean;
}

export type Binding =
  | {
      readonly kind: "value";
      readonly line: number;
      /** Unit whose names the value uses. */
      readonly unit: Unit;
      readonly value: Expression | undefined;
      readonly annotation: Expression | undefined;
    }
  | { readonly kind: "import"; readonly line: number; readonly from: string; readonly member: string | undefined }
  | { readonly kind: "function"; readonly line: number; readonly unit: FunctionUnit }
  | { readonly kind: "class"; readonly line: number; readonly unit: ClassUnit }
  | {
      readonly kind: "parameter";
      readonly line: number;
      readonly unit: FunctionUnit;
      readonly parameter: ParameterUnit;
      readonly index: number;
    };

export interface CallSite {
  readonly expression: CallExpression;
  readonly unit: Unit;
  /** Inside a `try` that catches errors. */
  readonly guarded: boolean;
}

interface ExpressionBase {
  readonly line: number;
  readonly endLine: number;
  readonly start: number;
  readonly end: number;
}

export interface Argument {
  /** Keyword or key; undefined for a positional argument and for a spread. */
  readonly name: string | undefined;
  readonly isSpread: boolean;
  readonly value: Expression;
}

export interface CallExpression extends ExpressionBase {
  readonly kind: "call";
  readonly callee: Expression;
  readonly arguments: readonly Argument[];
  /** Stands right under `await`. */
  isAwaited?: true;
}

export interface DictionaryExpression extends ExpressionBase {
  readonly kind: "dictionary";
  readonly entries: readonly Argument[];
}

export type Expression =
  | (ExpressionBase & { readonly kind: "literal"; readonly value: string; readonly isString: boolean })
  | (ExpressionBase & { readonly kind: "name"; readonly name: string })
  | (ExpressionBase & { readonly kind: "member"; readonly object: Expression; readonly name: string })
  | (ExpressionBase & {
      readonly kind: "subscript";
      readonly object: Expression;
      readonly index: Expression | undefined;
    })
  | CallExpression
  | DictionaryExpression
  | (ExpressionBase & { readonly kind: "list"; readonly items: readonly Expression[] })
  /** One of several values: `a or b`, `a ?? b`, `a if c else b`. */
  | (ExpressionBase & { readonly kind: "choice"; readonly options: readonly Expression[] })
  /** An item of an iterable: by position when unpacked, any of them in a loop. */
  | (ExpressionBase & { readonly kind: "element"; readonly of: Expression; readonly index: number | undefined })
  | (ExpressionBase & { readonly kind: "function"; readonly unit: FunctionUnit })
  /** Arithmetic, templates, comprehensions: only what they are made of is known. */
  | (ExpressionBase & { readonly kind: "opaque"; readonly children: readonly Expression[] });

/** Source text of an expression on one line. */
export function textOf(expression: Expression, unit: Unit, maximumLength = 120): string {
  const text = moduleOf(unit).source.slice(expression.start, expression.end).replace(/\s+/g, " ");
  return text.length > maximumLength ? `${text.slice(0, maximumLength - 1)}…` : text;
}

export function moduleOf(unit: Unit): ModuleUnit {
  return unit.kind === "module" ? unit : unit.module;
}

/** Name under which items put into a container (`cache[key] = value`) are bound. */
export function itemsOf(name: string): string {
  return `${name}[]`;
}

/** Name under which one item of a container (`options["language"] = value`) is bound. */
export function itemOf(name: string, key: string): string {
  return `${name}[${key}]`;
}
