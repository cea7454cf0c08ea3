/** Checks of what arrives as a message, small enough for a page: each says whether a value is one of its kind. */
export type IsShape = (value: unknown) => boolean;
export type Shape = Readonly<Record<string, IsShape>>;

export const isString: IsShape = (value) => typeof value === "string";
export const isBoolean: IsShape = (value) => typeof value === "boolean";
export const isNumber: IsShape = (value) => typeof value === "number" && Number.isFinite(value);
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const isListOf =
  (isElement: IsShape): IsShape =>
  (value) =>
    Array.isArray(value) && value.every(isElement);
export const isOptional =
  (isValue: IsShape): IsShape =>
  (value) =>
    value === undefined || isValue(value);
export const isOneOf =
  (...values: readonly string[]): IsShape =>
  (value) =>
    isString(value) && values.includes(value as string);
export const hasShape =
  (shape: Shape): IsShape =>
  (value) =>
    isRecord(value) && Object.entries(shape).every(([key, isValue]) => isValue(value[key]));
