"""Words the sentence splitter goes by: abbreviations, sentence openers, verbs of saying. Data only."""


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


TITLES = _words(
    "Mr Mrs Ms Mx Dr Prof Rev Fr Gen Sen Rep Gov Lt Col Capt Cmdr Maj Sgt Hon Messrs Mmes Pres Supt St Mt Ft"
    " Acad Amb"
)
"""Stand before a name, so a full stop after one never ends a sentence."""

BEFORE_MORE = _words("e.g eg i.e ie cf vs viz ca approx incl excl abbr resp esp")
"""Always followed by what they introduce (lower case)."""

BEFORE_NUMBER = _words(
    "no nos fig figs art arts sec secs ch chs eq eqs vol vols p pp para paras ref refs tab tabs app cl"
    " reg regs ser ed issue"
)
"""Followed by a number they do not end a sentence, otherwise they do (lower case)."""

MONTHS = _words(
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun"
)

COMPANY = _words("co ltd inc corp bros plc llc pty gmbh")
"""Ends of company names (lower case): a post, branch or another such end may follow."""

MID_NAME = _words(
    "jr sr esq ave rd blvd dept univ assn assoc intl natl mfg sci tech eng inst lab lib bur div ph.d m.d"
    " d.c b.sc m.sc b.a m.a m.b.a d.phil hr hrs min mins kg km cm mm lbs sq ft tel ext op"
)
"""May stand inside of a name or phrase: they end a sentence only before a sure opener (lower case)."""

CLOCK = frozenset(("a.m", "p.m", "am", "pm"))

ZONES = _words(
    "Beijing Eastern Central Pacific Mountain Greenwich Hong GMT UTC EST EDT PST PDT CST BST CET"
    " Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June"
    " July August September October November December"
)
"""May follow a.m. or p.m. in one sentence."""

OPENERS = _words(
    "The This That These Those It Its In On At As By For From He She They We You I His Her Their Our My Your"
    " A An After Before During According And But Or So If When Whenever While Since Until With Without Within"
    " Under Over Through Throughout To Upon Both Each Every All Some Many Most More Several Such There Here"
    " However Moreover Meanwhile Furthermore Then Thus Therefore Also Although Though Because Between Among"
    " Once Only One Two Three Four Five Six Seven Eight Nine Ten Not What Who Whose Which Where Why How"
    " Currently Later Last Next Today Yesterday Tomorrow Recently Now Finally Besides Instead Despite Due"
    " Founded Established Based Participants Representatives Representing Attendees Nearly About Around"
    " Further Subsequently Afterwards Earlier Together Prior Following Against Along Across Another Other"
    " Others Any Either Neither Even Still Yet Just Is Are Was Were Will Would Can Could Should Do Does Did"
    " Has Have Had Let Please See Speaking Addressing Attending Thanks Unlike Like Of Out Up Down"
)
"""A capitalised word of this list after an abbreviation starts a new sentence."""

POSTS = _words(
    "Chairman Chairwoman Chairperson Chair President Vice General Deputy CEO CFO CTO COO Director Chief"
    " Manager Founder Executive Senior Assistant Managing Secretary Engineer Spokesperson Spokesman"
    " Spokeswoman Head Partner Branch Plant Factory Group Limited Ltd Co Inc Corp LLC"
)
"""A word of this list after a company's name belongs to the same sentence."""

PLACES_OF_WORK = _words("Branch Plant Factory Office Center Centre Group Subsidiary Works Campus")

LABELS = _words(
    "annex appendix class type grade group category part section plan level article chapter clause table"
    " figure fig step stage phase schedule form model version volume exhibit option scheme vitamin hepatitis"
    " item unit lot zone area hall gate building block terminal series tier team"
)
"""A single letter after one of these is a number, not an initial (lower case)."""

HEADED = _words(
    "step chapter article section table figure part annex appendix note example rule question task phase"
    " stage lesson unit item clause exhibit schedule lot answer case option"
)
"""`Step 1.` at the start of a sentence is its marker (lower case)."""

SAYING_EN = (
    "said|says|say|asked|asks|replied|answered|added|told|noted|remarked|explained|stressed|warned|exclaimed"
    "|shouted|cried|wondered|whispered|recalled|joked|laughed|smiled|concluded|continued|commented|quipped"
)

EXCLAIMED = frozenset(("Yahoo", "Jeopardy", "Hey"))
"""Names written with an exclamation mark (and `Hey!`, which goes with what follows)."""

SAYING_ZH = (
    "如是说|表示|指出|强调|介绍|回忆|感慨|感叹|坦言|认为|提醒|补充|解释|透露|总结|回答|答道|评价|呼吁|建议"
    "|直言|赞叹|赞道|反问|追问|询问|叮嘱|嘱咐|嘱托|宣布|承诺|分析|谈到|说明|告诉|写道|喊道|叫道|笑道|问道"
    "|笑说|称赞|解说|讲解|寄语|勉励|鼓励|倡议|呼喊|告诫|警告|重申|致辞|发言|点评|说|道|问|答|喊|讲|称|谈"
)
"""Verbs of saying, longest first where one holds another."""

BEFORE_NOUN_ZH = (
    "作",
    "作了",
    "做",
    "做了",
    "进行",
    "进行了",
    "发表",
    "发表了",
    "提出",
    "提出了",
    "开展",
    "给予",
    "的",
    "一一",
)
"""A verb of saying behind one of these is a noun: `作总结`, `进行讲解`."""

OPENERS_ZH = (
    "随后|之后|会后|当天|当日|同日|次日|会上|会议|期间|活动|现场|目前|据悉|据介绍|据了解|此外|另外|同时|接着|最后|下一步"
    "|近年来|近日|日前|今年|去年|明年|为此|对此|其中|截至|此次|本次"
)
"""Open a new sentence behind a quotation, even where someone speaks in it."""

MEETINGS_ZH = (
    "会议|会上|大会|论坛|活动|仪式|培训班|座谈会|研讨会|文件|通知|公告|报告|办法|规定|意见|通报|方案|标准"
)
"""Subjects that report without being quoted: what follows a quote is then a new sentence."""

TRANSLITERATION = frozenset(
    "约翰逊顿森恩尔亨丝娅凯莫雪赞泊阿埃艾安奥巴邦保鲍贝本比彼宾波伯博布查达大戴丹德登迪蒂丁杜敦多尔法菲费丰佛夫弗福盖冈戈哥格古哈海汉"
    "豪赫亨怀霍基吉加杰捷金卡坎康考科克肯库拉莱赖兰朗劳勒雷里理利莉丽林隆卢鲁路伦罗洛马玛迈麦曼梅蒙米"
    "密姆穆拿娜纳奈南尼涅纽农努诺欧帕派潘佩皮平珀普奇乔琼切让热荣茹瑞若萨塞赛桑莎珊沙山舍圣施史什舒斯"
    "苏索塔泰坦汤唐特提廷图托陀瓦万威韦维温文翁沃乌伍西希席夏谢辛休修许雅亚扬耶叶伊因英尤于约泽扎詹珍朱兹佐"
)
"""Characters foreign names are written with: a full stop between two such runs is a name's dot."""
