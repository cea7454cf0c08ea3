/** File name of a memory of that day, in letters that every file system and git spell the same way. */
export function memoryFileName(date: string, topic: string, number = 1): string {
  return `${date}-${slugOf(topic)}${number > 1 ? `-${number}` : ""}.md`;
}

/** The first of `topic.md`, `topic-2.md`, … that is not taken, whatever the case of the letters on disk. */
export function freeName(taken: Iterable<string>, nameFor: (number: number) => string): string {
  const folded = new Set([...taken].map((name) => name.toLowerCase()));
  let number = 1;
  while (folded.has(nameFor(number).toLowerCase())) number++;
  return nameFor(number);
}

/** Equal for topics that differ only in case, marks and spacing. */
export function topicKey(topic: string): string {
  return (
    topic
      .normalize("NFKC")
      .toLowerCase()
      .replaceAll("ё", "е")
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(" ");
}

/** The day in a file name; undefined when there is none. */
export function dateInName(name: string): string | undefined {
  const date = /^(\d{4}-\d{2}-\d{2})(?!\d)/.exec(name)?.[1];
  return date !== undefined && !Number.isNaN(Date.parse(date)) ? date : undefined;
}

/** The person's calendar day, as `YYYY-MM-DD`. */
export function calendarDay(time: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

function slugOf(topic: string): string {
  const latin = topic
    .toLowerCase()
    .replace(/[а-яё]/g, (letter) => transliteration[letter] ?? "")
    .replaceAll("ß", "ss")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "");
  const slug = latin.replace(/[^a-z0-9]+/g, "-").slice(0, longestSlug);
  return slug.replace(/^-+|-+$/g, "") || "memory";
}

const longestSlug = 60;

const transliteration: Readonly<Record<string, string>> = Object.fromEntries(
  [..."абвгдеёжзийклмнопрстуфхцчшщъыьэюя"].map((letter, index) => [
    letter,
    "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch  y  e iu ia".split(" ")[index] ?? "",
  ]),
);
