import type { LockedTeamFolder, TeamFiles, TeamFolder } from "../workspace/team-files";
import { type Handoff, HandoffError, isBlocking } from "./handoff";
import { changeRecord, readRecords } from "./record-folder";
import { continueIn } from "./transitions";

export interface Continuation {
  readonly conversation: string;
  /** True when another call, window, process or machine made the claim. */
  readonly existing: boolean;
  /** First those whose results it goes on with, oldest first; then what else that conversation asked for. */
  readonly handoffs: readonly Handoff[];
}

interface Claim {
  readonly newConversationId: string;
  /** ISO 8601. */
  readonly at: string;
}

/**
 * Claims the answered handoffs of a conversation for one new conversation, with all their folders locked.
 * @throws HandoffError while something blocking is not answered, or nothing is
 */
export async function claimResults(files: TeamFiles, conversation: string, claim: Claim): Promise<Continuation> {
  const asked = askedBy(conversation, (await readRecords(files)).handoffs);
  if (asked.length === 0) throw new HandoffError(`Conversation ${conversation} has no handoffs.`);
  return await locking(files, foldersOf(asked), new Map(), async (locks) => {
    const current = askedBy(conversation, (await readRecords(files)).handoffs);
    const cutOff = current.find((handoff) => restOfClaim(handoff, current).length > 0);
    if (cutOff?.continuation !== undefined) {
      await markContinued(locks, restOfClaim(cutOff, current), cutOff.continuation, claim.at);
      return await continuation(files, cutOff.continuation, true);
    }
    const answered = current.filter(({ state }) => state === "answered");
    const last = lastContinued(current);
    if (answered.length === 0 && last?.continuation !== undefined)
      return await continuation(files, last.continuation, true);
    refuseUnlessReady(current, answered);
    await markContinued(locks, answered, claim.newConversationId, claim.at);
    return await continuation(files, claim.newConversationId, false);
  });
}

/** What a continuation took, oldest first, then what else its conversation had asked for and no other continuation took. */
export function ofContinuation(handoffs: readonly Handoff[], conversation: string): readonly Handoff[] {
  const taken = handoffs.filter(({ continuation }) => continuation === conversation).sort(oldestFirst);
  const asking = taken[0]?.origin.conversation;
  const others = asking === undefined ? [] : askedBy(asking, handoffs).filter(({ state }) => state !== "continued");
  return [...taken, ...others];
}

async function continuation(files: TeamFiles, conversation: string, existing: boolean): Promise<Continuation> {
  return { conversation, existing, handoffs: ofContinuation((await readRecords(files)).handoffs, conversation) };
}

/** Locks one folder after another, always in the same order, so that two claims never wait for each other. */
async function locking<Result>(
  files: TeamFiles,
  [folder, ...others]: readonly TeamFolder[],
  locks: ReadonlyMap<string, LockedTeamFolder>,
  work: (locks: ReadonlyMap<string, LockedTeamFolder>) => Promise<Result>,
): Promise<Result> {
  if (folder === undefined) return await work(locks);
  return await files.change(folder, (locked) =>
    locking(files, others, new Map([...locks, [keyOf(folder), locked]]), work),
  );
}

/** The first record names all of a claim: if the process dies between two files, the next call ends what it began. */
async function markContinued(
  locks: ReadonlyMap<string, LockedTeamFolder>,
  handoffs: readonly Handoff[],
  conversation: string,
  at: string,
): Promise<void> {
  const ids = handoffs.map(({ id }) => id);
  for (const [index, handoff] of handoffs.entries()) {
    const claims = index === 0 && ids.length > 1 ? { claims: ids } : {};
    const locked = locks.get(keyOf(handoff.folder));
    const step = (current: Handoff) => continueIn(current, { conversation, at, ...claims });
    const changed = locked && (await changeRecord(locked, handoff, step));
    if (changed === undefined)
      throw new HandoffError(`The file of handoff ${handoff.id} was moved just now; try again.`, handoff);
  }
}

/** Handoffs that a claim names and did not reach. One that was reopened and answered again is not of that claim. */
function restOfClaim({ claims, continued }: Handoff, handoffs: readonly Handoff[]): readonly Handoff[] {
  if (claims === undefined || continued === undefined) return [];
  return handoffs.filter(
    ({ id, state, answered }) =>
      claims.includes(id) &&
      state === "answered" &&
      answered !== undefined &&
      Date.parse(answered) <= Date.parse(continued),
  );
}

function lastContinued(handoffs: readonly Handoff[]): Handoff | undefined {
  return handoffs
    .filter(({ continuation }) => continuation !== undefined)
    .sort((one, other) => Date.parse(other.continued ?? "") - Date.parse(one.continued ?? ""))[0];
}

function refuseUnlessReady(handoffs: readonly Handoff[], answered: readonly Handoff[]): void {
  const unanswered = handoffs.filter(({ state }) => state === "open" || state === "sent" || state === "running");
  const blocking = unanswered.filter(isBlocking);
  if (blocking.length > 0)
    throw new HandoffError(
      `The work still waits for ${named(blocking)}. Run, answer or dismiss ${blocking.length > 1 ? "them" : "it"} first.`,
      blocking[0],
    );
  if (answered.length === 0)
    throw new HandoffError(
      unanswered.length > 0
        ? `Nothing is answered yet: ${named(unanswered)}. Run or answer one first.`
        : "All handoffs of this conversation are dismissed, so there is nothing to continue with. Reopen one first.",
      handoffs[0],
    );
}

function named(handoffs: readonly Handoff[]): string {
  return handoffs.map(({ id, to, state }) => `${to} (${id}, ${state})`).join(", ");
}

function askedBy(conversation: string, handoffs: readonly Handoff[]): readonly Handoff[] {
  return handoffs.filter(({ origin }) => origin.conversation === conversation).sort(oldestFirst);
}

function foldersOf(handoffs: readonly Handoff[]): readonly TeamFolder[] {
  const folders = new Map(handoffs.map(({ folder }) => [keyOf(folder), folder]));
  return [...folders].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, folder]) => folder);
}

function keyOf({ root, path, shared }: TeamFolder): string {
  return `${root.path}\n${path}\n${shared}`;
}

function oldestFirst(one: Handoff, other: Handoff): number {
  return Date.parse(one.created) - Date.parse(other.created) || (one.id < other.id ? -1 : 1);
}
