import type { Construction, Entity } from "../link/entity";
import { isPropertyLike } from "../link/members";
import type { Binding, ClassUnit, Expression, Unit } from "../lower/unit";
import type { Value } from "../map";
import { fieldNames, originOfFields } from "./classes";
import { declaredDefault } from "./declared-default";
import { dumpedObject } from "./dumped-object";
import type { ValueFollower } from "./follower";
import { freest, from, linkAt } from "./traced";

type ClassEntity = Entity & { readonly kind: "class" | "instance" };

/** Places that make an instance are looked at up to this number. */
const maximumConstructions = 8;

/**
 * The value of a field: what the constructor was given, else the field's default, else what any constructor of the class
 * is given, else what the class is for.
 */
export function followField(entity: ClassEntity, name: string, follower: ValueFollower): Value | undefined {
  const { members, evaluator } = follower.program;
  const given = constructed(entity, name, follower);
  if (given !== undefined) return given;
  const { owners } = members.find(entity.unit, name, evaluator);
  const own = freest(
    owners.flatMap(({ unit, bindings }) =>
      bindings.flatMap((binding) => followMember(binding, unit, entity, follower) ?? []),
    ),
  );
  if (own?.text !== undefined) return own;
  const elsewhere = follower.program
    .constructionsOf(entity.unit)
    .slice(0, maximumConstructions)
    .flatMap((construction) => constructed({ kind: "instance", unit: entity.unit, construction }, name, follower) ?? [])
    .map((value) => (own === undefined ? value : { ...value, chain: [...own.chain, ...value.chain] }));
  return freest([...elsewhere, ...(own === undefined ? [] : [own])]);
}

/** `WhisperParams(model=request.model).model` → `request.model`. */
function constructed(entity: ClassEntity, name: string, follower: ValueFollower): Value | undefined {
  if (entity.kind !== "instance" || entity.construction === undefined) return undefined;
  const { members, evaluator } = follower.program;
  const { call, unit } = entity.construction;
  const named = call.arguments.find((argument) => argument.name === name);
  if (named !== undefined) return follower.follow(named.value, unit);
  const spread = call.arguments.filter((argument) => argument.isSpread && argument.value.kind === "call");
  const copied = freest(spread.flatMap(({ value }) => copiedField(value, name, unit, follower) ?? []));
  if (copied !== undefined) return copied;
  const position = fieldNames(entity.unit, members, evaluator).indexOf(name);
  const positional = position < 0 ? undefined : call.arguments[position];
  return positional === undefined || positional.name !== undefined || positional.isSpread
    ? undefined
    : follower.follow(positional.value, unit);
}

/** `Job(**request.model_dump())` takes its fields from the request. */
function copiedField(spread: Expression, name: string, unit: Unit, follower: ValueFollower): Value | undefined {
  const source = dumpedObject(spread);
  if (source === undefined) return undefined;
  const entities = follower.program.evaluator.evaluate(source, unit);
  const values = entities.flatMap((entity) =>
    entity.kind === "instance" ? (followField(entity, name, follower) ?? []) : [],
  );
  const value = freest(values);
  return value === undefined ? undefined : from(spread, unit, value);
}

function followMember(
  binding: Binding,
  owner: ClassUnit,
  entity: ClassEntity,
  follower: ValueFollower,
): Value | undefined {
  if (binding.kind === "function" && isPropertyLike(binding.unit)) {
    return freest(binding.unit.returns.map((value) => follower.follow(value, binding.unit)));
  }
  if (binding.kind !== "value") return undefined;
  if (binding.unit.kind !== "class") {
    return binding.value === undefined
      ? undefined
      : from(binding, binding.unit, follower.follow(binding.value, binding.unit));
  }
  const { members, evaluator } = follower.program;
  const isConstructed = entity.kind === "instance" && entity.construction !== undefined && !isOpen(entity.construction);
  const origin = originOfFields(entity.unit, isConstructed, members, evaluator);
  const written = binding.value === undefined ? undefined : declaredDefault(binding.value, binding.unit, follower);
  if (written === undefined) {
    const chain = [linkAt(owner, binding.line)];
    return { text: undefined, origin: origin === "constant" ? "unknown" : origin, chain };
  }
  const isOwn = written.origin === "literal" || written.origin === "constant" || written.origin === "unknown";
  // A field of a plain class is as fixed as its value is known.
  const isVague = origin === "constant" && written.text === undefined;
  return from(binding, owner, written, isVague ? "unknown" : isOwn ? origin : written.origin);
}

/** Whether a constructor call gets arguments that are not written down: `cls(**values)`. */
function isOpen({ call }: Construction): boolean {
  return call.arguments.some((argument) => argument.isSpread);
}
