import { describe, expect, it } from "vitest";
import { enginePaths } from "../../../src/core/review/paths";
import { reviewPipeline } from "../../../src/core/review/review";
import { call, entry, fn, map, pipeline, use } from "./small-maps";

describe("ways from entry points to engines", () => {
  it("follows each way without loops", () => {
    const over = pipeline({
      functions: [
        fn("tasks.work", call("left", "tasks.py:10", ["a.left"]), call("right", "tasks.py:11", ["a.right"])),
        fn("a.left", call("transcribe", "a.py:3", ["service.transcribe"]), call("work", "a.py:4", ["tasks.work"])),
        fn("a.right", call("transcribe", "a.py:8", ["service.transcribe"])),
        fn("service.transcribe"),
      ],
    });
    const { paths, cut } = enginePaths(over);
    expect(paths.map(({ steps }) => steps.map(({ caller }) => caller.name))).toEqual([
      ["tasks.work", "a.left", "service.transcribe"],
      ["tasks.work", "a.right", "service.transcribe"],
    ]);
    expect(cut).toEqual([]);
  });

  it("ends where functions all call one another, and says that it did not follow every way", () => {
    const names = Array.from({ length: 40 }, (_, index) => `tangle.f${index}`);
    const calls = names.map((name, index) => call(name, `tangle.py:${index + 1}`, [name]));
    const over = map({
      engines: [use({ functionName: "tasks.other" })],
      entryPoints: [
        entry({ functionName: "tangle.f0", kind: "route", name: "POST /" }),
        entry({ functionName: "tasks.other" }),
      ],
      functions: [
        ...names.map((name) => fn(name, ...calls, call("other.send", "tangle.py:99", ["tasks.other"]))),
        fn("tasks.other"),
      ],
    });
    const started = performance.now();
    const { notSeen } = reviewPipeline(over);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(notSeen).toContain(
      "Rules 9 and 10: from `POST /` (tasks.py:5) more ways lead to engines than were followed.",
    );
  });
});
