import type {
  CallExpression,
  ClassUnit,
  DictionaryExpression,
  Expression,
  FunctionUnit,
  ModuleUnit,
  Unit,
} from "../lower/unit";

/** What an expression may stand for. */
export type Entity =
  /**
   * Something of a package from outside, as the dotted path that leads to it; `()` stands for a call, `[]` for an item:
   * `whisper.load_model().transcribe`. Factories whose first argument decides carry it: `boto3.client(transcribe)`.
   */
  | { readonly kind: "external"; readonly path: string }
  | { readonly kind: "module"; readonly module: ModuleUnit }
  | { readonly kind: "function"; readonly unit: FunctionUnit }
  | { readonly kind: "class"; readonly unit: ClassUnit }
  /** `construction` is absent when only a type annotation says so. */
  | { readonly kind: "instance"; readonly unit: ClassUnit; readonly construction?: Construction }
  | { readonly kind: "dictionary"; readonly expression: DictionaryExpression; readonly unit: Unit }
  | { readonly kind: "list"; readonly items: readonly Expression[]; readonly unit: Unit };

export interface Construction {
  readonly call: CallExpression;
  readonly unit: Unit;
}

/** More possibilities than this say nothing. */
const maximumEntities = 12;

export function distinct(entities: readonly Entity[]): Entity[] {
  const seen = new Set<unknown>();
  const kept: Entity[] = [];
  for (const entity of entities) {
    const key = keyOf(entity);
    if (seen.has(key) || kept.length >= maximumEntities) continue;
    seen.add(key);
    kept.push(entity);
  }
  return kept;
}

function keyOf(entity: Entity): unknown {
  switch (entity.kind) {
    case "external":
      return entity.path;
    case "module":
      return entity.module;
    case "instance":
      return entity.construction?.call ?? `instance ${entity.unit.name}`;
    case "dictionary":
      return entity.expression;
    case "list":
      return entity.items;
    default:
      return entity.unit;
  }
}
