"""Bytes to text: the encoding is found from the bytes; what a page says of itself is only a hint.

UTF-8, UTF-16 and UTF-32 with or without a mark, GB 18030 (and GBK, GB 2312), Big5, Windows-1252; the
rest is left to charset-normalizer. Nothing is ever replaced or dropped: bytes that do not fit are an
error that says where. Leaves out: markup.
"""

import codecs
import logging
import re
from functools import cache
from typing import BinaryIO

from tm.errors import ReadError
from tm.text.scripts import fold_script

_LOG = logging.getLogger(__name__)

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive (or DOCX)"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"{\\rtf", "an RTF file"),
)
_LEGACY = ("gb18030", "big5hkscs", "cp1252", "utf-16-le", "utf-16-be")
_ALIASES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
}

_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后"
    "多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还"
    "因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结"
    "解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级"
    "少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规认证"
    "检验测标准市场监督局企业服务中心主任副技术培训获证书机构质量管理体系审核发布时间来源，。、；：？！“”（）《》"
)
"""The most frequent characters of Chinese prose and of this kind of release, simplified."""
_ENOUGH = 0.4
"""How natural the non-ASCII part of a text must look: real ones are at 0.5–1, misread ones under 0.35."""
_COMMON_WEIGHT, _LISTED_WEIGHT = 0.5, 0.5
_HINT = 0.1
_TAIL_BYTES = 4
_SAMPLE_BYTES = 65_536
_HEAD_BYTES = 1 << 20
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_SHARE = 0.01
_LONE_HIGH_BYTE = re.compile(rb"(?<![\x80-\xff])[\x80\x85\x91-\x97\xa0-\xff](?![\x80-\xff])")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")


def decode(data: bytes, where: str, declared: str | None = None) -> str:
    """Return the text of `data`, read from `where`; `declared` is the encoding the file claims to have.

    Raises ReadError for binary data, for an unknown encoding and for bytes that do not fit.
    """
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if kind is not None:
        raise ReadError(where, f"this is {kind}, not text", "give it the ending of what it is")
    text = _decode_marked(data, where)
    if text is None:
        text = _decode_plain(data, where, declared)
    _refuse_binary(text, where)
    return text


def codec_of(file: BinaryIO, where: str) -> str:
    """Return the encoding of a file of any size, all of it looked at and none of it held.

    Raises ReadError, with the line, as `decode` does.
    """
    head = file.read(_HEAD_BYTES)
    sample = head[: head.rfind(b"\n") + 1] or head
    marked = next((codec for mark, codec in _MARKS if head.startswith(mark)), None)
    even = sample[: len(sample) // 2 * 2]
    wide = next((codec for codec in ("utf-16-le", "utf-16-be") if _looks_utf16(even, codec)), None)
    legacy = None if marked or wide else _legacy_codec(_from_first_high(file, sample), None)
    codecs_tried = [marked] if marked else [wide] if b"\0" in sample and wide else ["utf-8", legacy]
    known = [codec for codec in codecs_tried if codec]
    for codec in known[:-1]:
        try:
            return _fitting(file, codec, where)
        except ReadError:
            _LOG.debug("%s: is not %s", where, codec)
    return _fitting(file, known[-1], where)


def _fitting(file: BinaryIO, codec: str, where: str) -> str:
    """Return `codec` where all of a file fits it. Raises ReadError with the line."""
    decoder = codecs.getincrementaldecoder(codec)()
    file.seek(0)
    line = 1
    while True:
        piece = file.read(_HEAD_BYTES)
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            if not piece:
                raise _cut_off(where) from error
            line += error.object[: error.start].count(b"\n")
            why = f"byte 0x{error.object[error.start]:02x} does not fit {codec} like the rest"
            raise ReadError(f"{where}:{line}", why, "mend that place or save the file as UTF-8") from error
        _refuse_binary(text, where, line)
        if not piece:
            return codec
        line += text.count("\n")


def _from_first_high(file: BinaryIO, sample: bytes) -> bytes:
    """Return a sample that begins where a file first goes beyond ASCII."""
    found = _HIGH_BYTE.search(sample)
    while found is None and (piece := file.read(_HEAD_BYTES)):
        sample, found = piece, _HIGH_BYTE.search(piece)
    return sample if found is None else sample[max(0, sample.rfind(b"\n", 0, found.start())) :]


def _refuse_binary(text: str, where: str, first_line: int = 1) -> None:
    line = text[: text.find("\0") + 1].count("\n") + first_line
    if "\0" in text:
        raise ReadError(
            f"{where}:{line}", "holds NUL bytes: a binary or damaged file", "give the original text"
        )
    if len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text) + 2:
        raise ReadError(where, "is full of control characters: a binary file", "give the original text")


