"""Releases into segments: the title whole, the body sentence by sentence. Leaves out: sentence rules."""

from tm.bitext import Lang, Release, Segment
from tm.release.lines import lines_of, paragraphs_of, squeeze
from tm.text.sentences import split_sentences


def segment(release: Release) -> tuple[Segment, ...]:
    """Return the segments of a release in order; the title is the first, whole, as paragraph 0."""
    segments = [Segment(text=squeeze(release.title), paragraph=0)]
    for number, paragraph in enumerate(release.paragraphs, 1):
        segments.extend(
            Segment(text=sentence, paragraph=number) for sentence in sentences_of(paragraph, release.lang)
        )
    return tuple(segments)


def sentences_of(paragraph: str, lang: Lang) -> list[str]:
    """Return the sentences of one paragraph, verbatim but for runs of white space."""
    text = squeeze(paragraph)
    return [text[start:end] for start, end in split_sentences(text, lang)]


def segment_text(text: str, lang: Lang) -> list[str]:
    r"""Return the sentences of loose text; its lines are paragraphs unless it was wrapped at a width.

    >>> segment_text("会议在苏州召开。42家企业参加。\n主任讲话。", Lang.ZH_HANS)
    ['会议在苏州召开。', '42家企业参加。', '主任讲话。']
    """
    return [
        sentence for paragraph in paragraphs_of(lines_of(text)) for sentence in sentences_of(paragraph, lang)
    ]
