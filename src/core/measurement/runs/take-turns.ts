import type { EngineSession } from "../engines/session";
import type { InterleavedFigures } from "../run";
import { openSession } from "./decode-row";
import type { Item, Row } from "./row";
import type { RunState } from "./run-state";

export interface Turns {
  readonly clips: readonly Item[];
  readonly repeats: number;
  /** Starts of the programs, over which the repeats are spread; at most `repeats`. */
  readonly starts: number;
}

export interface TakenTurns {
  /** Clips that all three answered every time. */
  readonly clips: number;
  readonly wall: InterleavedFigures;
  readonly memory: InterleavedFigures;
}

/**
 * Times two rows on the same clips in turns, and `a` against another process of itself in the same turns. All three
 * processes are resident, so that a machine that gets slower meanwhile slows all of them.
 * @returns a sentence when nothing could be compared
 */
export async function takeTurns(state: RunState, a: Row, b: Row, turns: Turns): Promise<TakenTurns | string> {
  const players = [a, b, a] as const;
  const walls = players.map(() => turns.clips.map(() => [] as (number | undefined)[]));
  const peaks: (readonly (number | undefined)[])[] = [];
  let turn = 0;
  for (let start = 0; start < turns.starts; start++) {
    const sessions: EngineSession[] = [];
    for (const row of players) sessions.push(openSession(state, row, state.signal));
    for (const row of [a, b]) state.spending(row).open();
    try {
      // Who starts alone has pages to itself that are shared later, and so the higher peak: that, too, comes in turns.
      const inTurn = (orders[start % orders.length] ?? []).flatMap((player) => sessions[player] ?? []);
      const failure = await getReady(inTurn, turns.clips[0]);
      if (failure !== undefined) return failure;
      for (let repeat = start; repeat < turns.repeats; repeat += turns.starts) {
        for (const chunk of chunks(turns.clips.length)) {
          for (const player of orders[turn++ % orders.length] ?? []) {
            for (const clip of chunk) {
              if (state.signal.aborted) return "The run was cancelled before.";
              const item = turns.clips[clip];
              const answer = item && (await sessions[player]?.transcribe(item.utterance));
              walls[player]?.[clip]?.push(answer?.failure ? undefined : answer?.times?.wall);
            }
          }
        }
      }
    } finally {
      for (const session of sessions) await session.close();
      for (const [player, row] of players.entries()) {
        const session = sessions[player];
        if (session) state.addUse(row, session.use());
      }
      for (const row of [a, b]) state.spending(row).close();
    }
    peaks.push(sessions.map((session) => session.use().peakMemory.at(-1)));
  }
  return figures(walls, peaks, turns.repeats);
}

async function getReady(sessions: readonly EngineSession[], first: Item | undefined): Promise<string | undefined> {
  for (const session of sessions) {
    const failure = (await session.start()) ?? (first && (await session.warmUp(first.utterance)));
    if (failure) return `Two processes at a time did not start: ${failure.message}`;
  }
  return undefined;
}

/**
 * Who comes when: each of the three is equally often at each place, and none follows upon itself, when its data would
 * still be in the caches.
 */
const orders = [
  [0, 1, 2],
  [0, 2, 1],
  [2, 0, 1],
  [2, 1, 0],
  [1, 2, 0],
  [1, 0, 2],
] as const;

/** Clips of one turn: short enough that the machine is the same for all three. */
const chunkLength = 4;

function* chunks(count: number): Generator<readonly number[]> {
  for (let from = 0; from < count; from += chunkLength) {
    yield Array.from({ length: Math.min(chunkLength, count - from) }, (_, index) => from + index);
  }
}

function figures(
  walls: readonly (readonly (readonly (number | undefined)[])[])[],
  peaks: readonly (readonly (number | undefined)[])[],
  repeats: number,
): TakenTurns | string {
  const clips = (walls[0] ?? []).flatMap((_, clip) =>
    walls.every((player) => player[clip]?.length === repeats && player[clip].every((wall) => wall !== undefined))
      ? [clip]
      : [],
  );
  if (clips.length === 0) return "No clip was answered every time.";
  const totals = walls.map((player) =>
    Array.from({ length: repeats }, (_, repeat) => clips.reduce((sum, clip) => sum + (player[clip]?.[repeat] ?? 0), 0)),
  );
  const measured = peaks.filter((peak): peak is readonly number[] => peak.every((figure) => figure !== undefined));
  return {
    clips: clips.length,
    wall: interleaved(totals),
    memory: interleaved([0, 1, 2].map((player) => measured.map((peak) => peak[player] ?? Number.NaN))),
  };
}

function interleaved([a = [], b = [], again = []]: readonly (readonly number[])[]): InterleavedFigures {
  return { a, b, noise: a.map((figure, index) => (again[index] ?? Number.NaN) / figure - 1) };
}
