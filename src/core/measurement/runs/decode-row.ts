import { resolveEnvironment } from "../configuration/environment";
import type { EngineConfiguration, OutputAdapter } from "../engine";
import { openEngine } from "../engines/open-engine";
import type { EngineSession } from "../engines/session";
import { outputAdapterOf } from "../outputs";
import { recordOf } from "./clip-record";
import type { RunEvent } from "./events";
import { watchContention } from "./machine";
import { MeasurementError } from "./measurement-error";
import { hashSources } from "./provenance";
import { type Item, type Row, rowName } from "./row";
import type { RunState } from "./run-state";

/**
 * Asks an engine about every clip of its row that has no record yet, and writes each down as it comes. Ends early when the
 * run is aborted; the clips that money does not suffice for are recorded as such.
 * @throws MeasurementError when the engine's code is not what an earlier part of the run was made with
 */
export async function* decodeRow(state: RunState, row: Row): AsyncGenerator<RunEvent> {
  const items = state.missing(row);
  const [first] = items;
  if (!first || state.signal.aborted) return;
  const spending = state.spending(row);
  const adapter = adapterOf(row.engine);
  const money = moneyEnds(spending.secondsFor(state.plan.costCap - state.cost()));
  const session = openSession(state, row, AbortSignal.any([state.signal, money.signal]));
  const contention = watchContention();
  spending.open();
  try {
    const failure = await session.start();
    await recordCode(state, row, session);
    const name = rowName(row.engine.name, row.engine.parameters);
    const load = session.use().loads.at(-1);
    yield {
      type: "engine",
      row: name,
      ...(load !== undefined && { load }),
      ...(failure && { failure: failure.message }),
    };
    const canPay = (item: Item) => state.cost() + spending.costOf(item.utterance.duration) <= state.plan.costCap;
    if (!failure && canPay(first)) {
      spending.ask(first.utterance.duration);
      await session.warmUp(first.utterance);
    }
    for (const item of items) {
      if (state.signal.aborted) break;
      const isPaid = !money.signal.aborted && canPay(item);
      if (isPaid) spending.ask(item.utterance.duration);
      const answer = isPaid ? await session.transcribe(item.utterance) : overBudget(state);
      if (state.signal.aborted) break;
      const outcome = money.signal.aborted && answer.failure ? overBudget(state) : answer;
      const record = recordOf(row, item, outcome, adapter);
      await state.add(row, record);
      yield { type: "clip", record, progress: state.progress(row) };
    }
  } finally {
    money.end();
    await session.close();
    spending.close();
    state.updateCost(row);
    const use = session.use();
    state.addUse(row, use);
    state.updateEngine(row, { contention: contention.end(use.cpu) });
  }
  await state.save();
}

/** @throws MeasurementError when its configuration names variables that are not set */
export function openSession(state: RunState, row: Row, signal: AbortSignal): EngineSession {
  const { variables, missing } = resolveEnvironment(row.engine.environment, state.surroundings);
  if (missing.length > 0) {
    throw new MeasurementError(
      `The engine ${row.engine.name} needs ${missing.join(", ")}, which is not set.`,
      "Set it where the evaluation is started.",
    );
  }
  const { workspace, assetsFolder } = state;
  const ports = { workspace, signal, ...(assetsFolder !== undefined && { assetsFolder }) };
  return openEngine({ ...row.engine, environment: variables }, ports);
}

function adapterOf({ name, output }: EngineConfiguration): OutputAdapter {
  const adapter = outputAdapterOf(output);
  if (adapter) return adapter;
  throw new MeasurementError(`The engine ${name} has an output that is not known.`, "Set `output` to one that is.");
}

/** What an engine says of itself stands in the record, and must not change between two parts of one run. */
async function recordCode(state: RunState, row: Row, session: EngineSession): Promise<void> {
  const hello = session.hello();
  if (!hello) return;
  const sources = await hashSources(hello, row.engine, state.workspace);
  const before = state.engine(row);
  const isChanged =
    before?.version !== undefined &&
    (before.version !== hello.version || JSON.stringify(before.sources) !== JSON.stringify(sources));
  if (isChanged && state.plan.items.some((item) => state.recordFor(row, item))) {
    throw new MeasurementError(
      `The code of ${row.engine.name} changed since this run began.`,
      "Start a new run, or bring the code back to what it was.",
    );
  }
  state.updateEngine(row, { version: hello.version, sources });
  // Before the first clip, so that whoever goes on knows what the clips were made with.
  await state.save();
}

function overBudget({ plan }: RunState) {
  const message = `The run would have cost more than its limit of ${plan.costCap} USD.`;
  return { failure: { kind: "budget", message } } as const;
}

/** A signal for the moment at which the time that can be paid for is over. */
function moneyEnds(seconds: number | undefined): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  if (seconds === undefined || seconds > longestTimer) return { signal: controller.signal, end() {} };
  const timer = setTimeout(() => controller.abort(), Math.max(0, seconds * 1000));
  return { signal: controller.signal, end: () => clearTimeout(timer) };
}

/** Seconds. */
const longestTimer = 2_000_000;
