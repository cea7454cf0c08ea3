import type { Entity } from "../link/entity";
import { isPropertyLike } from "../link/members";
import type { Binding, ClassUnit } from "../lower/unit";
import type { Value } from "../map";
import { fieldNames, originOfFields } from "./classes";
import { declaredDefault } from "./declared-default";
import type { ValueFollower } from "./follower";
import { freest, from, linkAt } from "./traced";

type ClassEntity = Entity & { readonly kind: "class" | "instance" };

/** The value of a field: what the constructor was given, else the field's default, else what the class is for. */
export function followField(entity: ClassEntity, name: string, follower: ValueFollower): Value | undefined {
  const { members, evaluator } = follower.program;
  const { owners } = members.find(entity.unit, name, evaluator);
  return (
    constructed(entity, name, follower) ??
    freest(
      owners.flatMap(({ unit, bindings }) =>
        bindings.flatMap((binding) => followMember(binding, unit, entity, follower) ?? []),
      ),
    )
  );
}

/** `WhisperParams(model=request.model).model` → `request.model`. */
function constructed(entity: ClassEntity, name: string, follower: ValueFollower): Value | undefined {
  if (entity.kind !== "instance" || entity.construction === undefined) return undefined;
  const { members, evaluator } = follower.program;
  const { call, unit } = entity.construction;
  const named = call.arguments.find((argument) => argument.name === name);
  if (named !== undefined) return follower.follow(named.value, unit);
  const position = fieldNames(entity.unit, members, evaluator).indexOf(name);
  const positional = position < 0 ? undefined : call.arguments[position];
  return positional === undefined || positional.name !== undefined || positional.isSpread
    ? undefined
    : follower.follow(positional.value, unit);
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
  const isConstructed = entity.kind === "instance" && entity.construction !== undefined;
  const origin = originOfFields(entity.unit, isConstructed, members, evaluator);
  const written = binding.value === undefined ? undefined : declaredDefault(binding.value, binding.unit, follower);
  if (written === undefined) return { text: undefined, origin, chain: [linkAt(owner, binding.line)] };
  const isOwn = written.origin === "literal" || written.origin === "constant" || written.origin === "unknown";
  return from(binding, owner, written, isOwn ? origin : written.origin);
}
