"""Small words that change the fact: posts, and markers such as 副 or "deputy". Leaves out: finding them."""

POSTS_ZH = (
    "党组书记", "副秘书长", "秘书长", "总工程师", "总经理", "董事长", "理事长", "委员长", "常委",
    "主任委员", "主任", "司长", "局长", "处长", "部长", "院长", "校长", "所长", "科长", "主席", "书记",
    "会长", "市长", "省长", "县长", "区长", "总裁", "总监", "组长", "署长", "厅长", "委员", "主编", "行长",
    "总理", "总统", "大使", "经理", "主管", "代表", "专员",
)  # fmt: skip
"""Nouns of post, longer ones first where one begins another."""

MARKERS_ZH = (
    "常务",
    "时任",
    "代理",
    "候任",
    "没有",
    "副",
    "原",
    "代",
    "拟",
    "不",
    "未",
    "没",
    "非",
    "前",
    "首",
)
MARKERS_EN = frozenset(
    {
        "deputy", "vice", "acting", "former", "then", "executive", "interim", "assistant", "associate",
        "chief", "proposed", "honorary", "elect", "ex", "not", "no", "non", "never", "without", "neither",
        "nor", "cannot", "except", "unless", "will", "plan", "plans", "planned", "intends", "failed", "fails",
    }
)  # fmt: skip
NEEDS_POST = frozenset({"代", "前", "首", "非"})
"""Markers too common inside other words to mean anything but before a post."""
HARMLESS_ZH = (
    "不断", "不仅", "不锈", "不动产", "不但", "不懈", "不同", "不少", "不久", "不管", "不论", "不过", "不等",
    "未来", "原则", "原因", "原料", "原材料", "原始", "原子", "原有", "原理", "原本", "原产", "原创",
    "拟定", "拟合", "副产", "副食", "副本", "没收", "没落",
)  # fmt: skip
"""Words in which a marker marks nothing."""

RECKONED_HAN = frozenset("今去明前后上下本")
RECKONED = frozenset(
    {
        *((word, unit) for word in RECKONED_HAN for unit in "年月周"),
        *((word, unit) for word in ("this", "last", "next") for unit in ("year", "month", "week", "quarter")),
    }
)
"""Two tokens that name a time by its distance from the day of the text."""
