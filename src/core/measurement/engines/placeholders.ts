import type { ClipRequest } from "./session";

/**
 * Puts values where `{name}` stands in the arguments of a command.
 * @returns the first name that has no value, as a string
 */
export function fillCommand(
  command: readonly string[],
  values: Readonly<Record<string, string>>,
): readonly string[] | string {
  const missing = placeholdersOf(command).find((name) => !Object.hasOwn(values, name));
  return missing ?? command.map((argument) => fill(argument, values));
}

export function placeholdersOf(command: readonly string[]): readonly string[] {
  return command.flatMap((argument) => [...argument.matchAll(placeholder)].map((match) => match[1] ?? ""));
}

/** What a clip gives: `{audio}`, `{id}`, `{language}`, and `{start}` and `{end}` in seconds for a part of a recording. */
export function clipValues(clip: ClipRequest): Readonly<Record<string, string>> {
  return {
    audio: clip.audioPath,
    id: clip.id,
    language: clip.language,
    ...(clip.window && { start: `${clip.window.start}`, end: `${clip.window.end}` }),
  };
}

/** A value that itself looks like a placeholder stays as it is. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(placeholder, (found, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? "") : found,
  );
}

const placeholder = /\{([A-Za-z][A-Za-z0-9_-]*)\}/g;
