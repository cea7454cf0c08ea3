/** A log that keeps its lines. */
export function fakeLogChannel() {
  const lines: string[] = [];
  const at = (level: string) => (message: string) => void lines.push(`[${level}] ${message}`);
  return {
    name: "ML Engineer",
    lines,
    trace: at("trace"),
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    shown: 0,
    show() {
      this.shown += 1;
    },
    dispose(): void {},
  };
}
