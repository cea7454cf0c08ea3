import { describe, expect, it } from "vitest";
import type {
  EngineUse,
  EntryPoint,
  PipelineCall,
  PipelineFunction,
  PipelineMap,
} from "../../../src/core/pipeline/map";
import { blockedEventLoop } from "../../../src/core/review/rules/blocked-event-loop";
import { call, entry, fn, google, map, place, said, use } from "./small-maps";

const route = (parts: Partial<EntryPoint> = {}): EntryPoint =>
  entry({ kind: "route", framework: "fastapi", name: "POST /asr", functionName: "router.asr", ...parts });
const inference = (parts: Partial<EngineUse> = {}): EngineUse => use({ blocks: true, ...parts });
const asynchronous = (one: PipelineFunction): PipelineFunction => ({ ...one, isAsync: true });
const awaited = (one: PipelineCall): PipelineCall => ({ ...one, isAwaited: true });
const onward = (text: string): PipelineCall => call(text, "router.py:12", ["service.transcribe"]);
const handler = (...calls: readonly PipelineCall[]): PipelineFunction => asynchronous(fn("router.asr", ...calls));

/** The route `router.asr` and what it calls; `service.transcribe` holds the engine call. */
function web(calls: readonly PipelineCall[], parts: Partial<PipelineMap> = {}): PipelineMap {
  const functions = [handler(...calls), fn("service.transcribe")];
  return map({ engines: [inference()], entryPoints: [route()], functions, ...parts });
}

const plain = onward("service.transcribe");
const title = "Inference blocks the event loop behind `POST /asr` (openai-whisper)";
const flagged = `risk: ${title} [tasks.py:5 > router.py:12 > service.py:20]`;
const inside = (use: EngineUse): PipelineMap => web([], { engines: [{ ...use, functionName: "router.asr" }] });
const freed = (what: string, by: string, at = "router.py:12"): string =>
  `in order ${at}: \`asr\` leaves \`${what}\` to \`${by}\`, so the event loop stays free.`;
const unclear = (text: string): string =>
  `undecided: Rule 7: whether what \`${text}\` (router.py:12) leads to runs on the event loop of \`POST /asr\` is not certain.`;
const started = (parts: Partial<EntryPoint>): PipelineMap => web([plain], { entryPoints: [route(parts)] });

