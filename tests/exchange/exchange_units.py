"""Units of every kind, for tests by property."""

import datetime as dt

from hypothesis import strategies as st

from tm.bitext import Context, Lang, Provenance, TranslationUnit, UnitStatus

WRITABLE = st.characters(exclude_categories=["Cs"])


def texts(alphabet: st.SearchStrategy[str] = WRITABLE) -> st.SearchStrategy[str]:
    """Texts a unit may hold: anything but only white space."""
    awkward = st.sampled_from(
        ["<b>&amp;", "a\tb", "一\r\n二", "'=1+1", "=SUM(A1)", '"quoted"', " 中 ", "\\n", "\u2028x"]
    )
    return awkward | st.text(alphabet, min_size=1).filter(str.strip)


OPTIONAL = st.none() | texts()
UNITS = st.builds(
    TranslationUnit,
    en=texts(),
    zh=texts(),
    zh_lang=st.sampled_from([Lang.ZH, Lang.ZH_HANS, Lang.ZH_HANT]),
    status=st.sampled_from(UnitStatus),
    note=st.just("") | texts(),
    context=st.builds(
        Context, en_previous=OPTIONAL, en_next=OPTIONAL, zh_previous=OPTIONAL, zh_next=OPTIONAL
    ),
    provenance=st.builds(
        Provenance,
        en_release=OPTIONAL,
        zh_release=OPTIONAL,
        document=OPTIONAL,
        url=OPTIONAL,
        date=st.none() | st.dates(),
        paragraph=st.none() | st.integers(0, 10**6),
        confidence=st.none() | st.floats(0, 1),
        model=OPTIONAL,
        confirmed_by=OPTIONAL,
        confirmed_at=st.none() | st.datetimes(timezones=st.none() | st.just(dt.UTC)),
    ),
)
