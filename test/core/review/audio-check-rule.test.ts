import { describe, expect, it } from "vitest";
import type { PipelineMap } from "../../../src/core/pipeline/map";
import { missingAudioCheck } from "../../../src/core/review/rules/missing-audio-check";
import { call, entry, fn, google, pipeline, place, said, step, use } from "./small-maps";

const flagged =
  "unproven: `work` transcribes without checking for an audio stream [tasks.py:5 > tasks.py:12 > service.py:20]";

/** The actor with calls around the one that leads to the engine. */
function working(...calls: readonly ReturnType<typeof call>[]): PipelineMap["functions"] {
  return [
    fn("tasks.work", ...calls, call("transcribe", "tasks.py:12", ["service.transcribe"])),
    fn("service.transcribe"),
    fn("media.probe_media", call("subprocess.run", "media.py:8")),
    fn("media.convert", call("subprocess.run", "media.py:18")),
  ];
}

const probe = step("probe", "subprocess.run", "media.py:8", "media.probe_media");
const convert = step("convert", "subprocess.run", "media.py:18", "media.convert");

describe("rule 9, no check for an audio stream", () => {
  it.each<[string, PipelineMap, readonly string[]]>([
    ["nothing looks", pipeline(), [flagged]],
    [
      "a probe before, in a function of its own",
      pipeline({ steps: [probe], functions: working(call("run_sync", "tasks.py:9", ["media.probe_media"])) }),
      ["in order tasks.py:9: `work` looks at the file (`probe_media`) before `model.transcribe`."],
    ],
    [
      "a probe before, in the actor itself",
      pipeline({ steps: [step("probe", "ffmpeg.probe", "tasks.py:9", "tasks.work")] }),
      ["in order tasks.py:9: `work` looks at the file (`ffmpeg.probe`) before `model.transcribe`."],
    ],
    [
      "a probe that comes too late",
      pipeline({ steps: [probe], functions: working(call("run_sync", "tasks.py:14", ["media.probe_media"])) }),
      [flagged],
    ],
    [
      "a conversion may refuse the file",
      pipeline({ steps: [convert], functions: working(call("convert", "tasks.py:9", ["media.convert"])) }),
      [
        "undecided: Rule 9: `work` (tasks.py:5) has no probe, but `convert` at tasks.py:9 reads the file before the engine and may refuse one without audio.",
      ],
    ],
    [
      "the decoder refuses after the model was loaded",
      pipeline({
        engines: [use({ role: "load", call: "whisper.load_model", place: place("service.py:15") }), use()],
        steps: [step("decode", "whisper.load_audio", "service.py:17", "service.transcribe")],
      }),
      [flagged],
    ],
    ["a command line", pipeline({ entryPoints: [entry({ kind: "command", framework: "click" })] }), []],
    [
      "a live stream",
      pipeline({ entryPoints: [entry({ kind: "route", framework: "fastapi", name: "WEBSOCKET /live" })] }),
      [],
    ],
    [
      "loops end",
      pipeline({
        functions: [
          fn(
            "tasks.work",
            call("again", "tasks.py:8", ["tasks.work"]),
            call("transcribe", "tasks.py:12", ["service.transcribe"]),
          ),
          fn("service.transcribe", call("work", "service.py:30", ["tasks.work"])),
        ],
      }),
      [flagged.replace("unproven", "risk")],
    ],
  ])("%s", (_case, over, expected) => expect(said(missingAudioCheck, over)).toEqual(expected));

  it("ends the way of a route where it sends a task", () => {
    const route = entry({
      kind: "route",
      framework: "fastapi",
      name: "POST /jobs",
      functionName: "router.submit",
      place: place("router.py:3"),
    });
    const over = pipeline({
      entryPoints: [entry(), route],
      steps: [probe],
      functions: [
        ...working(call("probe_media", "tasks.py:9", ["media.probe_media"])),
        fn("router.submit", call("work.send", "router.py:6", ["tasks.work"])),
      ],
    });
    expect(missingAudioCheck.check(over).findings).toEqual([]);
  });

  it("looks at whoever sends the task, and at their callers", () => {
    const sending = (...calls: readonly ReturnType<typeof call>[]): PipelineMap =>
      pipeline({
        steps: [probe],
        functions: [
          ...working(),
          fn("router.submit", ...calls, call("jobs.send", "router.py:6", ["jobs.send"])),
          fn("jobs.send", call("work.send", "jobs.py:4", ["tasks.work"])),
        ],
      });
    expect(said(missingAudioCheck, sending())).toEqual([flagged.replace("unproven", "risk")]);
    expect(said(missingAudioCheck, sending(call("probe_media", "router.py:5", ["media.probe_media"])))).toEqual([
      "in order router.py:5: `work` looks at the file (`probe_media`) before `model.transcribe`.",
    ]);
  });

  it("counts a conversion among the arguments of the call", () => {
    const onward = {
      ...call("transcribe", "tasks.py:12", ["service.transcribe"]),
      place: { path: "tasks.py", line: 12, endLine: 15 },
    };
    const over = pipeline({
      steps: [convert],
      functions: [
        fn("tasks.work", onward, call("convert", "tasks.py:13", ["media.convert"])),
        fn("service.transcribe"),
        fn("media.convert"),
      ],
    });
    expect(missingAudioCheck.check(over).findings).toEqual([]);
  });

  it("does not take another engine's conversion for a check", () => {
    const over = pipeline({
      engines: [google({ functionName: "service.cloud", place: place("service.py:40") }), use()],
      steps: [step("convert", "ffmpeg.run", "service.py:38", "service.cloud")],
      functions: [
        fn(
          "tasks.work",
          call("cloud", "tasks.py:10", ["service.cloud"]),
          call("transcribe", "tasks.py:12", ["service.transcribe"]),
        ),
        fn("service.transcribe"),
        fn("service.cloud"),
      ],
    });
    expect(missingAudioCheck.check(over).findings.map(({ title }) => title)).toEqual([
      "`work` transcribes without checking for an audio stream",
    ]);
  });

  it("points to the probe that another way already uses", () => {
    const draft = entry({
      kind: "route",
      framework: "fastapi",
      name: "POST /draft",
      functionName: "router.draft",
      place: place("router.py:3"),
    });
    const over = pipeline({
      entryPoints: [entry(), draft],
      steps: [probe],
      functions: [
        ...working(call("probe_media", "tasks.py:9", ["media.probe_media"])),
        fn("router.draft", call("transcribe", "router.py:6", ["service.transcribe"])),
      ],
    });
    const { findings, inOrder } = missingAudioCheck.check(over);
    expect(findings.map(({ title }) => title)).toEqual([
      "`POST /draft` transcribes without checking for an audio stream",
    ]);
    expect(findings[0]?.remedy).toContain("`probe_media` first, as tasks.py:9 does");
    expect(inOrder).toHaveLength(1);
  });
});
