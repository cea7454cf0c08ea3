// What crosses between the test and VS Code is JSON. Places travel as `{ $uri: "/path" }` and `{ $range: [0, 0, 0, 4] }`.
const vscode = require("vscode");

/** Values of the API as plain data: URIs as strings, positions counted from 0, no functions, no cycles. */
exports.toPlain = function toPlain(value, seen = new Set()) {
  if (value instanceof vscode.Uri) return value.scheme === "file" ? value.fsPath : value.toString();
  if (value instanceof vscode.Range)
    return [value.start.line, value.start.character, value.end.line, value.end.character];
  if (value instanceof vscode.Position) return [value.line, value.character];
  if (value instanceof Map) return toPlain(Object.fromEntries(value), seen);
  if (typeof value === "function" || typeof value === "symbol" || value === undefined) return null;
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "object" || value === null) return value;
  if (seen.has(value)) return null;
  const inside = new Set(seen).add(value);
  if (Array.isArray(value) || value instanceof Set) return [...value].map((item) => toPlain(item, inside));
  return Object.fromEntries(Object.keys(value).map((key) => [key, toPlain(value[key], inside)]));
};

/** The way back, for the arguments of a command. */
exports.fromPlain = function fromPlain(value) {
  if (Array.isArray(value)) return value.map(fromPlain);
  if (typeof value !== "object" || value === null) return value;
  if (typeof value.$uri === "string") return vscode.Uri.file(value.$uri);
  if (Array.isArray(value.$range)) return new vscode.Range(...value.$range);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromPlain(item)]));
};
