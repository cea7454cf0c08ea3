"""The caption document: segments of lines of timed words, and how it is built from what an engine heard."""

from dataclasses import asdict, dataclass, field
from typing import Any

from captions.modules.transcription import constants


@dataclass(frozen=True)
class TimeRange:
    """Seconds from the start of the media file."""

    start: float
    end: float


@dataclass
class WordNode:
    text: str
    time: TimeRange
    structure_tags: list[str] = field(default_factory=list)


@dataclass
class LineNode:
    text: str
    time: TimeRange
    words: list[WordNode]
    structure_tags: list[str] = field(default_factory=list)


@dataclass
class SegmentNode:
    text: str
    time: TimeRange
    lines: list[LineNode]
    structure_tags: list[str] = field(default_factory=list)


@dataclass
class Document:
    language: str
    segments: list[SegmentNode]

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class HeardSegment:
    """A segment as an engine returned it: words in order, with their times."""

    words: list[WordNode]


@dataclass(frozen=True)
class HeardSpeech:
    language: str
    segments: list[HeardSegment]


class DocumentBuilder:
    def __init__(self, max_line_width: int) -> None:
        self.max_line_width = max_line_width

    def build(self, speech: HeardSpeech) -> Document:
        segments = [self._segment(heard) for heard in speech.segments if heard.words]
        document = Document(language=speech.language, segments=segments)
        self.process_document(document)
        return document

    def compute_segment_lines(self, words: list[WordNode]) -> list[LineNode]:
        """Breaks at word boundaries. A word wider than a line gets a line of its own."""
        groups: list[list[WordNode]] = []
        width = 0
        for word in words:
            if groups and width + 1 + len(word.text) <= self.max_line_width:
                groups[-1].append(word)
                width += 1 + len(word.text)
            else:
                groups.append([word])
                width = len(word.text)
        return [
            LineNode(text=_text_of(group), time=_time_of(group), words=group)
            for group in groups
        ]

    def process_document(self, document: Document) -> None:
        """Sets the structure tags that the renderer animates by."""
        words = [word for segment in document.segments for line in segment.lines for word in line.words]
        _tag_ends(words, constants.FIRST_IN_DOCUMENT, constants.LAST_IN_DOCUMENT)
        for segment in document.segments:
            _tag_ends(segment.lines, constants.FIRST_IN_SEGMENT, constants.LAST_IN_SEGMENT)
            for line in segment.lines:
                _tag_ends(line.words, constants.FIRST_IN_LINE, constants.LAST_IN_LINE)

    def _segment(self, heard: HeardSegment) -> SegmentNode:
        return SegmentNode(
            text=_text_of(heard.words),
            time=_time_of(heard.words),
            lines=self.compute_segment_lines(heard.words),
        )


def _text_of(words: list[WordNode]) -> str:
    return " ".join(word.text for word in words)


def _time_of(words: list[WordNode]) -> TimeRange:
    return TimeRange(start=words[0].time.start, end=words[-1].time.end)


def _tag_ends(nodes: list[Any], first: str, last: str) -> None:
    if nodes:
        nodes[0].structure_tags.append(first)
        nodes[-1].structure_tags.append(last)
