import { describe, expect, it } from "vitest";
import { continuationPlanOf, parseHandoffRequests } from "../../../src/core/handoff/request-section";
import { fieldCases } from "./request-cases/fields";
import { headingCases } from "./request-cases/headings";
import { sectionCases } from "./request-cases/sections";

const cases = [...headingCases, ...fieldCases, ...sectionCases];

describe("handoff requests in an answer", () => {
  it("are tried in at least forty shapes", () => expect(cases.length).toBeGreaterThanOrEqual(40));

  it.each(cases)("$name", ({ markdown, requests }) => {
    expect(parseHandoffRequests(markdown)).toEqual(requests);
  });

  it.each(cases.filter(({ markdown }) => !markdown.includes("\r")))("$name, with Windows line ends", (one) => {
    expect(parseHandoffRequests(one.markdown.replaceAll("\n", "\r\n"))).toEqual(one.requests);
  });
});

describe("the continuation plan of an answer", () => {
  it.each([
    [
      "## Continuation Plan\n\nIf I receive handoff results, I will:\n1. verify\n2. go on\n\n## Sources\nx",
      "If I receive handoff results, I will:\n1. verify\n2. go on",
    ],
    ["## Continuation Plan\nfirst\n\n## Continuation plan:\nsecond\n### Phase\nthird", "second\n### Phase\nthird"],
    ["**Continuation Plan**\n\n1. one\n\n**Handoff Requests**\n\n**-> X**", "1. one"],
    ["```\n## Continuation Plan\nno\n```", ""],
    ["nothing", ""],
  ])("%j", (markdown, plan) => expect(continuationPlanOf(markdown)).toBe(plan));
});
