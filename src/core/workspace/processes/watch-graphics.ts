import { spawn } from "node:child_process";
import { processEnvironment } from "./environment";
import { findProgram } from "./find-program";

/** The graphics memory that processes use, as NVIDIA's own program tells it. */
export interface GraphicsWatch {
  /** MiB at the highest so far; undefined where it is not measured. */
  peakMemory(): number | undefined;
  /** Why it is not measured. */
  note(): string | undefined;
  close(): void;
}

/**
 * Watches twice a second until it is closed.
 * @param members identifiers of the processes meant, asked for at each reading
 */
export function watchGraphics(members: () => ReadonlySet<number>): GraphicsWatch {
  let highest: number | undefined;
  let note: string | undefined = "Graphics memory is not measured: no process of the engine was listed by nvidia-smi.";
  let isClosed = false;
  let close = () => {
    isClosed = true;
  };
  const onLine = (line: string) => {
    // A listing is one line for each process, so the sum is over the processes last seen.
    const [pid, used] = line.split(",").map((field) => Number(field.trim()));
    if (pid === undefined || used === undefined || !Number.isFinite(used) || !members().has(pid)) return;
    latest.set(pid, used);
    for (const known of latest.keys()) if (!members().has(known)) latest.delete(known);
    highest = Math.max(
      highest ?? 0,
      [...latest.values()].reduce((sum, value) => sum + value, 0),
    );
    note = undefined;
  };
  const latest = new Map<number, number>();
  const environment = processEnvironment({});
  findProgram("nvidia-smi", "/", [], environment).then(
    (program) => {
      if (isClosed) return;
      const child = spawn(program, query, { env: environment, stdio: ["ignore", "pipe", "ignore"], windowsHide: true });
      let rest = "";
      child.on("error", () => {});
      child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
        const lines = (rest + chunk).split("\n");
        rest = (lines.pop() ?? "").slice(-1000);
        for (const line of lines) onLine(line);
      });
      // It ends with us by itself: nobody reads what it writes next.
      child.unref();
      close = () => {
        isClosed = true;
        child.kill();
        child.stdout.destroy();
      };
    },
    () => {
      note = "Graphics memory is not measured: there is no nvidia-smi.";
    },
  );
  return { peakMemory: () => highest, note: () => note, close: () => close() };
}

const query = ["--query-compute-apps=pid,used_memory", "--format=csv,noheader,nounits", "--loop-ms=500"];
