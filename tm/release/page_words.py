"""Words that stand on news pages everywhere, around the text and not in it. Data only.

Each entry is a regular expression matched without regard to case.
"""

DATE_LABELS = (
    "发布时间", "发布日期", "发表时间", "发表日期", "发稿时间", "发稿日期", "公布时间", "公开日期",
    "上传时间", "录入时间", "成文日期", "印发日期", "刊登日期", "发布于", "发表于", "更新时间", "更新日期",
    "修改时间", "發佈時間", "發布時間", "發佈日期", "發布日期", "發表時間", "發佈於", "更新時間",
    r"Public(?:ation|ish(?:ed|ing)?)?\s*(?:Time|Date|on|at)", "Published", r"Released?\s*(?:Time|Date|on)",
    "Released", r"Post(?:ed)?\s*(?:Time|Date|on|at)?", r"Issued?\s*(?:Date|on)",
    r"(?:Last\s*)?(?:Updated?|Modified)(?:\s*(?:Time|Date|on|at))?",
    r"Date\s*of\s*(?:issue|publication|release)",
)  # fmt: skip
"""In front of the day a page was put up."""

ORIGIN_LABELS = (
    "稿件来源", "信息来源", "文章来源", "新闻来源", "内容来源", "资料来源", "消息来源", "发布机构",
    "发布单位", "供稿单位", "供稿", r"来\s?源", "稿件來源", "資料來源", "文章來源", "發佈單位", r"來\s?源",
    "Origin", "Sources?", r"Contributed\s*by", r"Provided\s*by",
)  # fmt: skip
"""In front of where a release comes from."""

WEAK_LABELS = (r"日\s?期", r"时\s?间", r"時\s?間", "Date", "Time", "From")
"""In front of a date or origin on a page, but a body may begin with them too."""

OTHER_LABELS = (
    r"作\s?者", "编辑", "編輯", "责任编辑", "責任編輯", "责编", "校对", "审核", "审签", "撰稿", "撰文",
    "记者", "通讯员", "摄影", "浏览次数", "浏览量", "浏览", "瀏覽", "阅读次数", "阅读量", "阅读", "閱讀",
    "点击次数", "点击数", "点击量", "点击", "點擊", "访问次数", "访问量", "字号", "字体大小", "字体",
    "字體", "字號", "文号", "索引号", "主题分类", "打印", "分享到", "分享", "收藏", "保护视力色", "评论",
    "人气", "次数", "Author", "Editor", "Writer", "Reporter", "Views?", "Hits?", "Clicks?", "Reads?",
    "Visits?", r"Page\s*views?", r"Font(?:\s*size)?", "Print", r"Share(?:\s*to)?", "By",
)  # fmt: skip
"""In front of other things a byline holds."""

TRAILS = (
    r"您?(?:的|现在|当前|目前)?(?:所在)?的?位置", r"首页\s*[>»/›→\-|]", r"Home\s*[>»/›→|]", "You are here",
    r"Location\s*[:：]", "Your location",
)  # fmt: skip
"""Start a breadcrumb trail."""

TOOLS = (
    r"分享(?:到|至|\s|[:：]|$)", "扫一扫", r"扫码(?:关注|阅读|查看|分享)", r"打印(?:本页|此页|文章)?$",
    r"打印\s", r"关闭(?:窗口|本页)?$", r"【?[大中小]】?\s*【?[大中小]】?\s*【?[大中小]",
    r"字[号体]\s*(?:[:：]|[大中小])", r"收藏(?:本页)?$", r"返回(?:顶部|列表|首页|上一页)", r"保存$",
    "复制链接", "微信扫", r"关注我们", r"点赞\s*\d*$", "我要纠错", r"纠错$", "设为首页", "加入收藏",
    r"无障碍(?:浏览|阅读|版|模式)?$", r"(?:手机|移动)版$", r"[简繁][体體](?:版|中文)?$", r"中文版?$",
    r"English$", r"EN$", "语音播报", r"Share\s+(?:to|on|this)\b", r"Share\s*(?:[:：]|$)",
    r"Print(?:\s+this)?(?:\s+page)?$", r"Close(?:\s+window)?$", r"Back(?: to (?:top|list))?$", r"Top$",
    r"E-?mail(?: this)?$", r"Font\s*size", "Follow us", r"Scan (?:the )?QR", r"Add to favou?rites",
    r"Skip to", r"Menu$", r"Search$", r"Log ?in$", r"Sign (?:in|up)$", r"Subscribe$", r"Download PDF$",
    r"(?:浏览次数|浏览量|阅读量|阅读次数|点击数|点击次数|访问量|Views?|Hits?|Page\s*views?)\s*[:：]",
    r"(?:责任编辑|责编|编辑|校对|审核|审签|责任編輯|Editor|Edited by|Responsible editor)\s*[:：]",
)  # fmt: skip
"""Tools around an article, its counters and who typed it."""

ENDS = (
    r"相关(?:新闻|链接|阅读|推荐|文章|稿件|信息|报道|内容|资讯)", r"相關(?:新聞|連結|閱讀|文章)",
    "延伸阅读", "推荐阅读", r"热门(?:新闻|文章|推荐)", "猜你喜欢", "精彩推荐", r"更多(?:新闻|资讯|>)",
    "友情链接", r"最新(?:新闻|文章|动态)\s*$", r"[上下]一(?:篇|条|页|个|則)", r"没有了$",
    r"Related\s*(?:[:：]|$)", r"Related (?:news|links?|articles?|reading|stories|posts?)",
    r"Previous(?: article| page| post|\s*[:：]|$)", r"Next(?: article| page| post|\s*[:：]|$)",
    r"Recommended(?: for you| reading| articles?)?\s*[:：]?$", r"More news", r"Latest news\s*$",
    r"You may also", r"Read more$", r"Friendly links", r"Links?\s*[:：]?$", r"版权(?:所有|声明)",
    r"版權(?:所有|聲明)", r"Copyright\b", "©", r"\(c\)\s*\d{4}", "All rights reserved", r"\S{0,2}ICP备",
    r"\S{0,2}公网安备", "网站标识码", r"主办(?:单位)?\s*[:：].*(?:承办|版权)", r"技术支持\s*[:：]",
    "网站地图", r"联系我们$", r"Site ?map", r"Contact us$", r"Privacy policy",
)  # fmt: skip
"""Say that the release is over."""

LEGAL = (
    r"ICP备",
    "公网安备",
    "版权所有",
    "版權所有",
    "All rights reserved",
    r"Copyright\s*(?:©|\(c\)|\d{4})",
)
"""Anywhere in a footer's line."""

FURNITURE_NAMES = (
    "nav", "navbar", "navigation", "menu", "breadcrumbs?", "crumbs?", "footer", "foot", "copyright",
    "share", "sharing", "social", "related", "recommend", "sidebar", "comments?", "pager", "pagination",
    "toolbar", "banner", "qrcode", "friend-?links?", "hot-?news", "prev-?next",
)  # fmt: skip
"""Names page makers everywhere give to furniture: they only weigh against a block, never decide."""

TITLE_NAMES = (r"\w*title", "headline", r"\w*-tit", "tit", "bt")
"""Names page makers everywhere give to an article's title: one sign among several."""


def any_of(words: tuple[str, ...]) -> str:
    """Return a regular expression that matches any of `words`, the longest first."""
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"
