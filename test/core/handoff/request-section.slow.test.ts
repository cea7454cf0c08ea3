import { describe, expect, it } from "vitest";
import { continuationPlanOf, parseHandoffRequests } from "../../../src/core/handoff/request-section";

describe("hostile answers of 200 KB", () => {
  const section = "## Handoff Requests\n### -> Backend Architect\n**Task:** Go\n";
  const size = 200_000;
  it.each([
    ["nested lists", Array.from({ length: 600 }, (_, depth) => `${" ".repeat(depth)}- x`).join("\n")],
    ["list markers on one line", "- ".repeat(size / 2)],
    ["quotation marks", ">".repeat(size)],
    ["single quotations", ">\n\n".repeat(size / 3)],
    ["backticks of growing length", Array.from({ length: 600 }, (_, length) => `${"`".repeat(length)} `).join("")],
    ["asterisks", "*".repeat(size)],
    ["labels", "**Task:** ".repeat(size / 10)],
    ["lines of labels", "**Task:** x\n".repeat(size / 12)],
    ["open labels", "**Task ".repeat(size / 7)],
    ["headings", "### -> A\n".repeat(size / 9)],
    ["sections", "## Handoff Requests\n".repeat(size / 20)],
    ["bold titles", "**Handoff Requests**\n\n".repeat(size / 22)],
    ["bold names", "**Name**\n\n".repeat(size / 10)],
    ["arrows", "- -> \n".repeat(size / 6)],
    ["items", "- **Name**: x\n".repeat(size / 14)],
    ["blank lines", "\n".repeat(size)],
    ["spaces", `x${" ".repeat(size)}y`],
    ["table rows", `| To | Task |\n|---|---|\n${"| a | b |\n".repeat(size / 10)}`],
    ["table columns", `|${" a |".repeat(size / 12)}\n|${"---|".repeat(size / 12)}\n`],
    ["brackets", "[".repeat(size)],
    ["link definitions", "[a]: b\n".repeat(size / 7)],
    ["HTML", "<div>".repeat(size / 5)],
    ["open comments", "<!--\n".repeat(size / 5)],
    ["underlines", "a\n---\n".repeat(size / 6)],
  ])(
    "%s are read in bounded time",
    (_name, text) => {
      const before = process.cpuUsage();
      parseHandoffRequests(`${section}${text}\n\n${section}`);
      continuationPlanOf(`${text}\n\n## Continuation Plan\n${text}`);
      // Other processes may be at work: only our own time counts.
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1000).toBeLessThan(4000);
    },
    60_000,
  );
});
