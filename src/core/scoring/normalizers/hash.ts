/**
 * First 12 hex digits of a 64-bit digest of the text's UTF-16 code units: two FNV-1a lanes of 32 bits with different
 * primes, each finished by MurmurHash3's mixer. It tells tables apart and is not meant against forgery; it needs no
 * module of Node, so that a view can compute it as well.
 */
export function hashOf(text: string): string {
  let left = 0x811c9dc5;
  let right = 0x9e3779b9;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    left = Math.imul(left ^ unit, 0x01000193);
    right = Math.imul(right ^ unit, 0x85ebca6b);
    right ^= right >>> 15;
  }
  return (hex(mix(left)) + hex(mix(right ^ left))).slice(0, 12);
}

function mix(state: number): number {
  let mixed = state;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function hex(word: number): string {
  return word.toString(16).padStart(8, "0");
}
