import type { Rule } from "../finding";
import { blockedEventLoop } from "./blocked-event-loop";
import { hardCodedParameters } from "./hard-coded-parameters";
import { largestModel } from "./largest-model";
import { missingAudioCheck } from "./missing-audio-check";
import { missingTimeLimit } from "./missing-time-limit";
import { unpinnedModel } from "./unpinned-model";

/** Every rule, the one that fails first in production at the top. Adding one here is all it takes. */
export const rules: readonly Rule[] = [
  // One request that blocks stops all others, long before anything runs out of time.
  blockedEventLoop,
  missingTimeLimit,
  missingAudioCheck,
  unpinnedModel,
  largestModel,
  hardCodedParameters,
];

/** Red flags that no rule looks for yet. A review says so, lest silence be taken for approval. */
export const uncheckedFlags: readonly { readonly number: number; readonly title: string }[] = [
  { number: 3, title: "no fallback when a cloud API is down" },
  { number: 4, title: "nobody watches quality in production" },
  { number: 5, title: "cost of one recording is unbounded" },
  { number: 6, title: "the same audio is transcribed again" },
];
