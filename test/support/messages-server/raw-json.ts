/**
 * The bytes of the parts of a JSON text, so that two requests can be compared as they were sent and not as they parse.
 * The text must be valid JSON.
 */
export function rawMembers(object: string): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  for (const part of rawParts(object)) {
    const colon = endOfString(part) + 1;
    members.set(JSON.parse(part.slice(0, colon)) as string, part.slice(part.indexOf(":", colon) + 1).trim());
  }
  return members;
}

export function rawElements(array: string): readonly string[] {
  return rawParts(array);
}

/** What stands between the commas of the outermost brackets. */
function rawParts(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') {
      index += endOfString(text.slice(index));
    } else if (character === "{" || character === "[") {
      depth += 1;
      if (depth === 1) start = index + 1;
    } else if (character === "}" || character === "]" || (character === "," && depth === 1)) {
      if (depth === 1 && text.slice(start, index).trim() !== "") parts.push(text.slice(start, index).trim());
      if (character === ",") start = index + 1;
      else depth -= 1;
    }
  }
  return parts;
}

/** Index of the closing quote of the string that the text begins with. */
function endOfString(text: string): number {
  let index = 1;
  while (text[index] !== '"') index += text[index] === "\\" ? 2 : 1;
  return index;
}
