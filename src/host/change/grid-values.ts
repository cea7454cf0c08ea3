import { engineParameter } from "./engine-parameters";

/** What the question for values begins with: the value of the code, then those that are worth a comparison. */
export function proposedValues(parameter: string, current: string | undefined): string {
  const usual = engineParameter(parameter)?.values ?? [];
  const isNew = current !== undefined && !usual.some((value) => sameValue(value, current));
  const all = isNew && !/[,\n]/.test(current) ? [current, ...usual] : usual;
  return all.filter((value) => value !== "").join(", ");
}

/** Values as they are written, `5`, `0.2`, `true` or text, in JSON's types; of two that mean the same the first. */
export function valuesOf(written: string): readonly (string | number | boolean)[] {
  const values: (string | number | boolean)[] = [];
  for (const part of written.split(",").map((text) => text.trim())) {
    if (part === "") continue;
    const value = typed(part);
    if (!values.some((known) => String(known) === String(value))) values.push(value);
  }
  return values;
}

function typed(text: string): string | number | boolean {
  const quoted = /^(["'])(.*)\1$/.exec(text)?.[2];
  if (quoted !== undefined) return quoted;
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  // A number keeps its spelling when JSON would write it otherwise, as `1.0`.
  return String(Number(text)) === text ? Number(text) : text;
}

function sameValue(one: string, other: string): boolean {
  return String(typed(one)) === String(typed(other)) || Number(one) === Number(other);
}
