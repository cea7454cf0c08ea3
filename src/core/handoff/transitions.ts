import { type Handoff, HandoffError, type HandoffRun, type HandoffState, type Spent } from "./handoff";

/** A result as the record keeps it; `file` is set where it holds only the beginning. */
export interface KeptResult {
  readonly text: string;
  readonly file?: string;
}

/** The steps of a handoff. Each returns the handoff as it is then, the same object when there is nothing to do, or throws HandoffError. */
export function send(handoff: Handoff, at: string): Handoff {
  if (handoff.state === "sent") return handoff;
  if (handoff.state !== "open") throw refusal(handoff, "sent");
  return { ...handoff, state: "sent", sent: at };
}

export function start(handoff: Handoff, run: HandoffRun): Handoff {
  if (handoff.state !== "open" && handoff.state !== "sent") throw refusal(handoff, "run");
  if (handoff.deferred !== undefined)
    throw new HandoffError(`Handoff ${handoff.id} cannot be run: ${handoff.deferred} A person can answer it.`, handoff);
  return { ...handoff, state: "running", run };
}

/** A result that comes after the handoff was dismissed is kept as partial: nobody waits for it, but it was paid for. */
export function finish(
  handoff: Handoff,
  {
    result,
    from,
    spent,
    conversation,
    at,
  }: { result: KeptResult; from: string; spent: Spent; conversation?: string; at: string },
): Handoff {
  const total = sum(handoff.spent, spent);
  if (handoff.state === "dismissed") return { ...handoff, partial: result.text, spent: total };
  if (isRepeated(handoff, result, from)) return handoff;
  if (handoff.state === "answered" || handoff.state === "continued") throw refusal(handoff, "answered");
  const isOther = conversation !== undefined && handoff.run !== undefined && handoff.run.conversation !== conversation;
  if (isOther) throw refusal(handoff, "answered by this conversation");
  return { ...answered(handoff, result, from, at), spent: total };
}

/** Back to open, or to sent where the specialist itself waits for others. */
export function giveBack(
  handoff: Handoff,
  { partial, spent, waits, at }: { partial: string; spent: Spent; waits: boolean; at: string },
): Handoff {
  const kept = { ...handoff, spent: sum(handoff.spent, spent), ...(partial !== "" && { partial }) };
  if (handoff.state === "dismissed") return kept;
  if (handoff.state === "answered" || handoff.state === "continued") throw refusal(handoff, "given back");
  return without(waits ? { ...kept, state: "sent", sent: handoff.sent ?? at } : { ...kept, state: "open" }, ["run"]);
}

export function charge(handoff: Handoff, spent: Spent): Handoff {
  const isNothing = spent.turns === 0 && spent.tokens === 0 && spent.usd === 0;
  return isNothing ? handoff : { ...handoff, spent: sum(handoff.spent, spent) };
}

export function answer(handoff: Handoff, result: KeptResult, from: string, at: string): Handoff {
  if (isRepeated(handoff, result, from)) return handoff;
  if (handoff.state !== "open" && handoff.state !== "sent") throw refusal(handoff, "answered");
  return answered(handoff, result, from, at);
}

export function dismiss(handoff: Handoff, at: string): Handoff {
  if (handoff.state === "dismissed") return handoff;
  if (handoff.state === "continued") throw refusal(handoff, "dismissed");
  return without({ ...handoff, state: "dismissed", dismissed: at }, ["run"]);
}

/** A dismissed one gets back the answer it had. An answer that is taken back stays as partial result. */
export function reopen(handoff: Handoff): Handoff {
  switch (handoff.state) {
    case "open":
      return handoff;
    case "continued":
      throw refusal(handoff, "reopened");
    case "dismissed":
      return without({ ...handoff, state: handoff.result === undefined ? "open" : "answered" }, ["dismissed"]);
    case "sent":
    case "running":
      return without({ ...handoff, state: "open" }, ["run", "sent"]);
    case "answered": {
      const { result } = handoff;
      const taken = { ...handoff, state: "open" as const, ...(result !== undefined && { partial: result }) };
      return without(taken, ["result", "resultFrom", "resultFile", "answered"]);
    }
  }
}

export function continueIn(
  handoff: Handoff,
  { conversation, claims, at }: { conversation: string; claims?: readonly string[]; at: string },
): Handoff {
  if (handoff.state !== "answered") throw refusal(handoff, "continued");
  return { ...handoff, state: "continued", continued: at, continuation: conversation, ...(claims && { claims }) };
}

function answered(handoff: Handoff, { text, file }: KeptResult, from: string, at: string): Handoff {
  const bare = without(handoff, ["run", "partial", "resultFile"]);
  return {
    ...bare,
    state: "answered",
    answered: at,
    result: text,
    resultFrom: from,
    ...(file !== undefined && { resultFile: file }),
  };
}

/** The same answer once more, after a crash or from a second window. */
function isRepeated({ state, result, resultFrom }: Handoff, { text }: KeptResult, from: string): boolean {
  return (state === "answered" || state === "continued") && result === text && resultFrom === from;
}

function refusal(handoff: Handoff, step: string): HandoffError {
  return new HandoffError(`Handoff ${handoff.id} cannot be ${step}: ${situations[handoff.state](handoff)}`, handoff);
}

const situations: Readonly<Record<HandoffState, (handoff: Handoff) => string>> = {
  open: () => "it is open. Run, send, answer or dismiss it.",
  sent: () => "it was sent to another chat. Answer or dismiss it.",
  running: ({ run }) =>
    `a specialist has worked on it since ${run?.since} in conversation ${run?.conversation}. Stop that conversation or reopen the handoff first.`,
  answered: ({ resultFrom }) =>
    `it is answered (${resultFrom ?? "unknown"}). Continue with it, edit its file, or reopen it first.`,
  continued: ({ continuation }) => `conversation ${continuation} has gone on with its result. Ask anew there.`,
  dismissed: () => "it is dismissed. Reopen it first.",
};

function sum(one: Spent, other: Spent): Spent {
  return {
    turns: one.turns + other.turns,
    tokens: one.tokens + other.tokens,
    usd: Number((one.usd + other.usd).toFixed(6)),
  };
}

type OptionalKey = { [Key in keyof Handoff]-?: undefined extends Handoff[Key] ? Key : never }[keyof Handoff];

function without(handoff: Handoff, keys: readonly OptionalKey[]): Handoff {
  return Object.fromEntries(
    Object.entries(handoff).filter(([key]) => !(keys as readonly string[]).includes(key)),
  ) as unknown as Handoff;
}
