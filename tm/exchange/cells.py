"""What stands in a cell of a workbook, as text. Leaves out: reading workbooks."""

import datetime as dt


def cell_text(value: object) -> str:
    r"""Return a cell's value as text: days as 2018-03-21, whole numbers without a point.

    >>> cell_text("认证\r\n机构"), cell_text(None), cell_text(3.0), cell_text(dt.datetime(2018, 3, 21))
    ('认证\n机构', '', '3', '2018-03-21')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return str(value.date() if value.time() == dt.time() else value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n").replace("_x000D_\n", "\n")
