/** A function of the project that may turn a recording into text. Plain data, made from a map of the speech code. */
export interface EngineFunction {
  /** As `module:name` or `module:Class.name`; the module's path starts at the workspace root. */
  readonly id: string;
  /** Workspace path of its file. */
  readonly path: string;
  readonly line: number;
  /** `transcribe`, or `Class.transcribe`. */
  readonly name: string;
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  readonly parameters: readonly FunctionParameter[];
  /** Calls between it and the engine's own; 0 when it calls the engine itself. */
  readonly distance: number;
  /** What people call the engine, for example "faster-whisper". */
  readonly engine: string;
  readonly hosting: "self" | "cloud";
  /** It answers an upload. */
  readonly route?: { readonly framework: string; readonly address: string };
  /** It is run by a queue. */
  readonly isTask: boolean;
  /** Functions of the same class that are on the way, by their own name, with what they need beside `self`. */
  readonly siblings: readonly { readonly name: string; readonly needs: number }[];
}

export interface FunctionParameter {
  readonly name: string;
  readonly annotation?: string;
  readonly defaultText?: string;
  readonly isRest?: true;
}

/** The parameters that a caller gives: neither `self` nor `*rest`. */
export function givenParameters({ parameters }: EngineFunction): readonly FunctionParameter[] {
  return parameters.filter(({ name, isRest }, index) => !isRest && !(index === 0 && /^(self|cls)$/.test(name)));
}

export function isMethod({ name, parameters }: EngineFunction): boolean {
  return name.includes(".") && parameters[0]?.name === "self";
}
