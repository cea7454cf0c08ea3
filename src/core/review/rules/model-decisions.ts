import type { ChainLink, EngineUse, PipelineMap, ValueOrigin } from "../../pipeline/map";
import { at, withoutRepeats } from "../wording";

/** A model name that the code decides, and where. */
export interface ModelDecision {
  readonly use: EngineUse;
  readonly name: string;
  readonly kind: ValueOrigin;
  /** From the engine call to the origin of the name. */
  readonly chain: readonly ChainLink[];
  readonly origin: ChainLink;
}

/** One decision for each engine and place that decides, however many calls read it. Names that are not plain are left out. */
export function modelDecisions(map: PipelineMap): readonly ModelDecision[] {
  const decisions = new Map<string, ModelDecision>();
  for (const use of map.engines) {
    const name = use.model?.text;
    const origin = use.model?.chain.at(-1);
    if (use.model === undefined || name === undefined || origin === undefined || !/^[\w./:@-]+$/.test(name)) continue;
    const key = `${use.engine} ${name} ${at(origin.place)}`;
    if (decisions.has(key)) continue;
    const chain = withoutRepeats([{ place: use.place, text: use.call }, ...use.model.chain]);
    decisions.set(key, { use, name, kind: use.model.origin, chain, origin });
  }
  return [...decisions.values()];
}
