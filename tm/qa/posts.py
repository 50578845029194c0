"""Posts: 副, 常务, 原, 时任, 代 and 拟 never lost or added, and one post never taken for another.

The table is `data/posts.json`. Leaves out: the house's own rendering of each post (`terms`).
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tm.bitext import Side, Span
from tm.qa.evidence import Evidence
from tm.qa.row import Mark, Row, Sides, mark
from tm.termbase import TermFinder
from tm.text.scripts import HAN

_BETWEEN = 14  # Han characters between 原 or 前 and the post: 原国家质检总局办公厅主任
_FAR = frozenset({"原", "前", "时任"})
_SILENT = re.compile(
    "原(?:材料|料|则|因|始|子|有|理|本|产|创|文|告|籍|油|标题)|[之日年月天以此目面空提先向当眼跟支场会课饭睡产术婚期岁届]前|前(?:往|来|提|景|列|线|三|十|[一二四五六七八九]|后|期|沿|瞻|夕|进|所|面|端|\\d)"
)
_AGAIN = re.compile(
    r"\b(?:that|the|this|said|his|her|these|those) (?:posts?|positions?|offices?|roles?|capacity)\b",
    re.IGNORECASE,
)
"""What takes a post up that was named before."""
_PLURAL = re.compile(r"\b(?:deputies|vice[- ]\w+s|deputy \w+s|deputy [\w-]+ \w+s)\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Modifier:
    """A mark on a post: how it is written in Chinese, and what shows, adds or excuses it."""

    zh: str
    pattern: re.Pattern[str]
    shows: re.Pattern[str]
    adds: re.Pattern[str] | None
    excuse: re.Pattern[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Table:
    """The data file, compiled; `any_post` also has posts that are never asked for, only met."""

    heads: dict[str, re.Pattern[str]]
    words: dict[str, frozenset[str]]
    post: re.Pattern[str]
    any_post: re.Pattern[str]
    modifiers: tuple[_Modifier, ...]


@cache
def _table() -> _Table:
    data = json.loads(files("tm.qa").joinpath("data/posts.json").read_text(encoding="utf-8"))
    posts = "|".join(sorted(data["posts"], key=len, reverse=True))
    modifiers = []
    for row in data["modifiers"]:
        gap = f"[{HAN}]{{0,{_BETWEEN}}}?" if row["zh"] in _FAR else ""
        modifiers.append(
            _Modifier(
                zh=row["zh"],
                pattern=re.compile(f"{row.get('pattern', row['zh'])}{gap}副?(?:{posts})"),
                shows=re.compile(rf"\b(?:{row['en']})\b", re.IGNORECASE),
                adds=re.compile(rf"\b(?:{row['add']})\b", re.IGNORECASE) if row["add"] else None,
                excuse=re.compile(data["excuse_added"].get(row["zh"], row["zh"])),
            )
        )
    heads = {
        post: re.compile("|".join(rf"\b{re.escape(head)}" for head in heads), re.IGNORECASE)
        for post, heads in data["posts"].items()
    }
    words = {post: frozenset(heads) for post, heads in (data["posts"] | data["others"]).items()}
    every = "|".join(sorted(words, key=len, reverse=True))
    return _Table(
        heads=heads,
        words=words,
        post=re.compile(f"(?:{posts})(?![馆团]|级?(?:会议|办公会|联席会|论坛|峰会))"),
        any_post=re.compile(every),
        modifiers=tuple(modifiers),
    )


def posts(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield marks on posts lost or added, and posts that became another post."""
    del known
    table = _table()
    for row in rows:
        if not row.zh.simplified or not row.en.text.strip():
            continue
        modified = False
        for modifier in table.modifiers:
            for found in _modifiers(row, modifier):
                modified = True
                yield found
        if not modified:
            yield from _former_body(row, table)
            yield from _wrong(row, table)


_FORMER_BODY = re.compile(
    rf"(?<![{HAN}])原(?!材|料|则|因|始|子|有|理|本|产|创|文|告|籍|油|标)[{HAN}]{{1,12}}?(?:总局|委员会|部|局|委|署|厅)"
)


def _former_body(row: Row, table: _Table) -> Iterator[Mark]:
    """Yield a body that is no more (原国家质检总局) and is told as if it were."""
    found = _FORMER_BODY.search(row.zh.simplified)
    former = next(modifier for modifier in table.modifiers if modifier.zh == "原")
    if found and not former.shows.search(row.en.text):
        verb = "lost" if row.to_english else "added"
        yield mark(row, "post", f"原 of {found.group()} is {verb}", Sides(zh=found.span()))


