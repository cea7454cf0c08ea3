import { describe, expect, it } from "vitest";
import { planFor } from "../src/core/model/offline/plan";
import { readJson, sources } from "./support/sources";

type Texts = Readonly<Record<string, string>>;

const english = readJson<Texts>("package.nls.json");
const russian = readJson<Texts>("package.nls.ru.json");
const bundle = readJson<Texts>("l10n/bundle.l10n.ru.json");
const manifest = readJson<unknown>("package.json");

/** Every text that the code asks to be translated, with the file that does. */
const asked = [...sources("src")].flatMap(([path, text]) =>
  [...text.matchAll(/\bl10n\.t\(\s*("(?:[^"\\\n]|\\.)*")?/g)].map((call) => ({
    path,
    text: call[1] === undefined ? undefined : (JSON.parse(call[1]) as string),
  })),
);

describe("texts of the code", () => {
  it("are found", () => expect(asked.length).toBeGreaterThan(50));

  it("stand in the call as they are, in double quotes, so that they can be collected", () => {
    expect(asked.filter(({ text }) => text === undefined)).toEqual([]);
  });

  it("have a Russian translation each, and there is none for a text that is gone", () => {
    const wanted = new Set(asked.flatMap(({ text }) => text ?? []));
    expect([...wanted].filter((text) => bundle[text] === undefined)).toEqual([]);
    expect(Object.keys(bundle).filter((text) => !wanted.has(text))).toEqual([]);
  });

  it.each(Object.entries(bundle))("%s", (from, to) => {
    expect(to.trim()).not.toBe("");
    expect(placeholders(to)).toEqual(placeholders(from));
    expect(codeOf(to)).toEqual(codeOf(from));
  });

  it.each([
    "Red flag {0}: is this a risk here, and what should we measure first?",
    "Report on the change measured by run {0} against {1}: which code to keep and why, what is given up, how to switch and how to roll back?",
    "What was measured in {0}, and what should be done next?",
  ])("%s is a question that is answered offline in both languages", (question) => {
    for (const text of [question, bundle[question] ?? ""]) {
      expect(planFor(text.replace("{0}", "`20261122-101500-ab12`").replace("{1}", "`0123456789ab`")).answers).toBe(
        true,
      );
    }
  });
});

describe("texts of the manifest", () => {
  const used = new Set([...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].flatMap(([, key]) => key ?? []));

  it("exist, all of them are used, and each is translated", () => {
    expect([...used].sort()).toEqual(Object.keys(english).sort());
    expect(Object.keys(russian)).toEqual(Object.keys(english));
  });

  it.each(Object.keys(english))("%s says the same in Russian", (key) => {
    const [from = "", to = ""] = [english[key], russian[key]];
    expect(to).toMatch(/\p{Script=Cyrillic}/u);
    expect(commandLinks(to)).toEqual(commandLinks(from));
    expect(to.split("\n")).toHaveLength(from.split("\n").length);
  });
});

function placeholders(text: string): readonly string[] {
  return (text.match(/\{\w+\}/g) ?? []).sort();
}

/** What is set as code keeps its letters in every language. */
function codeOf(text: string): readonly string[] {
  return (text.match(/`[^`]+`/g) ?? []).sort();
}

function commandLinks(text: string): readonly string[] {
  return [...text.matchAll(/\((command:[^)]*)\)/g)].flatMap(([, link]) => link ?? []);
}
