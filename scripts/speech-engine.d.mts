export function hasSpeechEngine(environment?: NodeJS.ProcessEnv): boolean;
export function installSpeechEngine(): string | undefined;
