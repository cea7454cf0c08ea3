import { expect, it } from "vitest";
import { readConfiguration } from "../../../../src/core/measurement/configuration";
import { estimate } from "../../../../src/core/measurement/runs/estimate";
import { rowsOf } from "../../../../src/core/measurement/runs/row";
import { commandsDigest } from "../../../../src/core/measurement/tools/proposal";

it("takes a grid with other values for other programs", () => {
  const digest = (beam: string) => {
    const { configuration } = readConfiguration(
      JSON.stringify({
        schema: 1,
        datasets: [{ name: "set", manifest: "set.jsonl" }],
        engines: [{ name: "base", command: ["decode", "{beam}"], parameters: { beam: "1" } }],
        grid: { engine: "base", parameters: { beam: ["1", beam] } },
      }),
      "evaluation.json",
    );
    if (!configuration) throw new Error("the configuration is wrong");
    const { engines, costCap } = configuration;
    return commandsDigest({ engines, estimate: estimate(rowsOf(configuration, engines), () => [], costCap) }, []);
  };
  expect(digest("2")).toBe(digest("2"));
  expect(digest("2")).not.toBe(digest("/tmp/other"));
});
