export const chromiumFlags: readonly string[];
export function findChromium(environment?: NodeJS.ProcessEnv): string | undefined;
export function installChromium(): string;
