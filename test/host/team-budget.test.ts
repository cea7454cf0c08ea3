import { beforeEach, expect, it } from "vitest";
import { defaultBudget } from "../../src/core/team/budget";
import { readBudget } from "../../src/host/team/budget";
import { fake, resetFake } from "../support/fake-vscode";

beforeEach(resetFake);

const warnings: string[] = [];
const log = { warn: (message: string) => void warnings.push(message) };

it("is what the person set, and the default for the rest", () => {
  expect(readBudget(log)).toEqual(defaultBudget);
  fake.settings.set("mlEngineer.budget", { globalValue: { usd: 2 }, workspaceValue: { usd: 900 } });
  expect(readBudget(log)).toEqual({ ...defaultBudget, usd: 2 });
});

it("is the default where the setting cannot be used, which the log says", () => {
  fake.settings.set("mlEngineer.budget", { globalValue: { turns: -1 } });
  expect(readBudget(log)).toEqual(defaultBudget);
  expect(warnings.at(-1)).toContain("mlEngineer.budget is not used");
});
