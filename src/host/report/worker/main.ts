import { parentPort, workerData } from "node:worker_threads";
import { createNodeWorkspace } from "../../../core/workspace/node-workspace";
import { type ReportPlace, ReportReader, type ReportSource } from "./report-reader";

/** What the thread is started with. */
export interface ReportJob {
  readonly place: ReportPlace;
  readonly folders: readonly string[];
  readonly trusted: boolean;
  readonly assetsFolder: string;
}

/** A call of one of the source's methods; `id` comes back with its result. */
export interface ReportCall {
  readonly id: number;
  readonly method: keyof ReportSource;
  readonly parameters: readonly unknown[];
}

export type ReportAnswer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string };

const { place, ...options } = workerData as ReportJob;
const reader = createNodeWorkspace(options).then((workspace) => new ReportReader(workspace, place));
// Who calls hears of it.
reader.catch(() => {});

parentPort?.on("message", async ({ id, method, parameters }: ReportCall) => {
  let answer: ReportAnswer;
  try {
    const source = await reader;
    const call = source[method] as (...values: readonly unknown[]) => Promise<unknown>;
    answer = { id, result: await call.apply(source, [...parameters]) };
  } catch (error) {
    answer = { id, error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer);
});
