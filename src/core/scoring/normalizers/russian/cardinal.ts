import words from "./number-words.json";

/** Forms of a noun after 1, after 2 to 4, and after 5. */
export type CountedForms = readonly string[];

const digitNames = [words.zero, ...words.ones.slice(1)];
const scales: readonly CountedForms[] = [
  words.thousand,
  ...words.greater.map((stem) => words.greaterEndings.map((ending) => stem + ending)),
];
const greatestLength = (scales.length + 1) * 3;

/** The form that stands after this number: 21 час, 22 часа, 25 часов, 11 часов. */
export function counted(digits: string, forms: CountedForms): string {
  const last = Number(digits.slice(-1));
  const isTeen = digits.length > 1 && digits.at(-2) === "1";
  return (isTeen || last === 0 || last > 4 ? forms[2] : last === 1 ? forms[0] : forms[1]) ?? "";
}

/**
 * A whole number in the nominative, as it is said: `1990` is тысяча девятьсот девяносто, without одна before the first
 * тысяча or миллион; the feminine, which counts the parts of a fraction, keeps it. Digits with a zero in front, and more than the names of numbers reach, are read one by one.
 */
export function cardinal(digits: string, gender: "masculine" | "feminine" = "masculine"): string {
  if ((digits.startsWith("0") && digits.length > 1) || digits.length > greatestLength) return spelled(digits);
  if (digits === "0") return words.zero;
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/\d{3}/g) ?? [];
  return groups
    .flatMap((group, index) => {
      const scale = groups.length - 1 - index;
      if (scale === 0) return hundreds(group, gender);
      if (group === "000") return [];
      const count =
        index === 0 && group === "001" && gender === "masculine"
          ? []
          : hundreds(group, scale === 1 ? "feminine" : "masculine");
      return [...count, counted(group, scales[scale - 1] ?? [])];
    })
    .join(" ");
}

/**
 * A decimal fraction: `2,5` is две целых пять десятых, `0,01` ноль целых одна сотая. Past the millionths the digits are
 * read one by one behind запятая.
 */
export function decimal(whole: string, fraction: string): string {
  const denominator = words.fractions[fraction.length - 1];
  if (denominator === undefined) return `${cardinal(whole)} ${words.point} ${spelled(fraction)}`;
  const numerator = fraction.replace(/^0+(?=\d)/, "");
  const part = denominator + counted(numerator, words.fractionEndings);
  return `${cardinal(whole, "feminine")} ${counted(whole, words.whole)} ${cardinal(numerator, "feminine")} ${part}`;
}

function spelled(digits: string): string {
  return Array.from(digits, (digit) => digitNames[Number(digit)]).join(" ");
}

function hundreds(group: string, gender: "masculine" | "feminine"): string[] {
  const [hundred = 0, ten = 0, one = 0] = Array.from(group, Number);
  const ones = gender === "feminine" ? words.feminineOnes : words.ones;
  const below = ten === 1 ? [words.teens[one]] : [words.tens[ten], ones[one]];
  return [words.hundreds[hundred], ...below].filter((word): word is string => word !== undefined && word !== "");
}