def _modifiers(row: Row, modifier: _Modifier) -> Iterator[Mark]:
    zh, en = row.zh.simplified, row.en.text
    stands = [found for found in modifier.pattern.finditer(zh) if not _SILENT.search(found.group()[:3])]
    shown = list(modifier.shows.finditer(en))
    if stands and (not shown or (modifier.zh == "副" and _fewer(len(stands), len(shown), en))):
        verb = "lost" if row.to_english else "added"
        message = f"{modifier.zh} of {stands[-1].group()} is {verb}"
        yield mark(row, "post", message, Sides(zh=stands[-1].span()))
    elif not stands and modifier.adds and not modifier.excuse.search(zh):
        extra = modifier.adds.search(en)
        if extra and _table().post.search(zh):
            verb = "added" if row.to_english else "lost"
            yield mark(row, "post", f"{extra.group()} is {verb}", Sides(en=extra.span()))


@dataclass(frozen=True, kw_only=True, slots=True)
class Post:
    """A post as a text names it, with its 副 or Deputy; `heads` are the words it may become in English."""

    text: str
    deputy: bool
    heads: frozenset[str]

    def renders(self, other: str) -> bool:
        """Tell whether another name of a post, in either language, may be the same post."""
        found = posts_in(other, "zh") or posts_in(other, "en")
        return any(one.deputy == self.deputy and not one.heads.isdisjoint(self.heads) for one in found)


def posts_in(text: str, side: Side) -> list[Post]:
    """Return the posts that a text names, in order.

    >>> [(post.text, post.deputy) for post in posts_in("副主任许静怡和总工程师单伯安", "zh")]
    [('主任', True), ('总工程师', False)]
    """
    table = _table()
    if side == "zh":
        return [_post_at(found, text) for found in table.post.finditer(text)]
    return [
        Post(text=found.group(), deputy=found["deputy"] is not None, heads=frozenset({found["head"].lower()}))
        for found in _ENGLISH_POST.finditer(text)
    ]


_DEPUTY = r"\b(?P<deputy>(?:Deputy|Vice|Associate)[ -])?"
_ENGLISH_HEADS = (
    "Director|Head|Chairman|Chair|President|Minister|Mayor|Governor|Secretary|Commissioner|Dean"
    "|Principal|Premier|Manager|Engineer|Auditor|Ambassador|Administrator|Chief Executive|Chief"
)
_ENGLISH_POST = re.compile(rf"{_DEPUTY}(?:[A-Z][a-z]+ )?(?P<head>{_ENGLISH_HEADS})\b")
_ANY_POST = re.compile(
    rf"{_DEPUTY}(?:[a-z]+ )?(?P<head>{_ENGLISH_HEADS}|CEO|Inspector)(?:[ -](?:General|Officer))?s?\b",
    re.IGNORECASE,
)
_OF_A_BODY = re.compile(
    "[会部院局厅署委社处室司所团校行组办馆站心府国）)A-Za-z]$|(?:当选|担任|任命?|[选为])[^，。；]{0,4}$"
)
"""What stands before a post that has a body, or is taken up by somebody."""


def is_of_another_body(row: Row, span: Span, finder: TermFinder) -> bool:
    """Tell a post of the source, of a body that the glossary lacks, that the table finds well rendered.

    A glossary's posts are those of its own bodies; elsewhere 副主任 may be a vice chairman.
    """
    zh, en = row.zh.simplified, row.en.text
    if row.to_english:
        before = zh[: span[0]]
        if not _OF_A_BODY.search(before) or _body_before(before, finder):
            return False
        asked = posts_in(zh[slice(*span)], "zh")
        return any(_renders(post, found) for post in asked for found in _ANY_POST.finditer(en))
    asked_for = _ANY_POST.fullmatch(en[slice(*span)])
    return asked_for is not None and any(
        _renders(_post_at(found, zh), asked_for)
        and not _body_before(zh[: found.start()].removesuffix("副"), finder)
        for found in _table().any_post.finditer(zh)
    )


def _renders(post: Post, english: re.Match[str]) -> bool:
    head = english["head"].lower()
    deputy = english["deputy"] is not None
    return deputy == post.deputy and any(head == word.split()[-1] or head == word for word in post.heads)


def _post_at(found: re.Match[str], zh: str) -> Post:
    heads = _table().words[found.group()]
    return Post(text=found.group(), deputy=zh[: found.start()].endswith("副"), heads=heads)


