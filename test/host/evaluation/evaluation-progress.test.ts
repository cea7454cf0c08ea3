import { expect, it } from "vitest";
import { EvaluationProgress } from "../../../src/host/evaluation/evaluation-progress";

const what = { title: "Evaluating engines", folder: "/project" };
const progress = { row: "base", done: 3, total: 10, failed: 0, cost: 0 };

it("tells how far the one evaluation is, and lets another begin when it has ended", () => {
  const evaluation = new EvaluationProgress();
  const told: (string | undefined)[] = [];
  evaluation.onDidChange((running) => told.push(running && `${running.step} ${running.progress?.done ?? "-"}`));
  const held = evaluation.begin(what);
  expect(evaluation.begin(what)).toBeUndefined();
  held?.update({ step: "clips", progress });
  expect(evaluation.current()).toMatchObject({ ...what, progress });
  held?.end();
  held?.update({ step: "memory" });
  held?.end();
  expect(evaluation.current()).toBeUndefined();
  expect(told).toEqual(["reading -", "clips 3", undefined]);
  expect(evaluation.begin(what)).toBeDefined();
});

it("stops only the one that runs", () => {
  const evaluation = new EvaluationProgress();
  const first = evaluation.begin(what);
  first?.end();
  const second = evaluation.begin(what);
  evaluation.stop();
  expect([first?.signal.aborted, second?.signal.aborted]).toEqual([false, true]);
});

it("lets those that wait begin in turn", async () => {
  const evaluation = new EvaluationProgress();
  const order: string[] = [];
  const take = async (name: string) => {
    const held = await evaluation.beginInTurn({ ...what, title: name });
    order.push(name);
    expect(evaluation.current()?.title).toBe(name);
    await Promise.resolve();
    held.end();
  };
  const first = evaluation.begin(what);
  const others = Promise.all([take("one"), take("two")]);
  await Promise.resolve();
  expect(order).toEqual([]);
  first?.end();
  await others;
  expect(order.sort()).toEqual(["one", "two"]);
});
