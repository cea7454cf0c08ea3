/**
 * What a program that the person configured gets of our own environment: where programs, its home, caches and temporary
 * files are, the language, and which graphics card to use. Keys and tokens are not among them; who needs one gives it.
 * @param given comes last, so that it overrules
 */
export function processEnvironment(given: Readonly<Record<string, string>>): Record<string, string> {
  const passedOn = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && isPassedOn(entry[0]),
  );
  return { ...Object.fromEntries(passedOn), ...given };
}

/** The value of a variable whose name has no case on Windows. */
export function environmentValue(environment: Readonly<Record<string, string>>, name: string): string | undefined {
  if (process.platform !== "win32") return environment[name];
  return Object.entries(environment).find(([key]) => key.toUpperCase() === name)?.[1];
}

function isPassedOn(name: string): boolean {
  const upper = process.platform === "win32" ? name.toUpperCase() : name;
  return passedOnNames.has(upper) || upper.startsWith("LC_");
}

const passedOnNames = new Set([
  ...["PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP"],
  ...["XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"],
  ...["LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "CUDA_HOME"],
  ...["SYSTEMROOT", "SYSTEMDRIVE", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "PROGRAMFILES"],
  ...["PATHEXT", "COMSPEC", "NUMBER_OF_PROCESSORS"],
]);
