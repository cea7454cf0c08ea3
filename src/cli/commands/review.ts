import { Command } from "commander";
import { renderReview } from "../../core/review/render";
import { reviewWorkspace } from "../../core/review/review-workspace";
import { openWorkspace, pipelineMapper } from "../environment";
import { interrupted } from "../options";

export function reviewCommand(): Command {
  return new Command("review")
    .description("check the pipeline against the red flags; every finding names its places")
    .argument("[folder]", "workspace", ".")
    .option("--json", "print the review as JSON")
    .action(async (folder: string, options: { json?: boolean }) => {
      const workspace = await openWorkspace([folder], { trusted: false });
      const review = await reviewWorkspace(workspace, pipelineMapper(), interrupted());
      process.stdout.write(options.json ? `${JSON.stringify(review, null, 2)}\n` : `${renderReview(review)}\n`);
    });
}
