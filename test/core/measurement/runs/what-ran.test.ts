import { expect, test } from "vitest";
import { type ObservedSide, whatRan } from "../../../../src/core/measurement/runs/what-ran";

/** A side by what is changed in its tree, and what it loaded of its own and of the other tree. */
function side(
  which: "before" | "after",
  changed: string,
  own: string,
  ofOther = "",
  more: Partial<ObservedSide> = {},
): ObservedSide {
  const list = (text: string) => text.split(" ").filter(Boolean);
  const loaded = { own: new Set(list(own)), ofOther: new Set(list(ofOther)), notes: [] };
  return { tree: { side: which, changed: list(changed) }, loaded, ...more };
}

const cases: readonly (readonly [string, readonly string[], readonly string[], string, string])[] = [
  ["its own file on each side", ["a.py", "a.py run.py"], ["a.py", "a.py run.py"], "own", "its own a.py"],
  ["a rename", ["a.py", "a.py"], ["b.py", "b.py"], "own", "a.py before and b.py after"],
  ["an added file", ["", "run.py"], ["a.py", "a.py"], "own", "Only the working tree has a.py"],
  ["a deleted file", ["a.py", "a.py"], ["", "run.py"], "own", "Only the base revision has a.py"],
  ["an added file beside foreign code", ["", "", "run.py"], ["a.py", "a.py"], "unknown", "None of the changed files"],
  [
    "an editable install",
    ["a.py", "run.py", "a.py"],
    ["a.py", "a.py"],
    "same",
    "the base revision loaded a.py of the wo",
  ],
  ["a path into the base", ["a.py", "a.py"], ["a.py", "", "a.py"], "same", "the working tree loaded a.py of the base"],
  ["an added file that both load", ["", "", "a.py"], ["a.py", "a.py"], "same", "the base revision loaded a.py"],
  ["a container", ["a.py", ""], ["a.py", ""], "unknown", "None of the changed files (a.py)"],
  ["one side unseen", ["a.py", "a.py"], ["a.py", ""], "unknown", "None of the changed files (a.py)"],
  ["a test file", ["test.py", "run.py"], ["test.py", "run.py"], "unknown", "None of the changed files (test.py)"],
  ["data beside own code", ["lm.json", "run.py"], ["lm.json", "run.py"], "own", "Only files that are no code"],
  [
    "data beside foreign code",
    ["lm.json", "", "run.py"],
    ["lm.json", "run.py"],
    "same",
    "loaded run.py of the working",
  ],
  ["data where nothing is seen", ["lm.json", ""], ["lm.json", ""], "unknown", "No file of the project was seen"],
];

test.each(cases)(
  "%s",
  (_, [changed = "", own = "", other], [changedAfter = "", ownAfter = "", otherAfter], verdict, words) => {
    const ran = whatRan(side("before", changed, own, other), side("after", changedAfter, ownAfter, otherAfter));
    expect(ran.verdict).toBe(verdict);
    expect(ran.message).toContain(words);
    expect(ran.remedy === undefined).toBe(verdict === "own");
  },
);

test("an engine that does not start says why, and what may have been loaded unseen is named", () => {
  const failed = side("before", "a.py", "", "", { failure: "It ended with exit code 1." });
  expect(whatRan(failed, side("after", "a.py", "a.py"))).toMatchObject({
    verdict: "unknown",
    message: "The base revision did not run: It ended with exit code 1.",
  });
  const loaded = { own: new Set<string>(), ofOther: new Set<string>(), notes: ["docker runs elsewhere."] };
  const unseen = side("before", "a.py", "", "", { loaded });
  expect(whatRan(unseen, side("after", "a.py", "a.py")).message).toContain("docker runs elsewhere.");
});
