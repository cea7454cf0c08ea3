export { renderReview } from "./render";
export { type Review, reviewPipeline } from "./review";
export { reviewWorkspace } from "./review-workspace";
export { createReviewTool } from "./tool";
