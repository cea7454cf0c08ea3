"""Writes cases/jiwer.json: what jiwer 4.0.0 with rapidfuzz 3.14 (the compiled one) says of these texts.

Usage: python jiwer-cases.py > ../cases/jiwer.json
"""

import json
import random

import jiwer

random.seed(20261122)

RUSSIAN = (
    "не прошло и двух дней как он снова стоял у того же окна и смотрел на мокрую улицу где никто уже не ждал его "
    "она сказала что вернётся к вечеру но вечер прошёл а дверь так и не открылась"
).split()
ENGLISH = (
    "the quick brown fox does not jump over the lazy dog because it was never told that the dog can not see the fence "
    "please leave a message after the tone and press the pound key"
).split()


def decode(words, rate):
    """A hypothesis with about so many errors, some of them runs."""
    out = []
    for word in words:
        chance = random.random()
        if chance < rate / 4:
            continue
        if chance < rate / 2:
            out.append(random.choice(words))
        elif chance < rate * 3 / 4:
            out += [word, random.choice(words)]
        elif chance < rate:
            out += [word] * random.randint(2, 4)
        else:
            out.append(word)
    return out


def pick(words, count):
    return [random.choice(words) for _ in range(count)]


word_pairs = [
    ("", ""), ("", "a"), ("", "a b"), ("a", ""), ("a b c", ""), ("a", "a"), ("a", "b"), ("a b", "b a"),
    ("a b c d", "a x c d"), ("a b c", "a b b c"), ("a a a", "a a"), ("a a", "a a a"), ("a b a b a b", "b a b a b a"),
    ("X", "X X Y Y"), ("x y z p q", "p q u v w"), ("a b c d e f", "a c e"), ("a c e", "a b c d e f"),
    ("кто то пришёл", "кто-то пришёл"), ("он не пришёл", "он пришёл"), ("ещё раз", "еще раз"),
    ("one two three four five six seven", "two one three five four seven six"),
    ("short one here", "shoe order one"), ("this is a test", "this was the test"),
    ("hello world", "hello duck"), ("hello world", "hello world of ducks"), ("a b b c", "a b c c"),
    ("__proto__ constructor", "constructor __proto__"), ("a  b", "a b"), ("thank you", "thank you " * 12),
]
for words in (RUSSIAN, ENGLISH):
    for count in (1, 2, 5, 9, 16, 31, 32, 33, 34, 63, 64, 65, 66, 96, 130):
        reference = pick(words, count)
        for rate in (0.1, 0.5):
            word_pairs.append((" ".join(reference), " ".join(decode(reference, rate))))
for _ in range(50):
    letters = "ab" if random.random() < 0.5 else "abcd"
    word_pairs.append(
        (" ".join(pick(letters, random.randint(1, 12))), " ".join(pick(letters, random.randint(1, 12))))
    )

character_pairs = [
    ("", ""), ("", "аб"), ("я", ""), ("замок", "за мок"), ("kitten", "sitting"), ("saturday", "sunday"),
    ("a b", "ab"), ("ёж", "еж"), ("caf\u00e9", "cafe\u0301"), ("\U0001f600 ok", "ok \U0001f600"),
]
for words in (RUSSIAN, ENGLISH):
    for count in (2, 6, 12, 25):
        reference = pick(words, count)
        character_pairs.append((" ".join(reference), " ".join(decode(reference, 0.3))))

corpora = []
for _ in range(12):
    pairs = random.sample(word_pairs, random.randint(2, 12))
    corpora.append([[reference, hypothesis] for reference, hypothesis in pairs])
corpora.append([["", ""], ["", ""]])
corpora.append([["", "a b"], ["", ""]])
corpora.append([["", "a b"], ["c d", "c d"]])


def chunks(output):
    """As text: operation, reference start and end, hypothesis start and end."""
    return ", ".join(
        f"{c.type} {c.ref_start_idx} {c.ref_end_idx} {c.hyp_start_idx} {c.hyp_end_idx}" for c in output.alignments[0]
    )


def counts(output):
    return [output.hits, output.substitutions, output.deletions, output.insertions]


def words_case(reference, hypothesis):
    output = jiwer.process_words(reference, hypothesis)
    return {
        "reference": " ".join(output.references[0]),
        "hypothesis": " ".join(output.hypotheses[0]),
        "chunks": chunks(output),
        "counts": counts(output),
        "rates": [output.wer, output.mer, output.wil, output.wip],
    }


def characters_case(reference, hypothesis):
    output = jiwer.process_characters(reference, hypothesis)
    return {
        "reference": "".join(output.references[0]),
        "hypothesis": "".join(output.hypotheses[0]),
        "chunks": chunks(output),
        "counts": counts(output),
        "cer": output.cer,
    }


def corpus_case(pairs):
    output = jiwer.process_words([one for one, _ in pairs], [other for _, other in pairs])
    return {
        "references": [" ".join(words) for words in output.references],
        "hypotheses": [" ".join(words) for words in output.hypotheses],
        "counts": counts(output),
        "rates": [output.wer, output.mer, output.wil, output.wip],
    }


def divided_case(length, letters, rate):
    """Long enough for RapidFuzz to divide the problem; the words are numbers below `letters`, joined by blanks."""
    reference = [str(random.randrange(letters)) for _ in range(length)]
    hypothesis = decode(reference, rate)
    output = jiwer.process_words(" ".join(reference), " ".join(hypothesis))
    return {
        "reference": " ".join(reference),
        "hypothesis": " ".join(hypothesis),
        "counts": counts(output),
        "chunks": chunks(output),
    }


print(
    json.dumps(
        {
            "words": [words_case(*pair) for pair in word_pairs],
            "characters": [characters_case(*pair) for pair in character_pairs],
            "corpora": [corpus_case(pairs) for pairs in corpora],
            "divided": [divided_case(2600, 40, 0.2), divided_case(3200, 900, 0.08)],
        },
        ensure_ascii=False,
        indent=2,
    )
)
