/** Whether a value of `environment` names a variable instead of holding a value: `$NAME`, the whole of it. */
export function isReference(value: string): boolean {
  return nameIn(value) !== undefined;
}

/**
 * The variables of an engine with its references filled in from the surroundings, and the names that are missing there.
 * Values that a reference brings in are secrets: they belong into no record.
 */
export function resolveEnvironment(
  environment: Readonly<Record<string, string>>,
  surroundings: Readonly<Record<string, string | undefined>>,
): { readonly variables: Readonly<Record<string, string>>; readonly missing: readonly string[] } {
  const missing: string[] = [];
  const variables = Object.entries(environment).flatMap(([variable, value]) => {
    const name = nameIn(value);
    const found = name === undefined ? value : surroundings[name];
    if (found === undefined && name !== undefined) missing.push(name);
    return found === undefined ? [] : [[variable, found] as const];
  });
  return { variables: Object.fromEntries(variables), missing };
}

function nameIn(value: string): string | undefined {
  return /^\$([A-Za-z_][A-Za-z0-9_]*)$/.exec(value)?.[1];
}
