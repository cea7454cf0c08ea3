import { failure, type ToolResult } from "../tools/tool";

/** The result of a call that the person ended. */
export const stopped: ToolResult = failure("Stopped by the person before it finished.");

/** Waits no longer than the deadline, even for a tool that does not listen to its signal. */
export async function withDeadline<Result>(
  milliseconds: number,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result | ToolResult> {
  const controller = new AbortController();
  return new Promise<Result | ToolResult>((resolve) => {
    const stop = () => {
      resolve(stopped);
      controller.abort();
    };
    const timer = setTimeout(() => {
      resolve(
        failure(
          `Stopped after ${milliseconds / 1000} s.`,
          "Narrow the call: a folder, a more specific pattern, a smaller range.",
        ),
      );
      controller.abort();
    }, milliseconds);
    signal.addEventListener("abort", stop, { once: true });
    void run(controller.signal)
      .catch((error: unknown) => failure(`The tool failed: ${error instanceof Error ? error.message : String(error)}.`))
      .then(resolve)
      .finally(() => {
        clearTimeout(timer);
        signal.removeEventListener("abort", stop);
      });
  });
}
