"""How much memory checking takes by the number of rows: made-up drafts of several sizes and formats.

Every size is checked by a `tm qa` of its own, whose peak of resident memory and CPU time are taken from the
system. `--rules` leaves out rules that take long, so that a million rows need minutes rather than an hour.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO
from xml.sax.saxutils import escape

_ROWS = (10_000, 100_000)
_CHEAP = "empty,copied,number,unit,date,width,pairing,tag,inconsistent-target,inconsistent-source"
_FAULTY = 20
"""One row of so many has another number than its source."""
_PLACES = (
    *(("江北", "Jiangbei"), ("河西", "Hexi"), ("南山", "Nanshan"), ("临港", "Lingang")),
    *(("青川", "Qingchuan"), ("东平", "Dongping")),
)
_DOINGS = (
    ("检查了{n}家茶叶加工企业，抽取样品{m}份", "inspected {n} tea processing firms and took {m} samples"),
    ("为{n}台充电设备完成检测，耗时{m}天", "tested {n} charging devices within {m} days"),
    ("培训了{n}名验货员，其中{m}人取得证书", "trained {n} cargo inspectors, {m} of whom were certified"),
    ("受理{n}份节水产品申请，退回{m}份", "accepted {n} applications for water savers and returned {m}"),
    ("回访{n}位用户，收到建议{m}条", "called back {n} users and received {m} suggestions"),
)
_ENDS = (
    ("，结果已公布。", ", and the results have been published."),
    ("，工作仍在继续。", ", and the work goes on."),
    ("，报告随后印发。", ", and a report followed."),
)
_FAMILIES = (
    *(("沈", "Shen"), ("陆", "Lu"), ("韩", "Han"), ("徐", "Xu"), ("罗", "Luo"), ("郭", "Guo"), ("林", "Lin")),
    *(
        ("何", "He"),
        ("吴", "Wu"),
        ("潘", "Pan"),
        ("董", "Dong"),
        ("袁", "Yuan"),
        ("邓", "Deng"),
        ("唐", "Tang"),
    ),
)
_GIVEN = (
    *(
        ("文", "wen"),
        ("明", "ming"),
        ("志", "zhi"),
        ("华", "hua"),
        ("春", "chun"),
        ("海", "hai"),
        ("云", "yun"),
    ),
    *(
        ("晓", "xiao"),
        ("雪", "xue"),
        ("林", "lin"),
        ("伟", "wei"),
        ("建", "jian"),
        ("立", "li"),
        ("青", "qing"),
    ),
    *(
        ("松", "song"),
        ("江", "jiang"),
        ("波", "bo"),
        ("芳", "fang"),
        ("秀", "xiu"),
        ("德", "de"),
        ("宁", "ning"),
    ),
)
_SYLLABLES = (
    *("ba", "bel", "cor", "da", "den", "fal", "gar", "hil", "ka", "kor", "lan", "mer", "mon", "nor", "pel"),
    *("ran", "ros", "sel", "ston", "tam", "ter", "ul", "van", "wes", "win", "yor", "zel"),
)
"""What names of people and of makers are made of."""
Rows = Iterator[tuple[str, str]]


def sentences(count: int, seed: int) -> Rows:
    """Yield Chinese sentences with English drafts, put together by chance; some have a wrong number.

    Every row names a person and a maker that hardly any other row has, so that new words never end.
    """
    chance = random.Random(f"size {seed}")
    for _ in range(count):
        place, doing, end = chance.choice(_PLACES), chance.choice(_DOINGS), chance.choice(_ENDS)
        month, day, n, m = (chance.randint(1, top) for top in (12, 28, 9_999, 999))
        wrong = m + 1 if chance.randrange(_FAULTY) == 0 else m
        family, (first, second) = chance.choice(_FAMILIES), chance.sample(_GIVEN, 2)
        maker = "".join(chance.choices(_SYLLABLES, k=3)).capitalize()
        han, latin = f"{family[0]}{first[0]}{second[0]}", f"{family[1]} {first[1].capitalize()}{second[1]}"
        date = f"{_MONTHS[month - 1]} {day}"
        zh = f"{month}月{day}日，{place[0]}站站长{han}率队赴{maker}公司，{doing[0].format(n=n, m=m)}{end[0]}"
        en = (
            f"On {date}, {latin}, head of the {place[1]} station, led a team to {maker} that "
            f"{doing[1].format(n=n, m=wrong)}{end[1]}"
        )
        yield zh, en


_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
    *("November", "December"),
)


def _tsv(file: TextIO, rows: Rows) -> None:
    file.writelines(f"{zh}\t{en}\n" for zh, en in rows)


def _po(file: TextIO, rows: Rows) -> None:
    file.write('msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n')
    file.writelines(
        f'#: {number}\nmsgctxt "{number}"\nmsgid "{zh}"\nmsgstr "{en}"\n\n'
        for number, (zh, en) in enumerate(rows)
    )


def _tmx(file: TextIO, rows: Rows) -> None:
    file.write('<?xml version="1.0"?>\n<tmx version="1.4"><header srclang="zh-CN"/><body>\n')
    for zh, en in rows:
        texts = (("zh-CN", zh), ("en", en))
        sides = (f'<tuv xml:lang="{lang}"><seg>{escape(text)}</seg></tuv>' for lang, text in texts)
        file.write(f"<tu>{''.join(sides)}</tu>\n")
    file.write("</body></tmx>\n")


def _xliff(file: TextIO, rows: Rows) -> None:
    file.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="1.2" '
        'xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
        '<file original="a" source-language="zh-CN" target-language="en" datatype="plaintext"><body>\n'
    )
    for number, (zh, en) in enumerate(rows, 1):
        texts = f"<source>{escape(zh)}</source><target>{escape(en)}</target>"
        file.write(f'<trans-unit id="{number}">{texts}</trans-unit>\n')
    file.write("</body></file></xliff>\n")


_FORMATS: dict[str, Callable[[TextIO, Rows], None]] = {"tsv": _tsv, "po": _po, "tmx": _tmx, "xliff": _xliff}


def _measured(command: list[str]) -> dict[str, Any]:
    """Run a command; return its end, peak of resident memory in MB, CPU seconds and characters written."""
    with tempfile.TemporaryFile() as shown:
        started = subprocess.Popen(command, stdout=shown)
        _pid, status, used = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
        seconds = used.ru_utime + used.ru_stime
        return {
            "exit": started.returncode,
            "peak_mb": round(used.ru_maxrss / 1024),
            "cpu_seconds": round(seconds, 1),
            "written_mb": round(shown.seek(0, os.SEEK_END) / 1e6, 1),
        }


def main(words: list[str]) -> int:
    """Print peak memory and rows a CPU second for each size and format."""
    parser = argparse.ArgumentParser(prog="scripts/bench qa-size", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=list(_ROWS))
    parser.add_argument("--formats", nargs="+", choices=list(_FORMATS), default=list(_FORMATS))
    parser.add_argument("--rules", default=_CHEAP, help="rules to check by, or “all”")
    parser.add_argument("--write", metavar="ENDING", help="also write findings: sarif, xml, html, xlsx, po …")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as folder:
        for name in given.formats:
            for count in given.rows:
                path = Path(folder) / f"draft.{name}"
                with path.open("w", encoding="utf-8", newline="") as file:
                    _FORMATS[name](file, sentences(count, given.seed))
                command = [sys.executable, "-c", "from tm.cli import main; main()", "qa", str(path), "--json"]
                command += ["--memory", str(Path(folder) / "empty.sqlite")]
                command += [] if given.rules == "all" else ["--rules", given.rules]
                command += ["-o", str(Path(folder) / f"found.{given.write}")] if given.write else []
                one = _measured(command)
                speed = count / one["cpu_seconds"]
                print(
                    f"{name:6} {count:>9,} rows {one['peak_mb']:>6,} MB {one['cpu_seconds']:>8,} s of CPU, "
                    f"{speed:,.0f} rows/s (exit {one['exit']})",
                    flush=True,
                )
    return 0
