/** How a person does what a remedy asks for: with the command line, or in an editor. Each is a part of a sentence. */
export interface RemedyWays {
  readonly again: string;
  readonly otherFunction: string;
  readonly otherInterpreter: string;
  readonly speech: string;
  sourceRoot(folder: string): string;
  readonly workingDirectory: string;
  environment(names: readonly string[]): string;
}

export const commandLineWays: RemedyWays = {
  again: "try again with --check",
  otherFunction: "with --function MODULE:NAME",
  otherInterpreter: "with --python",
  speech: "try again with --clip FILE and a clip of speech",
  sourceRoot: (folder) => `try --source-root ${folder}`,
  workingDirectory: "with --cwd FOLDER",
  environment: (names) => `give ${names.map((name) => `--env ${name}=VALUE`).join(" ")}`,
};

export const editorWays: RemedyWays = {
  again: "try again",
  otherFunction: "by setting up again",
  otherInterpreter: "as the first part of `command` in .ml-engineer/evaluation.json",
  speech: "set up again with a test set whose first clip has speech",
  sourceRoot: (folder) => `let \`root\` in .ml-engineer/engine.py lead to ${folder}`,
  workingDirectory: "as `workingDirectory` in .ml-engineer/evaluation.json",
  environment: (names) =>
    `give the engine in .ml-engineer/evaluation.json \`"environment": {${names.map((name) => `"${name}": "VALUE"`).join(", ")}}\``,
};
