import { editDistance } from "../tools/read/edit-distance";
import { visibleShort } from "../workspace/visible-text";
import type { Handoff, HandoffState } from "./handoff";

/** Conversations at this depth and below ask no specialist any more. The person's own conversation has depth 0. */
const deferredDepth = 3;

/** The name of the definition that people mean by `Backend Architect` or `the DevOps Engineer agent`; empty without a letter. */
export function agentNameOf(written: string): string {
  const slug = written
    .slice(0, 200)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/\.md\s*$/, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  const name = slug.replace(/^(?:the|our|your)-/, "").replace(/-(?:sub)?agent$/, "");
  return (name === "" ? slug : name).slice(0, 64).replace(/-$/, "");
}

/** Two requests are the same when this is: who is asked, and what, whatever the punctuation and the layout. */
export function sameRequestKey({
  to,
  task,
  context,
  needBack,
}: Pick<Handoff, "to" | "task" | "context" | "needBack">): string {
  const asked = [task, context, needBack].find((text) => text.trim() !== "") ?? "";
  const words =
    asked
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return `${agentNameOf(to) || to.trim().toLowerCase()}\n${words.join(" ")}`;
}

/** Why no specialist may run it, in one sentence; undefined when one may. A person may answer it all the same. */
export function deferredReason({ from, to, origin }: Pick<Handoff, "from" | "to" | "origin">): string | undefined {
  const name = agentNameOf(to);
  if (name === from) return `${from} would ask itself.`;
  if (origin.lineage.includes(name))
    return `${name} is waiting for this very work: ${[...origin.lineage, from, name].join(" → ")} would go round in a circle.`;
  if (origin.depth >= deferredDepth)
    return `The work is ${origin.depth} handoffs deep, and specialists ask others only above depth ${deferredDepth}.`;
  return undefined;
}

/** Why the handoff cannot be run by its specialist now, with what is possible instead; undefined when it can. */
export function runRefusal(
  handoff: Pick<Handoff, "to" | "from" | "state" | "origin" | "deferred">,
  agents: readonly { readonly name: string }[],
): string | undefined {
  if (handoff.state !== "open" && handoff.state !== "sent") return refusals[handoff.state];
  // A record is a file that anybody may have edited, so what it does not say is worked out again.
  const deferred = handoff.deferred ?? deferredReason(handoff);
  if (deferred !== undefined) return `${deferred} A person can answer it.`;
  return unknownAgent(handoff.to, agents);
}

/** Says that there is no such agent, which ones there are, and which one is probably meant. */
export function unknownAgent(to: string, agents: readonly { readonly name: string }[]): string | undefined {
  const name = agentNameOf(to);
  const names = agents.map((agent) => agent.name).sort();
  if (names.includes(name)) return undefined;
  const near = nearNames(name, names);
  const meant = near.length > 0 ? ` Did you mean ${near.join(" or ")}?` : "";
  const known = names.length > 0 ? `There are ${names.slice(0, mostNamed).join(", ")}` : "There are no agents";
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : "";
  return `There is no agent \`${visibleShort(name === "" ? to : name, 64)}\`.${meant} ${known}${more}.`;
}

const mostNamed = 40;

const refusals: Readonly<Record<Exclude<HandoffState, "open" | "sent">, string>> = {
  running: "A specialist is working on it already.",
  answered: "It is answered; continue with the results, or reopen it to ask again.",
  continued: "The asking agent has already continued with its result.",
  dismissed: "It is dismissed; reopen it first.",
};

/** Misspellings, and names that share their first word, which is the subject in names such as `backend-architect`. */
function nearNames(name: string, names: readonly string[]): readonly string[] {
  if (name === "") return [];
  const misspelt = names.filter((known) => editDistance(name, known) <= Math.max(1, Math.floor(known.length / 5)));
  if (misspelt.length > 0) return misspelt.slice(0, 3);
  const subject = name.split("-")[0] ?? name;
  return names.filter((known) => known.split("-")[0] === subject).slice(0, 3);
}
