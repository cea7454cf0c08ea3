import { type DigitsOrValue, isNumeric, textOf, timesWhole } from "./number-value";
import { type NumberWord, numberWord, prefixes } from "./number-words";

type Figure = Extract<NumberWord, { kind: "one" | "ten" | "multiplier" }>;

/** A word between its neighbours, as they stand in the text. */
interface Place {
  readonly word: string;
  readonly previous: NumberWord | undefined;
  readonly next: string | undefined;
}

/** The words with each spoken number as one word of digits, by the rules of Whisper's EnglishNumberNormalizer. */
export function readNumbers(words: readonly string[]): readonly string[] {
  const reader = new NumberReader();
  let previous: NumberWord | undefined;
  for (let index = 0; index < words.length; index++) {
    const entry = numberWord(words[index]);
    const took = reader.read({ word: words[index] ?? "", previous, next: words[index + 1] }, entry);
    if (took === 2) index++;
    previous = took === 2 ? numberWord(words[index]) : entry;
  }
  return reader.finish();
}

class NumberReader {
  readonly #written: string[] = [];
  #prefix = "";
  #value: DigitsOrValue | undefined;

  /** How many words it took: this one, or the next one with it. */
  read(place: Place, entry: NumberWord | undefined): 1 | 2 {
    const digits = prefixes.has(place.word.charAt(0)) ? place.word.slice(1) : place.word;
    if (isNumeric(digits)) this.#readDigits(place.word, digits);
    else if (entry === undefined) this.#writeApart(place.word);
    else return this.#readWord(place, entry);
    return 1;
  }

  finish(): readonly string[] {
    this.#flush();
    return this.#written;
  }

  #readDigits(word: string, digits: string): void {
    if (typeof this.#value === "string" && this.#value.endsWith(".")) {
      this.#value += word;
      return;
    }
    this.#flush();
    if (digits !== word) this.#prefix = word.charAt(0);
    this.#value = timesWhole(digits, 1n) ?? digits;
  }

  #readWord(place: Place, entry: NumberWord): 1 | 2 {
    switch (entry.kind) {
      case "zero":
        this.#value = `${textOf(this.#value)}0`;
        return 1;
      case "one":
      case "ten":
        this.#take(
          entry.kind === "one" ? this.#withOne(entry.value, place.previous) : this.#withTen(entry.value),
          entry,
        );
        return 1;
      case "multiplier":
        this.#readMultiplier(entry);
        return 1;
      case "sign":
        this.#flush();
        if (canFollow(place.next)) this.#prefix = entry.sign;
        else this.#write(place.word);
        return 1;
      case "currency":
        if (this.#value === undefined) this.#write(place.word);
        else {
          this.#prefix = entry.sign;
          this.#flush();
        }
        return 1;
      case "percent":
        return this.#readPercent(place, entry.suffix);
      default:
        return canFollow(place.next) ? this.#readSpecial(place, entry.kind) : this.#writeApart(place.word);
    }
  }

  /** A cardinal stays open for more; a plural or an ordinal ends the number. */
  #take(value: DigitsOrValue, { suffix }: Figure): void {
    if (suffix === undefined) this.#value = value;
    else this.#write(value + suffix);
  }

  /** Adds where the number leaves room (`twenty` `one`), appends where it does not (`nineteen` `one`). */
  #withOne(one: bigint, previous: NumberWord | undefined): DigitsOrValue {
    const value = this.#value;
    if (value === undefined) return one;
    if (typeof value === "string") {
      // The zero that a ten has just brought makes room for the digit.
      return isPlain(previous, "ten") && one < 10n ? value.slice(0, -1) + one : value + one;
    }
    const room = one < 10n ? 10n : 100n;
    return isPlain(previous, "one") || value % room !== 0n ? `${value}${one}` : value + one;
  }

  #withTen(ten: bigint): DigitsOrValue {
    const value = this.#value;
    if (value === undefined) return ten;
    return typeof value === "bigint" && value % 100n === 0n ? value + ten : `${value}${ten}`;
  }

  #readMultiplier(entry: Figure): void {
    const value = this.#value;
    if (typeof value === "bigint") {
      // Only what was said since the last thousand is multiplied.
      const residual = value % 1000n;
      this.#take(value - residual + residual * entry.value, entry);
      return;
    }
    const product = value === undefined ? entry.value : timesWhole(value, entry.value);
    if (product === undefined) this.#flush();
    this.#take(product ?? entry.value, entry);
  }

  #readPercent({ word, next }: Place, suffix: string | ReadonlyMap<string, string>): 1 | 2 {
    if (this.#value === undefined) {
      this.#write(word);
      return 1;
    }
    if (typeof suffix === "string") {
      this.#write(this.#value + suffix);
      return 1;
    }
    const joint = next === undefined ? undefined : suffix.get(next);
    if (joint === undefined) return this.#writeApart(word);
    this.#write(this.#value + joint);
    return 2;
  }

  #readSpecial({ word, previous, next }: Place, kind: "and" | "double" | "triple" | "point"): 1 | 2 {
    if (kind === "and") return isPlain(previous, "multiplier") ? 1 : this.#writeApart(word);
    const following = numberWord(next);
    const isDigit = following?.kind === "zero" || isPlain(following, "one");
    if (kind === "point") {
      if (isDigit || isPlain(following, "ten") || isNumeric(next)) this.#value = `${textOf(this.#value)}.`;
      return 1;
    }
    if (!isDigit) return this.#writeApart(word);
    const digit = following?.kind === "one" ? String(following.value) : "0";
    this.#value = textOf(this.#value) + digit.repeat(kind === "double" ? 2 : 3);
    return 2;
  }

  #writeApart(word: string): 1 {
    this.#flush();
    this.#write(word);
    return 1;
  }

  #flush(): void {
    if (this.#value !== undefined) this.#write(String(this.#value));
  }

  /** Writes a word with the sign that waits for it, and ends the number. */
  #write(word: string): void {
    this.#written.push(this.#prefix + word);
    this.#prefix = "";
    this.#value = undefined;
  }
}

/** A word that is a cardinal of that kind. */
function isPlain(word: NumberWord | undefined, kind: Figure["kind"]): word is Figure {
  return word !== undefined && word.kind === kind && word.suffix === undefined;
}

function canFollow(next: string | undefined): boolean {
  return numberWord(next) !== undefined || isNumeric(next);
}
