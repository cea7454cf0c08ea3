import { describe, expect, it } from "vitest";
import type { EntryPoint, PipelineMap } from "../../../src/core/pipeline/map";
import { missingTimeLimit } from "../../../src/core/review/rules/missing-time-limit";
import { call, entry, fn, google, parameter, pipeline, said, use } from "./small-maps";

const flagged = "No time limit on `model.transcribe` (openai-whisper) [tasks.py:5 > tasks.py:12 > service.py:20]";
const timeout = (text: string | undefined = "60"): ReturnType<typeof parameter> => parameter("timeout", text);

function task(framework: string, ...options: EntryPoint["options"]): PipelineMap {
  return pipeline({ entryPoints: [entry({ framework, options })] });
}

function calling(onward: ReturnType<typeof call>, ...others: readonly ReturnType<typeof call>[]): PipelineMap {
  return pipeline({ functions: [fn("tasks.work", ...others, onward), fn("service.transcribe")] });
}

const onward = call("transcribe", "tasks.py:12", ["service.transcribe"]);
const waiting = (result: ReturnType<typeof call>): PipelineMap =>
  pipeline({ engines: [google()], functions: [fn("tasks.work", onward), fn("service.transcribe", result)] });

describe("rule 10, no time limit", () => {
  it.each<[string, PipelineMap, readonly string[]]>([
    ["dramatiq's default", task("dramatiq"), [`risk: ${flagged}`]],
    ["rq's default", task("rq"), [`risk: ${flagged}`]],
    ["Celery may be limited for the whole application", task("celery"), [`unproven: ${flagged}`]],
    ["a task of a framework without a known default", task("huey"), [`unproven: ${flagged}`]],
    [
      "time_limit",
      task("dramatiq", parameter("time_limit", "3600000", "literal", "tasks.py:5")),
      ["in order tasks.py:5: `time_limit` limits the time of `model.transcribe` on the way from `work`."],
    ],
    [
      "time_limit from settings",
      task("dramatiq", {
        name: "time_limit",
        value: { text: undefined, origin: "settings", chain: [{ place: { path: "tasks.py", line: 6 }, text: "" }] },
      }),
      ["in order tasks.py:6: `time_limit` limits the time of `model.transcribe` on the way from `work`."],
    ],
    ["time_limit=None is none", task("dramatiq", parameter("time_limit", "None")), [`risk: ${flagged}`]],
    ["an endless limit is none", task("dramatiq", parameter("time_limit", 'float("inf")')), [`risk: ${flagged}`]],
    [
      "a block around the call",
      calling(onward, call("anyio.fail_after", "tasks.py:11")),
      ["in order tasks.py:11: `anyio.fail_after` limits the time of `model.transcribe` on the way from `work`."],
    ],
    [
      "wait_for around the call",
      calling(onward, call("asyncio.wait_for", "tasks.py:11", [], [timeout()])),
      ["in order tasks.py:11: `asyncio.wait_for` limits the time of `model.transcribe` on the way from `work`."],
    ],
    [
      "wait_for far away",
      calling(onward, call("asyncio.wait_for", "tasks.py:2", [], [timeout()])),
      [
        "undecided: Rule 10: whether `asyncio.wait_for` at tasks.py:2 limits the time of `model.transcribe` (service.py:20) is not certain.",
      ],
    ],
    [
      "a function that runs on another machine",
      calling(call("transcribe.remote", "tasks.py:12", ["service.transcribe"])),
      [
        "undecided: Rule 10: whether `transcribe.remote` at tasks.py:12 limits the time of `model.transcribe` (service.py:20) is not certain.",
      ],
    ],
    [
      "waiting for a future",
      calling(onward, call("future.result", "tasks.py:13", [], [timeout()])),
      ["in order tasks.py:13: `future.result` limits the time of `model.transcribe` on the way from `work`."],
    ],
    [
      "waiting without end",
      calling(onward, call("future.result", "tasks.py:13", [], [timeout("None")])),
      [`risk: ${flagged}`],
    ],
    [
      "a timeout of the call itself",
      pipeline({ engines: [use({ parameters: [timeout()] })] }),
      ["in order service.py:20: `timeout` limits the time of `model.transcribe` on the way from `work`."],
    ],
    ["a command line", pipeline({ entryPoints: [entry({ kind: "command", framework: "argparse" })] }), []],
    [
      "Google with a timeout",
      waiting(call("operation.result", "service.py:21", [], [timeout()])),
      [
        "in order service.py:21: `operation.result` limits the time of `client.long_running_recognize` on the way from `work`.",
      ],
    ],
    [
      "Google without one",
      waiting(call("operation.result", "service.py:21")),
      [
        "minor: No timeout of its own while waiting for Google Speech [tasks.py:5 > tasks.py:12 > service.py:20 > service.py:21]",
      ],
    ],
    ["Google waited for elsewhere", waiting(call("queue.put", "service.py:21")), []],
    [
      "a client with limits of its own",
      pipeline({ engines: [google({ engine: "openai-api", call: "client.audio.transcriptions.create" })] }),
      [],
    ],
  ])("%s", (_case, over, expected) => expect(said(missingTimeLimit, over)).toEqual(expected));

  it("takes a limit that the sender gives", () => {
    const base = pipeline();
    const sender = call("queue.enqueue", "router.py:9", ["tasks.work"], [parameter("job_timeout", "3600")]);
    const over = { ...base, functions: [...base.functions, fn("router.submit", sender)] };
    expect(said(missingTimeLimit, over)).toEqual([
      "in order router.py:9: `queue.enqueue` limits the time of `model.transcribe` on the way from `work`.",
    ]);
  });

  it("says what dramatiq does with a recording that takes longer", () => {
    const [finding] = missingTimeLimit.check(task("dramatiq", parameter("max_retries", "2"))).findings;
    expect(finding?.explanation).toContain("default of 10 minutes");
    expect(finding?.consequence).toContain("started from the beginning 2 more times");
  });

  it("makes one finding of the engines behind the same entry points, and keeps every place", () => {
    const [first, second] = ["a.Whisper.transcribe", "b.Faster.transcribe"] as const;
    const engines = [
      use({ functionName: first, place: { path: "a.py", line: 3 } }),
      use({ functionName: second, place: { path: "b.py", line: 4 }, label: "faster-whisper" }),
      use({ functionName: second, place: { path: "b.py", line: 9 }, label: "faster-whisper" }),
    ];
    const functions = [
      fn("tasks.work", call("engine.transcribe", "tasks.py:12", [first, second])),
      fn(first),
      fn(second),
    ];
    expect(said(missingTimeLimit, pipeline({ engines, functions }))).toEqual([
      "risk: No time limit on inference behind `work` (openai-whisper, faster-whisper) [tasks.py:5 > tasks.py:12 > a.py:3 > b.py:4 > b.py:9]",
    ]);
    const other = entry({ name: "other", functionName: "tasks.other", place: { path: "tasks.py", line: 30 } });
    const apart = [...functions, fn("tasks.other", call("Faster", "tasks.py:31", [second]))];
    expect(said(missingTimeLimit, pipeline({ engines, functions: apart, entryPoints: [entry(), other] }))).toEqual([
      "risk: No time limit on `model.transcribe` (openai-whisper) [tasks.py:5 > tasks.py:12 > a.py:3]",
      "risk: No time limit on inference behind `work` and `other` (faster-whisper) [tasks.py:5 > tasks.py:12 > b.py:4 > tasks.py:30 > tasks.py:31 > b.py:9]",
    ]);
  });

  it("leaves live streams alone, which bring a moment of audio at a time", () => {
    const over = (name: string, options: EntryPoint["options"] = []) =>
      pipeline({ entryPoints: [entry({ kind: "route", framework: "fastapi", name, options })] });
    expect(said(missingTimeLimit, over("/live"))).toEqual([]);
    expect(said(missingTimeLimit, over("POST /file"))).toEqual([`risk: ${flagged}`]);
    expect(said(missingTimeLimit, over("/file", [parameter("methods", '["POST"]')]))).toEqual([`risk: ${flagged}`]);
  });

  it("makes one finding of a task and a route that reach the same call", () => {
    const draft = entry({
      kind: "route",
      framework: "fastapi",
      name: "POST /draft",
      functionName: "router.draft",
      place: { path: "router.py", line: 3 },
    });
    const base = pipeline();
    const over = {
      ...base,
      entryPoints: [entry(), draft],
      functions: [...base.functions, fn("router.draft", call("run_sync", "router.py:6", ["service.transcribe"]))],
    };
    const { findings } = missingTimeLimit.check(over);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.explanation).toContain("`POST /draft` (router.py:3) waits for the answer without a limit");
    expect(findings[0]?.chain.map(({ place }) => place.path)).toEqual([
      "tasks.py",
      "tasks.py",
      "service.py",
      "router.py",
      "router.py",
    ]);
  });
});
