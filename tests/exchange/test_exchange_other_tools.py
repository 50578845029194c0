"""Files as translate-toolkit, polib and openpyxl write them: read, written again, and nothing lost."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import openpyxl
import polib
import pytest

from tm.bitext import UnitStatus
from tm.exchange import read_draft, read_terms, read_units, write_draft, write_terms, write_units

TITLE = ("茶叶认证试点启动", "Tea Certification Pilot Begins")
DOUBTED = (
    "试点覆盖128家茶企。\n首批证书已于3月发出。",
    "The pilot covers 128 tea producers.\nThe first certificates were issued in March.",
)
CODED = ('共有%d家<b>机构</b> & "实验室"。', '%d <b>bodies</b> & "laboratories" in all.')
OPEN = ("尚未翻译。", "")

PO = """\
# Translators
msgid ""
msgstr ""
"Project-Id-Version: demo 1\\n"
"Language: en\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#. heading
#: page.html:3
msgctxt "title"
msgid "茶叶认证试点启动"
msgstr "Tea Certification Pilot Begins"

# 待核
#: page.html:9
#, fuzzy
#| msgid "试点覆盖120家茶企。"
msgid ""
"试点覆盖128家茶企。\\n"
"首批证书已于3月发出。"
msgstr ""
"The pilot covers 128 tea producers.\\n"
"The first certificates were issued in March."

#, c-format
msgid "共有%d家<b>机构</b> & \\"实验室\\"。"
msgstr "%d <b>bodies</b> & \\"laboratories\\" in all."

msgid "尚未翻译。"
msgstr ""
"""
PO2XLIFF = """\
<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:1.1" version="1.1">
  <file original="src.po" source-language="en-US" datatype="plaintext" target-language="en">
    <body>
      <trans-unit xml:space="preserve" id="2" approved="no" restype="x-gettext-domain-header">
        <source>Project-Id-Version: demo 1
Language: en
Content-Type: text/plain; charset=UTF-8
Plural-Forms: nplurals=2; plural=(n != 1);
</source>
        <target state="translated">Project-Id-Version: demo 1
Language: en
Content-Type: text/plain; charset=UTF-8
Plural-Forms: nplurals=2; plural=(n != 1);
</target>
        <context-group name="po-entry" purpose="information">
          <context context-type="x-po-trancomment">Translators</context>
        </context-group>
        <note from="po-translator">Translators</note>
      </trans-unit>
      <trans-unit xml:space="preserve" id="3" approved="yes">
        <source>茶叶认证试点启动</source>
        <target state="translated">Tea Certification Pilot Begins</target>
        <note from="developer">heading</note>
      </trans-unit>
      <trans-unit xml:space="preserve" id="4" approved="no">
        <source>试点覆盖128家茶企。
首批证书已于3月发出。</source>
        <target state="needs-translation">The pilot covers 128 tea producers.
The first certificates were issued in March.</target>
        <alt-trans xml:space="preserve" origin="previous"><source>试点覆盖120家茶企。</source>
          <target>The pilot covers 120 tea producers.</target>
        </alt-trans>
        <note from="po-translator">待核</note>
      </trans-unit>
      <trans-unit xml:space="preserve" id="5" approved="yes">
        <source>共有%d家&lt;b&gt;机构&lt;/b&gt; &amp; "实验室"。</source>
        <target state="translated">%d &lt;b&gt;bodies&lt;/b&gt; &amp; "laboratories" in all.</target>
      </trans-unit>
      <trans-unit xml:space="preserve" id="6">
        <source>尚未翻译。</source>
        <target></target>
      </trans-unit>
    </body>
  </file>
</xliff>
"""
NAMELESS = """\
<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:1.1" version="1.1">
  <file original="NoName" source-language="zh-CN" datatype="plaintext" target-language="en-GB">
    <body>
      <trans-unit xml:space="preserve" approved="yes">
        <source>茶叶认证试点启动</source>
        <target state="translated">Tea Certification Pilot Begins</target>
      </trans-unit>
      <trans-unit xml:space="preserve">
        <source>尚未翻译。</source>
      </trans-unit>
    </body>
  </file>
</xliff>
"""
XLIFF_2 = """\
<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="zh-CN" trgLang="en-GB">
  <file id="f1">
    <unit>
      <segment xml:space="preserve"><source>茶叶认证试点启动</source>
        <target>Tea Certification Pilot Begins</target>
      </segment>
    </unit>
    <unit>
      <segment xml:space="preserve"><source>尚未翻译。</source></segment>
    </unit>
  </file>
