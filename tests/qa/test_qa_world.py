"""Names of the world in Chinese texts, against looking for each of them."""

from pathlib import Path

from tm.qa.world import sure_letters, world, world_in

CORPORA = Path(__file__).parents[2] / "corpora"


def test_names_found_are_those_of_looking_for_each() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((CORPORA / "drafts").glob("*.tsv"))]
    texts += [
        "他驻俄多年，也去过白俄罗斯和俄罗斯。",
        "三星电子与三星级酒店",
        "在邯郸市，邯郸村",
        "没有名字",
        "",
    ]
    for text in [line for whole in texts for line in whole.splitlines()]:
        assert world_in(text) == tuple(entry for entry in world() if entry.zh.search(text))


def test_every_name_of_the_table_has_letters_it_can_not_do_without() -> None:
    assert all(all(sure_letters(entry.zh.pattern)) for entry in world())
