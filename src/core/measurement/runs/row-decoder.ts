import { resolveEnvironment } from "../configuration/environment";
import type { EngineConfiguration, OutputAdapter } from "../engine";
import { openEngine } from "../engines/open-engine";
import type { EngineFailure, EngineSession } from "../engines/session";
import { outputAdapterOf } from "../outputs";
import { recordOf } from "./clip-record";
import type { RunEvent } from "./events";
import { type ContentionWatch, watchContention } from "./machine";
import { MeasurementError } from "./measurement-error";
import { hashSources } from "./provenance";
import { type Item, type Row, rowName } from "./row";
import type { RunState } from "./run-state";

/** An engine that is asked about the clips of its row. What it uses is written down when it is closed: do that, whatever happens. */
export class RowDecoder {
  readonly session: EngineSession;
  readonly #state: RunState;
  readonly #row: Row;
  readonly #adapter: OutputAdapter;
  readonly #money: MoneyEnds;
  readonly #contention: ContentionWatch;
  #failure: EngineFailure | undefined;

  /** @throws MeasurementError when its configuration names variables that are not set */
  constructor(state: RunState, row: Row) {
    this.#state = state;
    this.#row = row;
    this.#adapter = adapterOf(row.engine);
    const spending = state.spending(row);
    this.#money = moneyEnds(spending.secondsFor(state.plan.costCap - state.cost()));
    this.session = openSession(state, row, AbortSignal.any([state.signal, this.#money.signal]));
    this.#contention = watchContention();
    spending.open();
  }

  /** Why it did not start; undefined when it did. */
  get failure(): EngineFailure | undefined {
    return this.#failure;
  }

  /** @throws MeasurementError when the engine's code is not what an earlier part of the run was made with */
  async start(): Promise<Extract<RunEvent, { type: "engine" }>> {
    this.#failure = await this.session.start();
    await recordCode(this.#state, this.#row, this.session);
    const load = this.session.use().loads.at(-1);
    return {
      type: "engine",
      row: rowName(this.#row.engine.name, this.#row.engine.parameters),
      ...(load !== undefined && { load }),
      ...(this.#failure && { failure: this.#failure.message }),
    };
  }

  /** Asks about a clip whose answer does not count. Undefined when it was answered. */
  async warmUp({ utterance }: Item): Promise<EngineFailure | undefined> {
    if (this.#failure || !this.#canPay(utterance.duration)) return this.#failure;
    this.#state.spending(this.#row).ask(utterance.duration);
    return await this.session.warmUp(utterance);
  }

  /** Writes down what becomes of a clip; a clip that money does not suffice for is recorded as such. Undefined when the run was aborted. */
  async decode(item: Item): Promise<Extract<RunEvent, { type: "clip" }> | undefined> {
    const { signal } = this.#state;
    if (signal.aborted) return undefined;
    const isPaid = !this.#money.signal.aborted && this.#canPay(item.utterance.duration);
    if (isPaid) this.#state.spending(this.#row).ask(item.utterance.duration);
    const answer = isPaid ? await this.session.transcribe(item.utterance) : overBudget(this.#state);
    if (signal.aborted) return undefined;
    const outcome = this.#money.signal.aborted && answer.failure ? overBudget(this.#state) : answer;
    const record = recordOf(this.#row, item, outcome, this.#adapter);
    await this.#state.add(this.#row, record);
    return { type: "clip", record, progress: this.#state.progress(this.#row) };
  }

  async close(): Promise<void> {
    await closeAll([this]);
  }

  async end(): Promise<void> {
    this.#money.end();
    await this.session.close();
    this.#state.spending(this.#row).close();
    this.#state.updateCost(this.#row);
    this.#state.addUse(this.#row, this.session.use());
  }

  /** @param cpu processor seconds of all engines of ours that ran meanwhile; undefined where they cannot be read */
  settle(cpu: number | undefined): void {
    this.#state.updateEngine(this.#row, { contention: this.#contention.end(cpu) });
  }

  #canPay(seconds: number): boolean {
    return this.#state.cost() + this.#state.spending(this.#row).costOf(seconds) <= this.#state.plan.costCap;
  }
}

/** Closes engines that ran beside each other: none of them is one of the others that kept the machine busy. */
export async function closeAll(decoders: readonly RowDecoder[]): Promise<void> {
  for (const decoder of decoders) await decoder.end();
  const seconds = decoders.map(({ session }) => session.use().cpu);
  const together = seconds.reduce((sum, cpu) => (sum === undefined || cpu === undefined ? undefined : sum + cpu), 0);
  for (const decoder of decoders) decoder.settle(together);
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
  const { assetsFolder } = state;
  const ports = { workspace: state.workspaceOf(row), signal, ...(assetsFolder !== undefined && { assetsFolder }) };
  return openEngine({ ...row.engine, environment: { ...row.tree?.environment, ...variables } }, ports);
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
  const sources = await hashSources(hello, row.engine, state.workspaceOf(row));
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

interface MoneyEnds {
  readonly signal: AbortSignal;
  end(): void;
}

/** A signal for the moment at which the time that can be paid for is over. */
function moneyEnds(seconds: number | undefined): MoneyEnds {
  const controller = new AbortController();
  if (seconds === undefined || seconds > longestTimer) return { signal: controller.signal, end() {} };
  const timer = setTimeout(() => controller.abort(), Math.max(0, seconds * 1000));
  return { signal: controller.signal, end: () => clearTimeout(timer) };
}

/** Seconds. */
const longestTimer = 2_000_000;