_BUREAU_HEAD = re.compile("[司局]长")
_OTHER_HEAD = re.compile("主任|处长|所长|院长|总监|经理|校长|馆长|站长|导演|董事")
_CALLED = {
    "Director": re.compile(r"\b(?:Director[- ]General|Director)\b"),
    "Director-General": re.compile(r"\bDirector\b(?![- ]General)"),
}


def house_director(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield heads of departments and bureaus called otherwise than the house calls them."""
    called = known.config.director
    if called == "any":
        return
    for row in rows:
        post = _BUREAU_HEAD.search(row.zh.simplified)
        if not row.to_english or not post or _OTHER_HEAD.search(row.zh.simplified):
            continue
        for found in _CALLED[called].finditer(row.en.text):
            if found.group() != called:
                message = f"{post.group()} is {called} in this house, not {found.group()}"
                sides = Sides(zh=post.span(), en=found.span())
                yield mark(row, "post", message, sides, suggestion=called)


_BY_BODY = {
    "中心": {"主任"}, "委员会": {"主任", "会长"}, "办公室": {"主任"}, "局": {"局长"}, "总局": {"局长"},
    "署": {"署长"}, "司": {"司长", "总经理"}, "处": {"处长"}, "部": {"部长", "主任"}, "院": {"院长"},
    "协会": {"会长", "理事长"}, "学会": {"会长", "理事长"}, "联合会": {"会长", "主任"},
    "厅": {"厅长", "主任"},
}  # fmt: skip
"""What the head of a body is called, by how its full Chinese name ends."""
_WITHIN = {
    "局长": {"总局", "部", "委员会"}, "司长": {"总局", "部", "委员会", "局"},
    "处长": {"总局", "局", "厅", "署", "司", "委员会", "部"},
    "主任": {"局", "总局", "部", "厅", "院", "司"}, "所长": {"院"}, "部长": {"中心", "协会", "院"},
}  # fmt: skip
"""Bodies with heads of divisions called so, by how their names end."""
_HEADS = re.compile("副?(?P<post>主任|局长|署长|司长|处长|部长|院长|厅长|会长)(?!委员|助理)")
_ABBREVIATED = re.compile(r"[A-Z]{2,8}$")


def posts_by_body(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield heads called otherwise than their body's name asks for, in Chinese drafts (CQC局长)."""
    if known.finder is None:
        return
    for row in rows:
        for found in _HEADS.finditer(row.draft.text) if not row.to_english else ():
            body = _body_before(row.draft.text[: found.start()], known.finder)
            ends = [end for end in _BY_BODY if body.endswith(end)]
            wanted = _BY_BODY[max(ends, key=len)] if ends else {found["post"]}
            if found["post"] not in wanted and not any(end in _WITHIN.get(found["post"], ()) for end in ends):
                message = f"the head of {body} is {'/'.join(sorted(wanted))}, not {found['post']}"
                yield mark(row, "post", message, Sides(zh=found.span()))


def _body_before(text: str, finder: TermFinder) -> str:
    """Return the full Chinese name of the glossary body that ends `text`, empty if none does."""
    short = _ABBREVIATED.search(text)
    if short:
        hits = finder.find(short.group(), "en")
        return next((hit.term.zh.full for hit in hits if hit.term.domain == "body"), "")
    hits = finder.find(text, "zh")
    return next(
        (hit.term.zh.full for hit in hits if hit.span[1] == len(text) and hit.term.domain == "body"), ""
    )


def _fewer(stands: int, shown: int, en: str) -> bool:
    """Tell fewer deputies in English, leaving alone plurals, which stand for several, and “that post”."""
    taken_up = len(_AGAIN.findall(en))
    return shown + taken_up < stands and not _PLURAL.search(en)


def _wrong(row: Row, table: _Table) -> Iterator[Mark]:
    """Yield a post none of whose renderings stands there while that of a post the Chinese lacks does."""
    zh, en = row.zh.simplified, row.en.text
    found = list(table.post.finditer(zh))
    present = {each.group() for each in found}
    for each in found:
        if table.heads[each.group()].search(en):
            continue
        for other, pattern in table.heads.items():
            instead = pattern.search(en)
            if instead and other not in present and not _explained(instead.group(), present, table):
                message = f"{each.group()} is not {instead.group()}"
                yield mark(row, "post", message, Sides(zh=each.span(), en=instead.span()))
                return


def _explained(word: str, present: set[str], table: _Table) -> bool:
    return any(table.heads[post].fullmatch(word) for post in present)
