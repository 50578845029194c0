import io
import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from lxml import html

from tm.bitext import Draft, DraftSegment, Finding, Severity
from tm.errors import ReportError
from tm.report import findings_junit, findings_page, findings_sarif, findings_xlsx
from tm.report.findings import place_of
from tm.spool import Spool

HOSTILE = "</script><img src=x onerror=alert(1)>\x00 ]]> \"'&"


def hostile(draft: Draft) -> tuple[Draft, list[Finding]]:
    segment = DraftSegment(source=HOSTILE, draft=HOSTILE, id=HOSTILE, document=HOSTILE)
    finding = Finding(
        id=HOSTILE, segment=0, rule=HOSTILE, severity=Severity.ERROR, message=HOSTILE,
        source_span=(0, 3), draft_span=(2, 2), suggestion=HOSTILE,
    )  # fmt: skip
    return replace(draft, name=HOSTILE, segments=(segment,)), [finding]


def test_the_page_marks_both_sides_and_counts(draft: Draft, findings: list[Finding]) -> None:
    root = html.document_fromstring(findings_page(draft, findings))
    tiles = {node.xpath("input/@value")[0]: node.text_content().strip() for node in root.find_class("tile")}
    assert tiles == {"error": "2 errors", "warning": "1 warning", "info": "1 note"}
    assert [card.get("id") for card in root.find_class("card")] == ["s-0", "s-1", "s-3"]
    first = root.get_element_by_id("s-0")
    assert [(mark.text, mark.get("data-of")) for mark in first.iter("mark")] == [
        ("118", "0.0"), ("181", "0.0"), (None, "0.1"),
    ]  # fmt: skip
    assert [text.get("lang") for text in first.find_class("text")] == ["zh-Hans", "en"]
    assert first.xpath(".//@data-copy") == ["118"]
    assert [item.get("data-rule") for item in root.find_class("finding")] == [
        "number",
        "spacing",
        "omitted",
        "empty",
    ]
    assert "no draft" in root.get_element_by_id("s-3").text_content()
    assert "1 clean" in root.find_class("facts")[0].text_content()


def test_a_clean_draft_has_a_page(draft: Draft) -> None:
    assert "Nothing found." in findings_page(draft, [])


def test_a_page_says_what_it_leaves_out(draft: Draft, findings: list[Finding]) -> None:
    root = html.document_fromstring(findings_page(draft, findings, limit=2))
    assert len(root.find_class("finding")) == 2
    assert root.find_class("note")[0].text_content().startswith("2 findings in later segments")


def test_hostile_findings_stay_text(draft: Draft) -> None:
    page = findings_page(*hostile(draft))
    root = html.document_fromstring(page)
    assert len(root.xpath("//script")) == 1
    assert not root.xpath("//img | //@onerror | //link")
    assert root.find_class("message")[0].text_content() == HOSTILE.replace("\x00", "␀")


@pytest.mark.parametrize("report", [findings_page, findings_sarif, findings_junit, findings_xlsx])
@pytest.mark.parametrize(
    "change", [{"segment": 4}, {"segment": -1}, {"draft_span": (0, 999)}, {"source_span": (5, 2)}]
)
def test_a_finding_of_another_draft_is_refused(draft: Draft, findings: list[Finding], report, change) -> None:
    with pytest.raises(ReportError, match="run the check again"):
        list(report(draft, [replace(findings[0], **change)]))


def test_sarif_has_what_the_standard_requires(draft: Draft, findings: list[Finding]) -> None:
    log = json.loads("".join(findings_sarif(draft, findings)))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "Duizhao"
    assert run["columnKind"] == "unicodeCodePoints"
    assert [rule["id"] for rule in driver["rules"]] == ["empty", "number", "omitted", "spacing"]
    assert all(rule["shortDescription"]["text"] for rule in driver["rules"])
    for result in run["results"]:
        assert result["message"]["text"]
        assert result["level"] in {"none", "note", "warning", "error"}
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        (location,) = result["locations"]
        artifact = location["physicalLocation"]["artifactLocation"]
        assert run["artifacts"][artifact["index"]]["location"]["uri"] == artifact["uri"]
        region = location["physicalLocation"]["region"]
        assert region["startLine"] >= 1
        assert 1 <= region["startColumn"] <= region["endColumn"]
        assert location["logicalLocations"][0]["name"].startswith("segment ")
    assert len(run["results"]) == len(findings)


