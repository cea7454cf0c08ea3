import type { EngineSession } from "../engines/session";
import { median } from "../report/quantile";
import type { InterleavedFigures } from "../run";
import type { RunEvent } from "./events";
import type { Item, Row } from "./row";
import { openSession } from "./row-decoder";
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
  /** For each of the clips that were given the seconds of `a` and of `b`, medians over the repeats. */
  readonly medians: readonly (readonly [number | undefined, number | undefined])[];
}

export interface NotTaken {
  /** A sentence. */
  readonly reason: string;
  /** Whether processes did not start beside each other. */
  readonly isOfStart: boolean;
}

/**
 * Times two rows on the same clips in turns, and `a` against another process of itself in the same turns. All three
 * processes are resident, so that a machine that gets slower meanwhile slows all of them.
 */
export async function* takeTurns(
  state: RunState,
  a: Row,
  b: Row,
  turns: Turns,
): AsyncGenerator<RunEvent, TakenTurns | NotTaken> {
  const players = [a, b, a] as const;
  const walls = noWalls(turns);
  const peaks: (readonly (number | undefined)[])[] = [];
  let turn = 0;
  const progress = turnsProgress(turns.repeats * Math.ceil(turns.clips.length / chunkLength));
  for (let start = 0; start < turns.starts; start++) {
    const sessions: EngineSession[] = [];
    for (const row of players) sessions.push(openSession(state, row, state.signal));
    for (const row of [a, b]) state.spending(row).open();
    try {
      // Who starts alone has pages to itself that are shared later, and so the higher peak: that, too, comes in turns.
      const inTurn = (orders[start % orders.length] ?? []).flatMap((player) => sessions[player] ?? []);
      const failure = await getReady(inTurn, turns.clips[0]);
      if (failure !== undefined) return { reason: failure, isOfStart: true };
      for (let repeat = start; repeat < turns.repeats; repeat += turns.starts) {
        for (const chunk of chunks(turns.clips.length)) {
          for (const player of orders[turn++ % orders.length] ?? []) {
            for (const clip of chunk) {
              if (state.signal.aborted) return cancelled;
              const item = turns.clips[clip];
              const answer = item && (await sessions[player]?.transcribe(item.utterance));
              walls[player]?.[clip]?.push(answer?.failure ? undefined : answer?.times?.wall);
            }
          }
          yield progress(turn);
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

/**
 * The same for models that have no room beside each other: one process at a time, which is started, warmed up and asked
 * about all clips before the next one comes. A machine that gets slower for minutes then shows as noise.
 */
export async function* takeTurnsAlone(
  state: RunState,
  a: Row,
  b: Row,
  turns: Omit<Turns, "starts">,
): AsyncGenerator<RunEvent, TakenTurns | NotTaken> {
  const players = [a, b, a] as const;
  const walls = noWalls(turns);
  const progress = turnsProgress(turns.repeats * players.length);
  let turn = 0;
  const peaks: (number | undefined)[][] = [];
  for (let repeat = 0; repeat < turns.repeats; repeat++) {
    const peaksNow: (number | undefined)[] = [];
    for (const player of orders[repeat % orders.length] ?? []) {
      const row = players[player];
      if (!row) continue;
      const session = openSession(state, row, state.signal);
      state.spending(row).open();
      try {
        const failure = await getReady([session], turns.clips[0]);
        if (failure !== undefined) return { reason: failure, isOfStart: true };
        for (const [clip, item] of turns.clips.entries()) {
          const answer = await session.transcribe(item.utterance);
          if (state.signal.aborted) return cancelled;
          walls[player]?.[clip]?.push(answer.failure ? undefined : answer.times?.wall);
        }
      } finally {
        await session.close();
        state.addUse(row, session.use());
        state.spending(row).close();
      }
      peaksNow[player] = session.use().peakMemory.at(-1);
      yield progress(++turn);
    }
    peaks.push(peaksNow);
  }
  return figures(walls, peaks, turns.repeats);
}

/** Between turns and never within one: who listens takes no time of what is measured. */
function turnsProgress(total: number): (done: number) => RunEvent {
  const start = performance.now();
  return (done) => {
    const timeLeft = ((performance.now() - start) / 1000 / done) * (total - done);
    return { type: "turns", done, total, timeLeft };
  };
}

const cancelled: NotTaken = { reason: "The run was cancelled before.", isOfStart: false };

type Walls = readonly (readonly (number | undefined)[][])[];

/** By player, clip and repeat. */
function noWalls({ clips }: Pick<Turns, "clips">): Walls {
  return [0, 1, 2].map(() => clips.map(() => []));
}

async function getReady(sessions: readonly EngineSession[], first: Item | undefined): Promise<string | undefined> {
  for (const session of sessions) {
    const failure = (await session.start()) ?? (first && (await session.warmUp(first.utterance)));
    if (failure && sessions.length > 1) return `Two processes at a time did not start: ${failure.message}`;
    if (failure) return `A process did not start again: ${failure.message}`;
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
  walls: Walls,
  peaks: readonly (readonly (number | undefined)[])[],
  repeats: number,
): TakenTurns | NotTaken {
  const clips = (walls[0] ?? []).flatMap((_, clip) =>
    walls.every((player) => player[clip]?.length === repeats && player[clip].every((wall) => wall !== undefined))
      ? [clip]
      : [],
  );
  if (clips.length === 0) return { reason: "No clip was answered every time.", isOfStart: false };
  const totals = walls.map((player) =>
    Array.from({ length: repeats }, (_, repeat) => clips.reduce((sum, clip) => sum + (player[clip]?.[repeat] ?? 0), 0)),
  );
  const measured = peaks.filter((peak): peak is readonly number[] =>
    [0, 1, 2].every((player) => peak[player] !== undefined),
  );
  const medianOf = (player: number, clip: number) =>
    median((walls[player]?.[clip] ?? []).filter((wall) => wall !== undefined));
  return {
    clips: clips.length,
    wall: interleaved(totals),
    memory: interleaved([0, 1, 2].map((player) => measured.map((peak) => peak[player] ?? Number.NaN))),
    medians: (walls[0] ?? []).map((_, clip) => [medianOf(0, clip), medianOf(1, clip)]),
  };
}

function interleaved([a = [], b = [], again = []]: readonly (readonly number[])[]): InterleavedFigures {
  return { a, b, noise: a.map((figure, index) => (again[index] ?? Number.NaN) / figure - 1) };
}
