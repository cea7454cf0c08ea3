import type { EntryPoint } from "../../pipeline/map";
import { at, code } from "../wording";

export interface MissingLimit {
  /** False when the limit may be set where the map does not look, for example in the settings of the whole application. */
  readonly certain: boolean;
  readonly sentence: string;
  readonly consequence: string;
  readonly remedy: string;
}

/** What happens to inference under an entry point that sets no limit, by the documented defaults of its framework. */
export function limitWithout(entry: EntryPoint): MissingLimit {
  const name = `${code(entry.name)} (${at(entry.place)})`;
  switch (entry.framework) {
    case "dramatiq":
      return cutOff(entry, name, "time_limit", "10 minutes", `the ${code("TimeLimit")} middleware`);
    case "rq":
      return cutOff(entry, name, "job_timeout", "180 seconds", "the queue");
    case "arq":
      return cutOff(entry, name, "timeout", "300 seconds", "the worker");
    case "celery":
      return {
        certain: false,
        sentence: `The Celery task ${name} sets neither ${code("time_limit")} nor ${code("soft_time_limit")}, and Celery has no limit by default (${code("task_time_limit")} of the application would be one).`,
        consequence: "A corrupt or very long recording can hold a worker for good.",
        remedy: `Set ${code("soft_time_limit")} and ${code("time_limit")} on the task.`,
      };
    default:
      return entry.kind === "route" ? route(entry, name) : otherTask(entry, name);
  }
}

function cutOff(entry: EntryPoint, name: string, option: string, limit: string, elsewhere: string): MissingLimit {
  const retries = entry.options.find((candidate) => candidate.name === "max_retries")?.value.text;
  const again =
    entry.framework !== "dramatiq"
      ? ""
      : retries === undefined
        ? " and, by dramatiq's default, tried again up to 20 times"
        : retries === "0"
          ? ""
          : ` and started from the beginning ${retries} more times`;
  return {
    certain: true,
    sentence: `The task ${name} sets no ${code(option)}, so ${entry.framework} stops it after its default of ${limit}, unless ${elsewhere} was given another.`,
    consequence: `A recording that takes longer than ${limit} to transcribe is cut off${again}: it never finishes, and nothing in the project says why.`,
    remedy: `Set ${code(option)} on ${code(entry.name)} from settings, and a guard of your own around the inference that fails with a message.`,
  };
}

function route(entry: EntryPoint, name: string): MissingLimit {
  const isAsync = entry.framework === "fastapi" || entry.framework === "starlette";
  return {
    certain: isAsync,
    sentence: isAsync
      ? `The route ${name} waits for the answer without a limit.`
      : `The route ${name} waits for the answer; only the server's worker timeout, if there is one, would end it.`,
    consequence:
      "A long or corrupt upload holds its request, and the thread that works on it, for as long as the inference takes.",
    remedy: isAsync
      ? `Answer ${code(entry.name)} from a queued job, or await the inference from a thread and put a limit around that (${code("anyio.fail_after")}, ${code("asyncio.wait_for")}).`
      : `Answer ${code(entry.name)} from a queued job.`,
  };
}

function otherTask(entry: EntryPoint, name: string): MissingLimit {
  return {
    certain: false,
    sentence: `The ${entry.framework} task ${name} sets no limit; whether the worker's configuration does is not in the code that was read.`,
    consequence: "A corrupt or very long recording may hold a worker for good.",
    remedy: "Set a time limit on the task.",
  };
}