def _decode_marked(data: bytes, where: str) -> str | None:
    """Decode data with a byte order mark, or UTF-16 without one; None for everything else."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _strict(data, codec, where)
    if len(data) % 2 == 0 and b"\0" in data:
        for codec in ("utf-16-le", "utf-16-be"):
            if _looks_utf16(data, codec):
                return _strict(data, codec, where)
    return None


def _looks_utf16(data: bytes, codec: str) -> bool:
    """Return whether `data` reads well as UTF-16: printable ASCII and common Chinese characters."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return False
    plain = sum(c.isascii() and (c.isprintable() or c.isspace()) for c in text)
    others = [c for c in text if not c.isascii()]
    return plain + len(others) == len(text) and (not others or _naturalness("".join(others)) >= _ENOUGH)


def _decode_plain(data: bytes, where: str, declared: str | None) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        utf8 = error
    begun = len(data) - utf8.start
    if utf8.reason == "unexpected end of data" and (begun > 1 or _HIGH_BYTE.search(data[: utf8.start])):
        raise _cut_off(where) from utf8
    if b"\0" in data:
        line = data[: data.find(b"\0")].count(b"\n") + 1
        raise ReadError(
            f"{where}:{line}", "holds NUL bytes: a binary or damaged file", "give the original text"
        )
    codec = _legacy_codec(data, declared)
    if codec is None:
        codec = _guess(data)
    if codec is None:
        place = data[: utf8.start].count(b"\n") + 1
        advice = "save it as UTF-8" if _HIGH_BYTE.search(data[: utf8.start]) is None else "mend that line"
        raise ReadError(f"{where}:{place}", f"byte 0x{data[utf8.start]:02x} fits no known encoding", advice)
    return _strict(data, codec, where)


def _legacy_codec(data: bytes, declared: str | None) -> str | None:
    """Return the older encoding that makes the best sense of `data`, or None."""
    sample = data[:_SAMPLE_BYTES]
    hint = (declared or "").strip().casefold()
    hint = _ALIASES.get(hint, hint)
    scores = {
        codec: score + (_HINT if codec == hint else 0)
        for codec in _LEGACY
        if (score := _plausibility(sample, codec)) >= _ENOUGH
    }
    _LOG.debug("encodings that may fit: %s", scores)
    return max(scores, key=lambda codec: scores[codec], default=None)


def _plausibility(sample: bytes, codec: str) -> float:
    """Return a share in 0–1 of the non-ASCII part of `sample` that reads well as `codec`."""
    if codec == "cp1252":
        return len(_LONE_HIGH_BYTE.findall(sample)) / max(1, len(_HIGH_BYTE.findall(sample)))
    # only to weigh the encodings against each other; the text itself is decoded strictly
    text = sample.decode(codec, errors="ignore")
    return _naturalness("".join(character for character in text if not character.isascii()))


def _naturalness(text: str) -> float:
    """Return, in 0–1, how much non-ASCII text looks like Chinese: by frequent and by listed characters."""
    folded = fold_script(text)
    listed = _listed()
    common = sum(character in _COMMON for character in folded)
    known = sum(character in listed for character in folded)
    return (_COMMON_WEIGHT * common + _LISTED_WEIGHT * known) / max(1, len(text))


@cache
def _listed() -> frozenset[str]:
    """Return the 3,755 characters of GB 2312's first level, and its punctuation."""
    rows = [*range(0xB0, 0xD8), 0xA1, 0xA3]
    cells = (bytes((row, cell)) for row in rows for cell in range(0xA1, 0xFF))
    return frozenset("".join(cell.decode("gb2312", errors="ignore") for cell in cells))


def _guess(data: bytes) -> str | None:
    """Return what charset-normalizer makes of `data`, or None."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE_BYTES]).best()
    return None if best is None else best.encoding


def _strict(data: bytes, codec: str, where: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        if error.start >= len(data) - _TAIL_BYTES:
            raise _cut_off(where) from error
        line = data[: error.start].count(b"\n") + 1
        raise ReadError(
            f"{where}:{line}",
            f"byte 0x{data[error.start]:02x} at offset {error.start} does not fit {codec} like the rest",
            "mend that place or save the file as UTF-8",
        ) from error


def _cut_off(where: str) -> ReadError:
    return ReadError(where, "ends in the middle of a character: half written", "fetch the file again")
