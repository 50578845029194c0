"""What can be set about the checks. Leaves out: reading `tm.toml`, which `jobs` does."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tm.bitext import Severity
from tm.errors import ConfigError
from tm.qa.rules import BY_ID

_CHOICES = {
    "han_latin_space": ("any", "always", "never"),
    "director": ("any", "Director", "Director-General"),
    "title_case": ("any", "title", "sentence"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class QaConfig:
    """One run's settings; every threshold has its measured default.

    `off` holds rule ids switched off (by default `published`: another rendering is seldom a fault),
    `severities` other severities than the default, `ignore` texts by rule id on which that rule stays
    silent (compared with the words a finding marks), and `dismissed` ids of findings judged wrong.
    `wording` adds fixed wordings to the pack or gives other ones: Chinese to English, both as they must
    stand (empty English takes an entry of the pack out). `director` is what the head of a department or
    bureau (司长, 局长) is called: `any`, `Director` or `Director-General`; `title_case` how English headings
    are written: `any`, `title` or `sentence`. A draft that is one of `cut_marks` alone was cut on purpose.
    `han_latin_space`: `any`, `always` or `never` a space between Han and Latin. A habit of typing found in
    at least `throughout_rows` places and `throughout_percent` of the rows is reported once. The
    probabilities from which content counts as omitted or added are, where None, those at which 1.5 to 4% of
    good segments fire, by rule and side (`data/coverage.json`); `mismatch_cosine` is a cosine of the embedded
    encoder.
    """

    off: frozenset[str] = frozenset({"published"})
    severities: Mapping[str, str] = field(default_factory=dict)
    ignore: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dismissed: frozenset[str] = frozenset()
    house_abbreviations: frozenset[str] = frozenset(
        {"CQC", "SAMR", "CNCA", "ISO", "IEC", "CCIC", "CCC", "3C"}
    )
    wording: Mapping[str, str] = field(default_factory=dict)
    director: str = "any"
    title_case: str = "any"
    cut_marks: frozenset[str] = frozenset(
        {"[cut]", "[cut by the editor]", "[删]", "［删］", "[编辑删节]", "［编辑删节］"}
    )
    han_latin_space: str = "any"
    throughout_percent: float = 4.0
    throughout_rows: int = 20
    omitted_probability: float | None = None
    added_probability: float | None = None
    mismatch_cosine: float = 0.2

    def __post_init__(self) -> None:
        """Refuse unknown rules, severities and policies. Raises ConfigError."""
        for rule in (*self.off, *self.severities, *self.ignore):
            if rule not in BY_ID:
                raise ConfigError(f"qa: unknown rule {rule!r}; known are {', '.join(sorted(BY_ID))}")
        for rule, severity in self.severities.items():
            if severity not in set(Severity):
                raise ConfigError(
                    f"qa: severity {severity!r} of rule {rule!r} is none of {', '.join(Severity)}"
                )
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in choices:
                raise ConfigError(f"qa: {name} is {getattr(self, name)!r}; give {', '.join(choices)}")

    def severity(self, rule: str) -> Severity:
        """Return the severity set for a rule, its default otherwise."""
        return Severity(self.severities.get(rule, BY_ID[rule].severity))
