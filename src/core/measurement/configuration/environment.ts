/** Whether a value of `environment` names a variable instead of holding a value: `$NAME`, the whole of it. */
export function isReference(value: string): boolean {
  return nameIn(value) !== undefined;
}

/** Whether what a variable of this name holds is not to be written anywhere. */
export function isSecretName(name: string): boolean {
  return /(KEY|TOKEN|SECRET|PASSWORD)$/i.test(name);
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

/** The same for telling environments apart: secrets stay names, and so does what is not set. */
export function tellingEnvironment(
  environment: Readonly<Record<string, string>>,
  surroundings: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const variables = Object.entries(environment).map(([variable, value]) => {
    const name = nameIn(value);
    const isHidden = name === undefined || isSecretName(variable) || isSecretName(name);
    return [variable, isHidden ? value : (surroundings[name] ?? value)] as const;
  });
  return Object.fromEntries(variables);
}

function nameIn(value: string): string | undefined {
  return /^\$([A-Za-z_][A-Za-z0-9_]*)$/.exec(value)?.[1];
}
