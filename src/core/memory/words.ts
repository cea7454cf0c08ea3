import { conceptOf, englishStem } from "./glossary";

/** Words of a text as written; `no_speech_threshold`, `large-v3` and `service.py` are one word each. */
export function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+(?:[_.+-][\p{L}\p{N}]+)*/gu) ?? [];
}

/**
 * What a word is looked up under: nothing for words that say nothing, the English term for what the glossary knows in
 * either language, else the word without its ending. A compound is found whole and by its parts.
 */
export function keysOf(word: string): readonly string[] {
  const folded = word.toLowerCase().replaceAll("ё", "е");
  const cached = known.get(folded);
  if (cached !== undefined) return cached;
  const parts = folded.split(/[_.+-]/);
  const keys = parts.length > 1 ? [folded, ...parts.flatMap(keyOf)] : keyOf(folded);
  const unique = [...new Set(keys)];
  // What was looked up is kept: a folder repeats few words very often.
  if (known.size > 50_000) known.clear();
  known.set(folded, unique);
  return unique;
}

/** The keys of all words of a text. */
export function keySet(text: string): ReadonlySet<string> {
  return new Set(wordsOf(text).flatMap(keysOf));
}

const known = new Map<string, readonly string[]>();

function keyOf(word: string): string[] {
  if (emptyWords.has(word) || word.length === 0 || (word.length === 1 && !/\p{N}/u.test(word))) return [];
  const stem = /[а-я]/.test(word) ? russianStem(word) : englishStem(word);
  return [conceptOf(word, stem) ?? stem];
}

function russianStem(word: string): string {
  const ending = russianEndings.find((candidate) => word.endsWith(candidate) && word.length - candidate.length >= 4);
  return ending === undefined ? word : word.slice(0, -ending.length);
}

const russianEndings =
  "иями ями ами ого его ому ему ыми ими иях иям ешь ишь ете ите ают яют ает яет ует ить ать ять еть ая яя ое ее ые ие ый ий ой ей ую юю ом ем ам ям ах ях ов ев ия ию ии ют ут ят ат ет ит ла ло ли ть а я о е ы и у ю ь й л"
    .split(" ")
    .sort((one, other) => other.length - one.length);

const emptyWords = new Set(
  `a an and are as at be been but by can could did do does for from had has have how i if in into is it its let me my
  no not of on or our out should so than that the their them then there these they this to up us use used using was we
  were what when where which while who why will with would you your about after all also any because before between
  both each few more most much now only other own same some such too very via please tell give make made get got need
  want here over per again
  а без бы был была были было быть в вам вас весь во вот все всё вы где да даже для до его ее если есть еще же за здесь
  и из или им их к как какая какие какой когда которые который кто ли меня мне можно мой мы на над надо нам нас наш не
  него нее нет ни них но ну нужно о об он она они оно от по под после потом почему при про с сейчас со так такой там то
  тогда того тоже только том ты у уже чем через что чтобы эта эти это этот я`.split(/\s+/),
);