describe("rule 7, inference on the event loop", () => {
  it.each<[string, PipelineMap, readonly string[]]>([
    ["a plain call in an async route", web([plain]), [flagged]],
    ["the engine call itself", inside(inference()), [`risk: ${title} [tasks.py:5 > service.py:20]`]],
    ["a WebSocket handler", started({ name: "/live" }), [flagged.replace("POST /asr", "/live")]],
    ["an arq task", started({ kind: "task", framework: "arq", name: "asr" }), [flagged.replace("POST /asr", "asr")]],
    [
      "a recognizer that is fed a stream",
      web([plain], { engines: [inference({ call: "rec.AcceptWaveform" })], entryPoints: [route({ name: "/live" })] }),
      [flagged.replace("risk", "unproven").replace("POST /asr", "/live")],
    ],
    [
      "an async function in between",
      web([awaited(call("step", "router.py:8", ["router.step"]))], {
        functions: [
          handler(awaited(call("step", "router.py:8", ["router.step"]))),
          asynchronous(fn("router.step", plain)),
          fn("service.transcribe"),
        ],
      }),
      [`risk: ${title} [tasks.py:5 > router.py:8 > router.py:12 > service.py:20]`],
    ],
    ["anyio", web([onward("anyio.to_thread.run_sync")]), [freed("transcribe", "anyio.to_thread.run_sync")]],
    ["asyncio", web([awaited(onward("asyncio.to_thread"))]), [freed("transcribe", "asyncio.to_thread")]],
    ["an executor", web([onward("loop.run_in_executor")]), [freed("transcribe", "loop.run_in_executor")]],
    ["starlette", web([onward("run_in_threadpool")]), [freed("transcribe", "run_in_threadpool")]],
    ["background tasks", web([onward("background.add_task")]), [freed("transcribe", "background.add_task")]],
    [
      "the engine call handed over itself",
      inside(inference({ wrapper: "asyncio.to_thread" })),
      [freed("model.transcribe", "asyncio.to_thread", "service.py:20")],
    ],
    [
      "a plain def, which has a thread",
      web([], { functions: [fn("router.asr", plain), fn("service.transcribe")] }),
      [
        "in order tasks.py:5: `POST /asr` is a plain `def`: fastapi runs it, and `model.transcribe` with it, in a thread pool. It must not become `async` as it is.",
      ],
    ],
    ["a queue", web([onward("work.send")]), []],
    [
      "a new loop of its own",
      web([], {
        functions: [
          fn("router.asr", call("asyncio.run", "router.py:9"), call("main", "router.py:9", ["router.main"])),
          asynchronous(fn("router.main", plain)),
          fn("service.transcribe"),
        ],
      }),
      [],
    ],
    ["a command line", started({ kind: "command", framework: "main" }), []],
    [
      "Node, where every handler has the one thread",
      web([], {
        entryPoints: [route({ framework: "express" })],
        functions: [{ ...fn("router.asr", plain), place: place("router.js:1") }, fn("service.transcribe")],
      }),
      [flagged],
    ],
    ["Flask, a loop for each request", started({ framework: "flask" }), []],
    ["an awaited client", web([plain], { engines: [google({ blocks: false })] }), []],
    ["loading only", web([plain], { engines: [inference({ role: "load" })] }), []],
    [
      "a client that may be either",
      web([plain], { engines: [google()] }),
      [unclear("client.long_running_recognize").replace("router.py:12", "service.py:20")],
    ],
    ["given to something unknown", web([onward("limiter.guard")]), [unclear("limiter.guard")]],
    ["an awaited def, perhaps decorated", web([awaited(plain)]), [unclear("service.transcribe")]],
    [
      "a generator, which runs where it is read",
      web([], { functions: [handler(plain), { ...fn("service.transcribe"), isGenerator: true }] }),
      [unclear("service.transcribe")],
    ],
    [
      "waiting for the executor at once",
      web([onward("executor.submit"), call("future.result", "router.py:13")]),
      [unclear("executor.submit")],
    ],
    [
      "partial alone moves nothing",
      inside(inference({ wrapper: "functools.partial" })),
      [unclear("model.transcribe").replace("router.py:12", "service.py:20")],
    ],
    [
      "Django, whose server decides",
      started({ framework: "django" }),
      [
        "undecided: Rule 7: `POST /asr` (tasks.py:5) is `async` and comes to `model.transcribe` (service.py:20) on its own thread; whether its event loop serves others is up to how django is run.",
      ],
    ],
    [
      "segments that are computed while they are read",
      inside(inference({ engine: "faster-whisper", label: "faster-whisper", wrapper: "asyncio.to_thread" })),
      [
        "undecided: Rule 7: `asr` leaves `model.transcribe` (service.py:20) to `asyncio.to_thread`, but faster-whisper computes its segments while they are read; whether that happens on the event loop is not certain.",
      ],
    ],
    [
      "nothing starts it",
      { ...inside(inference()), entryPoints: [] },
      [
        "undecided: Rule 7: `asr` is `async` and calls `model.transcribe` (service.py:20) itself; no task, route or command was found that leads there.",
      ],
    ],
  ])("%s", (_case, over, expected) => expect(said(blockedEventLoop, over)).toEqual(expected));

  it("trusts a helper of the project that hands over what it is given", () => {
    const given = call("in_thread", "router.py:12", ["helpers.in_thread", "service.transcribe"]);
    const moved = call("anyio.to_thread.run_sync", "helpers.py:4", ["service.transcribe"]);
    const functions = [handler(given), asynchronous(fn("helpers.in_thread", moved)), fn("service.transcribe")];
    expect(said(blockedEventLoop, web([], { functions }))).toEqual([
      "in order helpers.py:4: `in_thread` leaves `transcribe` to `anyio.to_thread.run_sync`, so the event loop stays free.",
    ]);
  });

  it("makes one finding of the engines behind one call, and names each", () => {
    const classes = ["a.Whisper.transcribe", "b.Faster.transcribe"];
    const engines = [
      inference({ functionName: classes[0], place: place("a.py:3") }),
      inference({ functionName: classes[1], place: place("b.py:4"), label: "faster-whisper" }),
    ];
    const functions = [handler(call("engine.transcribe", "router.py:12", classes)), ...classes.map((name) => fn(name))];
    const { findings } = blockedEventLoop.check(web([], { engines, functions }));
    expect(findings.map((finding) => finding.title)).toEqual([title.replace(")", ", faster-whisper)")]);
    expect(findings[0]?.chain.map((link) => link.place)).toEqual(
      ["tasks.py:5", "router.py:12", "a.py:3", "b.py:4"].map(place),
    );
    expect(findings[0]?.explanation).toContain(
      "`asr` (router.py:1) is an `async` function and calls `engine.transcribe` (router.py:12), which comes to `model.transcribe` (a.py:3) and `model.transcribe` (b.py:4).",
    );
    expect(findings[0]?.consequence).toContain("health check");
    expect(findings[0]?.remedy).toContain("`anyio.to_thread.run_sync(engine.transcribe, …, limiter=…)`");
  });

  it.each([
    [["a.Whisper.transcribe", "b.Faster.transcribe", "c.Remote.transcribe"], 1, 0],
    [["a.Whisper.transcribe", "c.Remote.transcribe"], 0, 1],
  ])("flags a method of several classes when most of them block: %j", (names, findings, undecided) => {
    const holders = names.filter((name) => !name.startsWith("c."));
    const engines = holders.map((functionName) => inference({ functionName }));
    const functions = [handler(call("engine.transcribe", "router.py:12", names)), ...names.map((name) => fn(name))];
    const verdict = blockedEventLoop.check(web([], { engines, functions }));
    expect([verdict.findings.length, verdict.undecided.length]).toEqual([findings, undecided]);
  });

  it("tells waiting for a cloud job from starting one", () => {
    const engines = [google({ blocks: true })];
    const waiting = fn("service.transcribe", call("operation.result", "service.py:22"));
    const [waits] = blockedEventLoop.check(web([], { engines, functions: [handler(plain), waiting] })).findings;
    expect(waits).toMatchObject({ severity: "risk", chain: { 3: { place: place("service.py:22") } } });
    expect(waits?.explanation).toContain("waits in `operation.result` (service.py:22)");
    const [starts] = blockedEventLoop.check(web([plain], { engines })).findings;
    expect(starts).toMatchObject({ severity: "minor", consequence: expect.stringContaining("one round trip") });
  });
});
