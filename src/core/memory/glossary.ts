/**
 * The field's terms in both languages. The first word of a line is the concept; English words count in any number,
 * Cyrillic ones are beginnings of words, so that every case of a noun is found.
 */
const terms = `
silence silent pause тишин молчани пауз
hallucination hallucinate invent галлюцин выдумыва выдумк
timestamp timecode timing таймкод таймстемп таймстамп тайминг временн
word слово слова слову словом слове словами
accuracy accurate точност точнее
wer wer вер
speed fast slow скорост быстр медленн
latency задержк латентност
memory ram vram памят
cost price pricing expensive cheap стоимост стоит цена цены цене цену ценой дорог дешев
language язык
russian русск
english английск
noise noisy шум шума шуме шуму шумом шумы шумов шумн шумод шумоп
speaker спикер диктор говорящ
diarization diarisation diarize диариз
segment сегмент
punctuation comma пунктуац препинани запят
beam лучев бим
temperature температур
quantization quantisation quantize quantized int8 квантов квантиз
gpu cuda видеокарт гпу
cpu processor процессор цпу
timeout таймаут тайм-аут
retry ретра
repeat repetition loop повтор зациклив
fallback резервн запасн фолбэк фоллбэк
queue очеред
worker воркер
audio sound recording аудио звук запись записи записей записях
video видео
long длинн долги
batch batching батч пакетн
streaming stream стриминг поток
subtitle caption субтитр
line строк
width ширин
model модел
engine движок движк
threshold порог
normalization normalisation normalize normalise нормализ
loudness volume громкост
resample resampling дискретиз частот
channel mono stereo канал моно стерео
cut truncate обрез нарез обрыв
drop lose loss lost missing skip теря пропада пропуск пропущ
error fail failure ошибк сбой падает падени
vocabulary dictionary словар
term jargon термин
name имена имен имён
phone telephone call телефон звонк звонок
load loading загруз
cache caching кеш кэш кеша кэша кеше кэше кешем кэшем кешир кэшир
version верси
update upgrade обновл
dependency зависимост
benchmark measure measurement бенчмарк замер измер
quality качеств
music музык
accent акцент
overlap перекры налож
alignment align выравн
detection detect определ
recognition recognize recognise transcribe transcription transcript распозн транскри расшифров
chunk чанк кусок куск фрагмент
vad вад
filter фильтр
conversion convert конверт
codec кодек
parameter setting параметр настройк
default умолчани
limit лимит ограничени предел
parallel concurrent concurrency параллел одновремен
crash упал
sentence phrase предложени фраз
clip ролик клип
image docker образ сборк контейнер
preprocess preprocessing clean предобработ чистить очист
client клиент
key ключ
start начал
end ending конец конц
hour час часа часов часы
minute минут
number figure числ цифр
translate translation перевод переве
prompt промпт подсказк
confidence уверенност
sample выборк
`;

/** The concept of an English word (already stemmed) or of a Cyrillic word; undefined when the glossary has none. */
export function conceptOf(word: string, stem: string): string | undefined {
  if (!/[а-я]/.test(word)) return english.get(stem);
  for (let length = Math.min(word.length, longestRoot); length >= 3; length--) {
    // Three letters begin too many other words.
    const concept = cyrillic.get(word.slice(0, length));
    if (concept !== undefined && (length > 3 || length === word.length)) return concept;
  }
  return undefined;
}

/** Light: plural and the commonest endings, enough to bring the forms of one word together. */
export function englishStem(word: string): string {
  if (word.length <= 3 || !/^[a-z]+$/.test(word)) return word;
  let stem = word;
  if (/ies$/.test(stem) && stem.length > 4) stem = `${stem.slice(0, -3)}y`;
  else if (/(?:ss|x|ch|sh)es$/.test(stem)) stem = stem.slice(0, -2);
  else if (/[^su]s$/.test(stem)) stem = stem.slice(0, -1);
  if (stem.length > 6 && stem.endsWith("ing")) stem = stem.slice(0, -3);
  else if (stem.length > 5 && stem.endsWith("ed")) stem = stem.slice(0, -2);
  return stem.length > 4 && stem.endsWith("e") ? stem.slice(0, -1) : stem;
}

const english = new Map<string, string>();
const cyrillic = new Map<string, string>();
for (const line of terms.trim().split("\n")) {
  const words = line.replaceAll("ё", "е").split(" ");
  const [concept = ""] = words;
  for (const word of words) {
    if (/[а-я]/.test(word)) cyrillic.set(word, concept);
    else english.set(englishStem(word), concept);
  }
}
const longestRoot = Math.max(...[...cyrillic.keys()].map((root) => root.length));
