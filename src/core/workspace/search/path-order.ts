/**
 * The order in which a sorted walk meets files: folder by folder, names by code point, which is the order of their
 * UTF-8 bytes. A slash sorts before everything else, hence `a/b` before `a.txt`.
 */
export function comparePaths(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index++) {
    const left = one.charCodeAt(index);
    const right = other.charCodeAt(index);
    if (left !== right) return rank(left) - rank(right);
  }
  return one.length - other.length;
}

function rank(codeUnit: number): number {
  if (codeUnit === 0x2f) return -1;
  // Surrogates stand for characters above all that fit into one code unit.
  return codeUnit >= 0xd800 && codeUnit <= 0xdfff ? codeUnit + 0x10000 : codeUnit;
}
