import { expect, it } from "vitest";
import { FirstUse } from "../../src/host/first-use";
import { EventEmitter } from "../support/fake-vscode";

it("lets work wait for the first use, once, and not any more when it is taken back", () => {
  const use = new FirstUse();
  const done: string[] = [];
  use.whenBegun(() => done.push("early"));
  use.whenBegun(() => done.push("withdrawn")).dispose();
  expect(done).toEqual([]);
  use.begin();
  use.begin();
  use.whenBegun(() => done.push("late"));
  expect(done).toEqual(["early", "late"]);
});

it("takes a view that is seen for use", () => {
  const changed = new EventEmitter<{ readonly visible: boolean }>();
  const done: string[] = [];
  const use = new FirstUse();
  use.whenBegun(() => done.push("seen"));
  use.watch({ visible: false, onDidChangeVisibility: changed.event as never });
  changed.fire({ visible: false });
  expect(done).toEqual([]);
  changed.fire({ visible: true });
  expect(done).toEqual(["seen"]);
});
