/** Forms of a word by the plural rules of its language. */
type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };
/** The words of a view in English. */
export type Words = Readonly<Record<string, string | Plural>>;
type PluralKey<English extends Words> = {
  [Name in keyof English]: English[Name] extends string ? never : Name;
}[keyof English];
type TextKey<English extends Words> = Exclude<keyof English, PluralKey<English>>;

/** What the host puts into the page as JSON. A string that is missing stays English. */
export interface Translation<English extends Words> {
  readonly locale: string;
  readonly strings: { readonly [Name in keyof English]?: Name extends PluralKey<English> ? Plural : string };
}

export interface Strings<English extends Words> {
  readonly locale: string;
  /** `values` replace `{name}` in the string. */
  text(key: TextKey<English>, values?: Readonly<Record<string, string>>): string;
  /** In the plural form of the language for `count`, which is formatted as `{count}`. */
  count(key: PluralKey<English>, count: number): string;
}

export function createStrings<English extends Words>(
  english: English,
  { locale, strings }: Translation<English> = { locale: "en", strings: {} },
): Strings<English> {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  const known: Partial<Words> = strings;
  return {
    locale,
    text: (key, values = {}) => fill((known[String(key)] ?? english[key]) as string, values),
    count(key, count) {
      const forms = (known[String(key)] ?? english[key]) as Plural;
      return fill(forms[rules.select(count)] ?? forms.other, { count: numbers.format(count) });
    },
  };
}

/** From the JSON of a {@link Translation}. Without it, or when it is broken, the words are English. */
export function parseStrings<English extends Words>(
  english: English,
  json: string | null | undefined,
): Strings<English> {
  try {
    return json ? createStrings(english, JSON.parse(json)) : createStrings(english);
  } catch {
    return createStrings(english);
  }
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);
}