</xliff>
"""
PO2TMX = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="Translate Toolkit" creationtoolversion="3" segtype="sentence" o-tmf="UTF-8"
   adminlang="en" srclang="en" datatype="PlainText"/>
  <body>
    <tu srclang="zh-CN">
      <prop type="x-context">title</prop>
      <tuv xml:lang="zh-CN">
        <seg>茶叶认证试点启动</seg>
      </tuv>
      <tuv xml:lang="en">
        <seg>Tea Certification Pilot Begins</seg>
      </tuv>
    </tu>
    <tu srclang="zh-CN">
      <tuv xml:lang="zh-CN">
        <seg>共有%d家&lt;b&gt;机构&lt;/b&gt; &amp; "实验室"。</seg>
      </tuv>
      <tuv xml:lang="en">
        <seg>%d &lt;b&gt;bodies&lt;/b&gt; &amp; "laboratories" in all.</seg>
      </tuv>
    </tu>
  </body>
</tmx>
"""
TBX = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif PUBLIC "ISO 12200:1999A//DTD MARTIF core (DXFcdV04)//EN" "TBXcdv04.dtd">
<martif type="TBX" xml:lang="zh">
    <martifHeader>
        <fileDesc>
            <sourceDesc>
                <p>Translate Toolkit</p>
            </sourceDesc>
        </fileDesc>
    </martifHeader>
    <text>
        <body>
            <termEntry>
                <langSet xml:lang="zh"><tig><term>认证机构</term></tig></langSet>
                <langSet xml:lang="en"><tig><term>certification body</term></tig></langSet>
                <note from="translator">page</note>
            </termEntry>
            <termEntry>
                <langSet xml:lang="zh"><tig><term>检验 &amp; 检测</term></tig></langSet>
                <langSet xml:lang="en"><tig><term>inspection &amp; &lt;testing&gt;</term></tig></langSet>
            </termEntry>
        </body>
    </text>
</martif>
"""
ENTRIES = [("认证机构", "certification body", "page"), ("检验 & 检测", "inspection & <testing>", "")]


def _by_polib(path: Path) -> None:
    catalogue = polib.POFile()
    catalogue.metadata = {"Language": "en", "Content-Type": "text/plain; charset=utf-8"}
    for number, (zh, en) in enumerate((TITLE, DOUBTED, CODED, OPEN)):
        flags = ["fuzzy"] if number == 1 else []
        catalogue.append(polib.POEntry(msgid=zh, msgstr=en, flags=flags, occurrences=[("page.html", "3")]))
    catalogue.save(str(path))


def _by_openpyxl(path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("原文", "译文"), TITLE, DOUBTED, CODED, OPEN):
        book.active.append(row)
    book.save(path)


def _text(content: str) -> Callable[[Path], None]:
    return lambda path: path.write_text(content, encoding="utf-8", newline="")


WHOLE, SHORT = [TITLE, DOUBTED, CODED, OPEN], [TITLE, OPEN]
FILES: dict[str, tuple[Callable[[Path], object], list[tuple[str, str]]]] = {
    "toolkit.po": (_text(PO), WHOLE),
    "polib.po": (_by_polib, WHOLE),
    "po2xliff.xlf": (_text(PO2XLIFF), WHOLE),
    "nameless.xlf": (_text(NAMELESS), SHORT),
    "version2.xlf": (_text(XLIFF_2), SHORT),
    "po2tmx.tmx": (_text(PO2TMX), [TITLE, CODED]),
    "openpyxl.xlsx": (_by_openpyxl, WHOLE),
}


@pytest.fixture
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    made = tmp_path / request.param
    FILES[request.param][0](made)
    return made


@pytest.mark.parametrize("path", FILES, indirect=True)
def test_a_draft_is_read_written_and_read_again(path: Path, tmp_path: Path) -> None:
    rows = FILES[path.name][1]
    draft = read_draft(path)
    assert [(row.source, row.draft) for row in draft.segments] == rows
    assert (draft.source_lang.side, draft.target_lang.side) == ("zh", "en")
    template = path if path.suffix in (".po", ".xlf") else None
    done = dataclasses.replace(
        draft,
        segments=tuple(
            dataclasses.replace(row, draft=row.draft or "Not rendered yet.") for row in draft.segments
        ),
    )
    for ending in (".po", ".xlf"):
        out = tmp_path / f"out{ending}"
        write_draft(out, done, template=template if ending == path.suffix else None)
        again = read_draft(out)
        assert [(row.source, row.draft) for row in again.segments] == [
            (row.source, row.draft) for row in done.segments
        ]
        assert (again.source_lang, again.target_lang) == (draft.source_lang, draft.target_lang)


@pytest.mark.parametrize("path", [name for name in FILES if not name.endswith(".xlsx")], indirect=True)
@pytest.mark.parametrize("ending", ["tmx", "po", "tsv"])
def test_units_are_read_written_and_read_again(path: Path, tmp_path: Path, ending: str) -> None:
    units = list(read_units(path, on_skip=lambda _skipped: None))
    assert [(unit.zh, unit.en) for unit in units] == [row for row in FILES[path.name][1] if row[1]]
    assert [unit.zh for unit in units if unit.status is UnitStatus.REVIEW] == [
        unit.zh for unit in units if unit.zh == DOUBTED[0]
    ]
    out = tmp_path / f"out.{ending}"
    assert write_units(out, units) == len(units)
    assert list(read_units(out)) == units


@pytest.mark.parametrize("ending", ["tbx", "martif", "xlsx", "csv"])
def test_terms_are_read_written_and_read_again(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "toolkit.tbx"
    path.write_text(TBX, encoding="utf-8")
    terms = read_terms(path)
    assert [(term.zh.full, term.en.full, term.note) for term in terms] == ENTRIES
    out = tmp_path / f"out.{ending}"
    assert write_terms(out, terms) == len(terms)
    assert read_terms(out) == terms
