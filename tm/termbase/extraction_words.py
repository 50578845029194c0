"""Words that no term begins or ends with, in both languages, and English words without their plural.

Leaves out: what else makes a term.
"""

_EN_STOP = """
a an the this that these those such same other another any some all both each every either neither no none
nor not only own few many more most much less least several enough various certain different respective
i me my mine we us our ours you your yours he him his she her hers it its they them their theirs one ones
who whom whose which what when where why how whether while whereas because although though unless until
since if then than so as at by for from in into of off on onto out over per through throughout to toward
towards under up upon via with within without about above across after against along among amongst around
before behind below beneath beside besides between beyond despite down during except inside like near
outside regarding and or but yet also too very just even still already again ever never always often
sometimes usually here there now well however therefore thus hence moreover furthermore meanwhile instead
otherwise rather quite almost nearly approximately mainly mostly especially particularly specifically
generally currently recently finally firstly secondly together according due
is are was were be been being am has have had having do does did doing done can could may might must shall
should will would ought let s t re ve ll d m
make makes made making take takes took taken taking give gives gave given giving get gets got getting go goes
went gone going come comes came coming put puts say says said saying see seen saw seems seem become becomes
became keep kept keeping use used using uses include includes included including provide provides provided
providing allow allows allowed require requires required requiring need needs needed help helps helped show
shows showed shown showing find finds found known know think want ask asked tell told call called based
related associated following follow followed cause caused causing lead leads led leading hold held holding
increase increased increasing reduce reduced reducing due likely able unable possible further first second
third last next two three four five six seven eight nine ten etc e.g i.e eg ie vs mr mrs ms dr
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
september october november december today yesterday tomorrow year month day week hour
believe suggest suggested suggests report reported consider considered considering receive received
occur occurred occurs begin began begun start started remain remained remains result resulted depend
depending contain contains contained involve involved involving improve improved improving ensure ensured
carry carried achieve achieved promote promoted promoting strengthen strengthened
"""

EN_INNER = frozenset(("of", "and", "for", "in", "on", "to", "the", "with", "at", "&"))
"""Function words that may stand inside a name; inside a plain noun phrase only `of` and `and`."""

EN_ACRONYMS = frozenset(("WHO", "US", "IT", "AM"))
"""Acronyms that are idle words but for their capitals."""

SCALES = frozenset(("hundred", "thousand", "million", "billion", "trillion", "万", "亿"))
"""Words that are part of the number before them."""

_ZH_NEVER = (
    "的了着也就都而且但若则很最还又再才只曾仅吗呢吧啊哦呀嘛么您你我他她它们这那哪谁其之所被把将让使给跟"
)
ZH_EDGE_START = frozenset(_ZH_NEVER + "与和及或至到于在从由向以为是此该某每各者")
ZH_EDGE_END = frozenset(_ZH_NEVER + "与和及或至到于在从由向对以为是有等并因此该某每各如像已正不未没更")
"""Characters that no term is taken to begin, or to end, with."""

_KEPT = ("ss", "us", "is", "ous")
_SIBILANTS = ("sses", "xes", "zes", "ches", "shes")
_SHORTEST = 4
_IRREGULAR = {
    "people": "person", "criteria": "criterion", "analyses": "analysis", "bases": "basis", "men": "man",
    "women": "woman", "children": "child", "viruses": "virus", "series": "series", "species": "species",
    "buses": "bus", "statuses": "status", "diagnoses": "diagnosis", "bacteria": "bacterium",
}  # fmt: skip


def singular(word: str) -> str:
    """Return a folded English word without possessive and plural ending.

    >>> [singular(word) for word in ("bodies", "processes", "centres", "virus", "company's")]
    ['body', 'process', 'centre', 'virus', 'company']
    """
    word = word.replace("’", "'").removesuffix("'s")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < _SHORTEST or not word.endswith("s") or word.endswith(_KEPT):
        return word
    if word.endswith("ies") and len(word) > _SHORTEST:
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(_SIBILANTS) else word[:-1]


EN_STOP = frozenset(form for word in _EN_STOP.split() for form in (word, singular(word)))
"""Function words, the commonest verbs, and words of time, folded, as written and after `singular`."""
