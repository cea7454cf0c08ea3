import unittest

from captions.modules.transcription.document import DocumentBuilder, HeardSegment, HeardSpeech, TimeRange, WordNode


def heard(*segments: str) -> HeardSpeech:
    """Half a second a word, one after the other."""
    time = 0.0
    result = []
    for segment in segments:
        words = []
        for text in segment.split():
            words.append(WordNode(text=text, time=TimeRange(start=time, end=time + 0.5)))
            time += 0.5
        result.append(HeardSegment(words=words))
    return HeardSpeech(language="en", segments=result)


class DocumentTest(unittest.TestCase):
    def test_breaks_lines_at_word_boundaries(self) -> None:
        document = DocumentBuilder(max_line_width=12).build(heard("one two three four five"))
        lines = document.segments[0].lines
        self.assertEqual([line.text for line in lines], ["one two", "three four", "five"])
        self.assertEqual((lines[1].time.start, lines[1].time.end), (1.0, 2.0))

    def test_gives_a_wide_word_its_own_line(self) -> None:
        document = DocumentBuilder(max_line_width=8).build(heard("a internationalisation b"))
        self.assertEqual([line.text for line in document.segments[0].lines], ["a", "internationalisation", "b"])

    def test_fills_a_line_to_the_last_column(self) -> None:
        document = DocumentBuilder(max_line_width=7).build(heard("one two three"))
        self.assertEqual([line.text for line in document.segments[0].lines], ["one two", "three"])

    def test_leaves_out_segments_without_words(self) -> None:
        document = DocumentBuilder(max_line_width=32).build(heard("", "hello"))
        self.assertEqual([segment.text for segment in document.segments], ["hello"])

    def test_tags_the_ends(self) -> None:
        document = DocumentBuilder(max_line_width=8).build(heard("one two three", "four"))
        words = [word for segment in document.segments for line in segment.lines for word in line.words]
        self.assertEqual(words[0].structure_tags, ["first-in-document", "first-in-line"])
        self.assertEqual(words[1].structure_tags, ["last-in-line"])
        self.assertEqual(words[-1].structure_tags, ["last-in-document", "first-in-line", "last-in-line"])
        self.assertEqual(document.segments[0].lines[0].structure_tags, ["first-in-segment"])

    def test_becomes_plain_data(self) -> None:
        data = DocumentBuilder(max_line_width=32).build(heard("hi")).to_dict()
        self.assertEqual(data["segments"][0]["lines"][0]["words"][0]["time"], {"start": 0.0, "end": 0.5})


if __name__ == "__main__":
    unittest.main()
