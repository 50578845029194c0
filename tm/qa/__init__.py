"""A draft to findings, one module a family of rules. Leaves out: file formats."""

from tm.qa.check import check, check_with
from tm.qa.config import QaConfig
from tm.qa.evidence import Evidence, LengthBand, Rule, learn_lengths
from tm.qa.families import BY_MEANING
from tm.qa.rules import BY_ID, RULES, RuleInfo

__all__ = [
    "BY_ID", "BY_MEANING", "RULES", "Evidence", "LengthBand", "QaConfig", "Rule", "RuleInfo", "check",
    "check_with", "learn_lengths",
]  # fmt: skip
