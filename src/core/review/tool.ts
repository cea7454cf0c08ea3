import * as z from "zod/mini";
import { defineTool, success, type Tool, ToolError } from "../tools/tool";
import { renderReview } from "./render";
import type { Review } from "./review";
import { type MapPipeline, reviewWorkspace } from "./review-workspace";
import { rules } from "./rules";

/** More than this reads nobody at once; what is left out is said, with how to get it. */
const findingLimit = 40;
const engineLimit = 60;
const noteLimit = 30;

export function createReviewTool(mapPipeline: MapPipeline): Tool<"ReviewPipeline"> {
  const numbers = rules.map((rule) => rule.number).sort((one, other) => one - other);
  return defineTool({
    name: "ReviewPipeline",
    description: `Finds the speech-to-text code of the workspace and checks it against the red flags that can be decided from code: ${rules
      .map((rule) => `${rule.number} ${rule.title}`)
      .join("; ")}. Every finding names the places that support it. \`rules\` narrows it to some numbers.`,
    input: z.object({ rules: z.optional(z.array(z.number())) }),
    access: "read",
    title: ({ rules: chosen }) => (chosen === undefined ? "all rules" : `rules ${chosen.join(", ")}`),
    async run({ rules: chosen }, { workspace, signal }) {
      const known = chosen?.filter((number) => numbers.includes(number));
      if (known?.length === 0) {
        throw new ToolError(`No rule checks ${chosen?.join(", ")}.`, `There are rules ${numbers.join(", ")}.`);
      }
      const review = await reviewWorkspace(workspace, mapPipeline, signal, known);
      const left = chosen?.filter((number) => !numbers.includes(number)) ?? [];
      const notes = left.map((number) => `Red flag ${number} was asked for: not checked by rule.`);
      return success(renderReview(bounded({ ...review, notSeen: [...notes, ...review.notSeen] })), summaryOf(review));
    },
  });
}

function summaryOf({ engines, findings, parsedFiles }: Review): string {
  if (engines.length === 0) return `no speech code in ${parsedFiles} files`;
  const names = [...new Set(engines.map(({ label }) => label))];
  return `${findings.length} ${findings.length === 1 ? "finding" : "findings"} on ${names.join(", ")}`;
}

function bounded(review: Review): Review {
  const { engines, findings, inOrder, notSeen } = review;
  const cut = [
    ...(findings.length > findingLimit
      ? [
          `${findings.length - findingLimit} more findings are not shown; ask again with \`rules\` to see those of one rule.`,
        ]
      : []),
    ...(engines.length > engineLimit ? [`${engines.length - engineLimit} more uses of engines are not shown.`] : []),
    ...(inOrder.length > noteLimit ? [`${inOrder.length - noteLimit} more things in order are not shown.`] : []),
    ...(notSeen.length > noteLimit ? [`${notSeen.length - noteLimit} more notes like these are not shown.`] : []),
  ];
  return {
    ...review,
    engines: engines.slice(0, engineLimit),
    findings: findings.slice(0, findingLimit),
    inOrder: inOrder.slice(0, noteLimit),
    notSeen: [...cut, ...notSeen.slice(0, noteLimit)],
  };
}
