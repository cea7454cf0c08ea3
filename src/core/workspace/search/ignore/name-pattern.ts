/**
 * A glob of a `.gitignore` or of a file type as a regular expression over the bytes of a path, one character a byte, with
 * the meaning that ripgrep gives it. Undefined when ripgrep would refuse the glob, and so skip the rule.
 */
export function namePattern(glob: string): RegExp | undefined {
  const written = glob.endsWith("/**") ? `${glob}/*` : glob;
  const source = new Translation(written).translate();
  if (source === undefined) return undefined;
  try {
    return new RegExp(`^${source}$`, "s");
  } catch {
    return undefined;
  }
}

const betweenFolders = "(?:/|/.*/)";
const anyFolders = "(?:/?|.*/)";

class Translation {
  private readonly glob: string;
  private position = 0;
  /** Finished pieces of each open brace: alternatives, each a list of pieces. The first entry is the glob itself. */
  private readonly open: string[][][] = [[[]]];

  constructor(glob: string) {
    this.glob = glob;
  }

  translate(): string | undefined {
    while (this.position < this.glob.length) {
      const character = this.glob.charAt(this.position++);
      if (!this.add(character)) return undefined;
    }
    if (this.open.length > 1) return undefined;
    const source = this.pieces().join("");
    // `**` alone means everything, not any folders before an empty name.
    return source === anyFolders ? ".*" : source;
  }

  private add(character: string): boolean {
    switch (character) {
      case "*":
        this.addStars();
        return true;
      case "?":
        return this.push("[^/]");
      case "[":
        return this.addClass();
      case "{":
        this.open.push([[]]);
        return true;
      case "}":
        return this.closeBrace();
      case ",":
        if (this.open.length === 1) return this.push(",");
        this.open.at(-1)?.push([]);
        return true;
      case "\\": {
        const escaped = this.glob.charAt(this.position++);
        return escaped !== "" && this.push(quote(escaped));
      }
      default:
        return this.push(quote(character));
    }
  }

  private addStars(): void {
    if (this.glob.charAt(this.position) !== "*") {
      this.push("[^/]*");
      return;
    }
    const before = this.glob.charAt(this.position - 2);
    const after = this.glob.charAt(++this.position);
    const pieces = this.pieces();
    const inBrace = this.open.length > 1;
    if (this.open.length === 1 && pieces.length === 0) {
      if (after !== "" && after !== "/") this.push("[^/]*");
      else {
        this.push(anyFolders);
        this.position++;
      }
      return;
    }
    const startsFolder = before === "/" || (inBrace && (before === "," || before === "{"));
    const ends = after === "" || (inBrace && (after === "," || after === "}"));
    if (!startsFolder || !(ends || after === "/")) {
      this.push("[^/]*");
      return;
    }
    if (!ends) this.position++;
    const previous = pieces.pop();
    this.push(previous === anyFolders || previous === "/.*" ? previous : ends ? "/.*" : betweenFolders);
  }

  private addClass(): boolean {
    const rest = /^([!^]?)(\]?[^\]]*)\]/.exec(this.glob.slice(this.position));
    if (rest === null) return this.push("\\[");
    this.position += rest[0].length;
    return this.push(`[${rest[1] === "" ? "" : "^"}${(rest[2] ?? "").replace(/[\\\]^[]/g, "\\$&")}]`);
  }

  private closeBrace(): boolean {
    if (this.open.length === 1) return false;
    const alternatives = (this.open.pop() ?? []).map((pieces) => pieces.join("")).filter((source) => source !== "");
    return this.push(alternatives.length === 0 ? "" : `(?:${alternatives.join("|")})`);
  }

  private pieces(): string[] {
    return this.open.at(-1)?.at(-1) ?? [];
  }

  private push(piece: string): true {
    this.pieces().push(piece);
    return true;
  }
}

function quote(character: string): string {
  return /[\w\s]|[^\0-\x7f]/.test(character) ? character : `\\${character}`;
}
