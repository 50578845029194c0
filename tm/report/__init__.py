"""Results to pages, pictures and tables. Leaves out: computing them."""

from tm.report.aligned import About
from tm.report.alignment import alignment_page
from tm.report.findings_page import findings_page
from tm.report.findings_xlsx import findings_xlsx
from tm.report.junit import findings_junit
from tm.report.lights import Light, LightKind, Place, term_lights, word_lights
from tm.report.sarif import findings_sarif
from tm.report.similarity import similarity_plot
from tm.report.tables import alignment_json, write_alignment, write_report
from tm.report.values import value_lights

__all__ = [
    "About",
    "Light",
    "LightKind",
    "Place",
    "alignment_json",
    "alignment_page",
    "findings_junit",
    "findings_page",
    "findings_sarif",
    "findings_xlsx",
    "similarity_plot",
    "term_lights",
    "value_lights",
    "word_lights",
    "write_alignment",
    "write_report",
]