def test_sarif_points_at_the_words_in_the_file(draft: Draft, findings: list[Finding]) -> None:
    lines = [f"{segment.source}\t{segment.draft}" for segment in draft.segments]
    results = json.loads("".join(findings_sarif(draft, findings)))["runs"][0]["results"]
    region = results[0]["locations"][0]["physicalLocation"]["region"]
    line = lines[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "181" == region["snippet"]["text"]
    change = results[0]["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert change["insertedContent"]["text"] == "118"
    assert change["deletedRegion"]["startColumn"] == region["startColumn"]
    assert (
        results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        == "drafts/%E6%96%B0%E9%97%BB%20a.tsv"
    )


def test_sarif_of_a_word_file_names_the_segment_only(draft: Draft, findings: list[Finding]) -> None:
    results = json.loads("".join(findings_sarif(replace(draft, name="a.docx"), findings)))["runs"][0][
        "results"
    ]
    assert all("region" not in result["locations"][0]["physicalLocation"] for result in results)
    assert all("fixes" not in result for result in results)


CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"testcase"},
    "testcase": {"failure", "system-out"},
    "failure": set(),
    "system-out": set(),
}
ATTRIBUTES = {
    "testsuites": {"name", "tests", "failures", "errors", "time"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time"},
    "testcase": {"classname", "name", "time"},
    "failure": {"message", "type"},
    "system-out": set(),
}


def check_junit(root: ET.Element) -> None:
    for node in root.iter():
        assert {child.tag for child in node} <= CHILDREN[node.tag]
        assert set(node.attrib) == ATTRIBUTES[node.tag]
    for case in root.iter("testcase"):
        assert len(case) <= 1
    for holder in (root, root[0]):
        assert int(holder.get("tests")) == len(list(root.iter("testcase")))
        assert int(holder.get("failures")) == len(list(root.iter("failure")))


@pytest.mark.parametrize(
    ("fail_on", "failures"), [(Severity.ERROR, 2), (Severity.WARNING, 3), (Severity.INFO, 4)]
)
def test_junit_has_a_case_for_each_finding_and_clean_row(draft, findings, fail_on, failures) -> None:
    root = ET.fromstring("".join(findings_junit(draft, findings, fail_on=fail_on)).encode())
    check_junit(root)
    assert int(root.get("tests")) == 5
    assert int(root.get("failures")) == failures
    names = [case.get("name") for case in root.iter("testcase")]
    assert len(set(names)) == 5
    assert "segment 2" in names


def test_junit_of_hostile_texts_is_well_formed(draft: Draft) -> None:
    root = ET.fromstring("".join(findings_junit(*hostile(draft))).encode())
    check_junit(root)
    assert "␀" in next(root.iter("failure")).text


def test_the_workbook_holds_text_never_formulas(draft: Draft, findings: list[Finding]) -> None:
    extra = Finding(
        id="=2", segment=2, rule="number", severity=Severity.WARNING, message="+3", suggestion="=4"
    )
    book = openpyxl.load_workbook(io.BytesIO(findings_xlsx(draft, [*findings[:3], extra, *findings[3:]])))
    sheet = book["Findings"]
    rows = [
        dict(zip([cell.value for cell in sheet[1]], [cell.value for cell in row], strict=True))
        for row in sheet.iter_rows(min_row=2)
    ]
    assert [row["segment"] for row in rows] == [0, 0, 1, 2, 3]
    assert [row["draft"] for row in rows][3] == "=1+1"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert rows[0]["source"] == draft.segments[0].source
    assert sheet.freeze_panes == "A2"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"
    summary = {
        row[0].value: [cell.value for cell in row[1:4]] for row in book["Summary"].iter_rows(min_row=2)
    }
    assert summary["all"] == [2, 2, 1]
    assert summary["number"] == [1, 1, 0]


def test_the_workbook_marks_words_in_bold(draft: Draft, findings: list[Finding]) -> None:
    data = io.BytesIO(findings_xlsx(draft, findings))
    cell = openpyxl.load_workbook(data, rich_text=True)["Findings"]["G2"].value
    assert [str(part) for part in cell] == ["181", " people attended."]
    assert cell[0].font.b


def test_the_workbook_says_where_it_had_to_cut(draft: Draft) -> None:
    segment = DraftSegment(source="认" * 40_000 + "\x07", draft="_x0041_ \x01")
    finding = Finding(
        id="a", segment=0, rule="length", severity=Severity.INFO, message="long", source_span=(0, 2)
    )
    data = findings_xlsx(replace(draft, segments=(segment,)), [finding])
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Findings"]
    assert sheet["F2"].value.endswith("32,767 characters]")
    assert len(sheet["F2"].value) == 32_767
    assert sheet["G2"].value == "_x005F_x0041_ ␁"


@pytest.mark.parametrize(
    ("name", "id_", "document", "place"),
    [
        ("a.tsv", "12", None, "line 12"),
        ("a.docx", "2.3", None, "table 2, row 3"),
        ("a.xlsx", "7", "正文", "正文, row 7"),
        ("a.po", "4.1", None, "entry 4, form 1"),
        ("a.sdlxliff", "u.1/2", "b.docx", "b.docx, u.1/2"),
        ("a.html", "", None, ""),
    ],
)
def test_places_are_told_in_the_words_of_the_file(draft: Draft, findings, name, id_, document, place) -> None:
    row = replace(draft.segments[0], id=id_, document=document)
    moved = replace(draft, name=name, segments=(row,))
    assert place_of(moved, row) == place
    head = html.document_fromstring(findings_page(moved, findings[:1])).find_class("card")[0][0]
    assert [part.text_content() for part in head] == ([place] if place else []) + ["segment 0"]
    sheet = openpyxl.load_workbook(io.BytesIO(findings_xlsx(moved, findings[:1])))["Findings"]
    assert (sheet["B2"].value or "") == place


def test_a_line_number_is_that_of_the_file(draft: Draft, findings: list[Finding]) -> None:
    """Lines without text are no rows."""
    later = replace(
        draft, segments=tuple(replace(row, id=str(at)) for at, row in enumerate(draft.segments, 3))
    )
    results = json.loads("".join(findings_sarif(later, findings)))["runs"][0]["results"]
    assert [each["locations"][0]["physicalLocation"]["region"]["startLine"] for each in results] == [
        3,
        3,
        4,
        6,
    ]


def test_long_lists_of_findings_are_written_piece_by_piece(draft: Draft, findings: list[Finding]) -> None:
    many = [replace(findings[0], segment=at, id=f"{at:016x}") for at in range(3_000)]
    long = replace(draft, segments=Spool(draft.segments[:1] * 3_000))
    pieces = list(findings_sarif(long, Spool(many)))
    assert len(pieces) > 3_000
    assert len(json.loads("".join(pieces))["runs"][0]["results"]) == 3_000
    root = ET.fromstring("".join(findings_junit(long, Spool(many))).encode())
    assert root.get("failures") == "3000" == str(len(root.findall("testsuite/testcase/failure")))
