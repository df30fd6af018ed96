"""What the lab says: both languages say the same things, completely and in their own manner."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter
from types import SimpleNamespace

import pytest
from babel.messages.pofile import read_po

from view import language, prose

ROOT = Path(__file__).parents[1]
SLUGS = prose.slugs()
PAIRS = [(message, lang) for lang in language.LANGUAGES for message in language.CATALOGUES["en"]]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# what may stand in Chinese prose with its own punctuation: code, formulas, links, places
FOREIGN = re.compile(
    r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$]*\$|\]\([^)]*\)|\[\[\w+\]\]|\{\w+\}", re.DOTALL
)
HALF_WIDTH = re.compile(
    r"[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]|[\u4e00-\u9fff]\.(\s|$)"
)
# the names of places and code: no words
NAMED = re.compile(r"\[\[\w+\]\]|\{\w+\}|`[^`]*`")
# one word in both languages, wherever either says it
SAME = ("DDPM", "DDIM", "BERT", "Transformer", "softmax", "LayerNorm", "Post-Norm", "CPU")
# English -> the one Chinese word for it, in catalogues and prose alike
GLOSSARY = {
    "covariance": "协方差",
    "density": "密度",
    "device": "设备",
    "denoiser": "去噪器",
    "distribution": "分布",
    "formula": "公式",
    "gradient": "梯度",
    "greedy": "贪心",
    "half-trained": "半途",
    "histogram": "直方图",
    "likelihood": "似然",
    "median": "中位数",
    "network": "网络",
    "noise schedule": "噪声进度",
    "posterior": "后验",
    "seed": "种子",
    "signal-to-noise ratio": "信噪比",
    "SNR": "信噪比",
    "standard deviation": "标准差",
    "variance": "方差",
    "worker": "计算进程",
}
# words for which the lab has another: a second name, a second measure word
ELSE = {
    "房子": "楼",
    "座楼": "栋楼",
    "降噪": "去噪",
    "噪音": "噪声",
    "调度": "噪声进度",
    "随机种子": "种子",
    "标准偏差": "标准差",
    "概率密度函数": "密度",
    "柱状图": "直方图",
}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def catalogues(lang: str) -> list[Path]:
    return sorted((language.LOCALE / lang / "LC_MESSAGES").glob("*.po"))


def texts(lang: str) -> list[str]:
    """Everything written in `lang`: the catalogue and the pages' prose."""
    files = [(prose.PAGES / slug / f"text.{lang}.md").read_text(encoding="utf-8") for slug in SLUGS]
    return [*language.CATALOGUES[lang].values(), *files]


def pairs() -> list[tuple[str, str, str]]:
    """(place, English, Chinese) of everything written: messages, titles, sections of prose."""
    zh, en = language.CATALOGUES["zh"], language.CATALOGUES["en"]
    found = [(message, en[message], zh[message]) for message in en]
    for slug in SLUGS:
        theirs, ours = prose.read(slug, "en"), prose.read(slug, "zh")
        found.append((f"{slug} title", theirs.title, ours.title))
        found += [(f"{slug} {k}", theirs.sections[k], ours.sections[k]) for k in theirs.sections]
    return found


def calls() -> list[tuple[str, str]]:
    """(file, id) of every t("…") and template("…") in pages/ and view/, and in app.py."""
    found = []
    files = [ROOT / "app.py", *ROOT.glob("pages/**/*.py"), *ROOT.glob("view/**/*.py")]
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("t", "template")
                and isinstance(node.args[0], ast.Constant)
            ):
                found.append((path.relative_to(ROOT).as_posix(), node.args[0].value))
    return found


@pytest.fixture
def speaking(monkeypatch: pytest.MonkeyPatch):
    """A session in a language: `speaking("zh")`."""

    def start(lang: str, accept: str | None = None, locale: str | None = None) -> None:
        headers = {"Accept-Language": accept} if accept else {}
        context = SimpleNamespace(headers=headers, locale=locale)
        state = {language.SLOT: lang} if lang else {}
        fake = SimpleNamespace(session_state=state, context=context)
        monkeypatch.setattr(language, "st", fake)

    return start


def test_the_catalogues_have_the_same_messages():
    zh, en = language.CATALOGUES["zh"], language.CATALOGUES["en"]
    assert set(zh) == set(en)


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_no_message_is_written_twice(lang: str):
    said = "\n".join(path.read_text(encoding="utf-8") for path in catalogues(lang))
    ids = re.findall(r'^msgid "(.+)"$', said, re.MULTILINE)
    assert sorted(ids) == sorted(set(ids))
    assert set(ids) == set(language.CATALOGUES[lang])


@pytest.mark.parametrize(("message", "lang"), PAIRS)
def test_every_message_is_translated_and_has_the_same_places(message: str, lang: str):
    said = language.CATALOGUES[lang][message]
    assert said.strip() == said != ""
    assert places(said) == places(language.CATALOGUES["en"][message])
    if "{" in message:
        assert places(message) == places(said)


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_a_catalogue_says_which_language_it_is_in(lang: str):
    for path in catalogues(lang):
        with path.open("rb") as file:
            assert str(read_po(file).locale) == lang, path


@pytest.mark.parametrize(("file", "message"), calls())
def test_every_message_that_the_code_asks_for_is_written(file: str, message: str):
    assert message in language.CATALOGUES["en"]


def rules() -> list[tuple[str, str]]:
    """(file, id) of every rule that a topic of the engine holds a value to, as its code has it."""
    found, place = set(), {"check": 2, "InvalidParameter": 1}
    for path in ROOT.glob("engine/*/*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        named = {
            target.id: node.value
            for node in nodes
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in nodes:
            which = place.get(getattr(getattr(node, "func", None), "id", ""), -1)
            if which < 0 or len(node.args) <= which:
                continue
            rule = node.args[which]
            rule = named.get(rule.id) if isinstance(rule, ast.Name) else rule
            if isinstance(rule, ast.Constant) and isinstance(rule.value, str):
                found.add((path.relative_to(ROOT).as_posix(), rule.value))
    return sorted(found)


@pytest.mark.parametrize(("file", "rule"), rules())
def test_every_rule_that_a_value_can_break_is_written(file: str, rule: str):
    assert rule in language.CATALOGUES["en"]


def test_english_has_no_chinese_but_the_labs_own_name():
    for text in texts("en"):
        assert not CHINESE.search(text), text


def test_chinese_has_full_width_punctuation():
    for text in texts("zh"):
        body = text.split("\n---\n", 1)[-1]
        wrong = HALF_WIDTH.search(FOREIGN.sub("", body))
        assert not wrong, body[max(0, wrong.start() - 20) : wrong.end() + 20]


@pytest.mark.parametrize("name", SAME)
def test_a_name_that_has_no_translation_stands_in_both_languages(name: str):
    zh, en = language.CATALOGUES["zh"], language.CATALOGUES["en"]
    assert [m for m in en if name in en[m]] == [m for m in en if name in zh[m]]


@pytest.mark.parametrize(("english", "chinese"), GLOSSARY.items())
def test_a_term_has_one_chinese_word(english: str, chinese: str):
    said = [
        (place, ours)
        for place, theirs, ours in pairs()
        if re.search(rf"\b{english}s?\b", NAMED.sub("", theirs), re.IGNORECASE)
    ]
    assert [place for place, ours in said if chinese not in ours] == []


@pytest.mark.parametrize("word", ELSE)
def test_a_thing_has_no_second_chinese_name(word: str):
    assert [text[:80] for text in texts("zh") if word in text] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_says_the_same_in_both_languages(slug: str):
    zh, en = prose.read(slug, "zh"), prose.read(slug, "en")
    assert (zh.section, zh.order) == (en.section, en.order)
    assert list(zh.sections) == list(en.sections)
    for name in zh.sections:
        assert set(prose.NUMBER.findall(zh.sections[name])) == set(
            prose.NUMBER.findall(en.sections[name])
        )


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_has_a_claim_of_one_line_and_a_known_place(slug: str):
    for lang in language.LANGUAGES:
        text = prose.read(slug, lang)
        assert "\n" not in text.sections["claim"]
        assert slug == prose.HOME or language.known(f"section.{text.section}")
        assert all(language.known(f"prose.{name}") for name in text.titled)


def test_a_live_number_without_a_value_is_an_error():
    assert prose.fill("[[a]] of [[b]]", {"a": 3, "b": "four"}) == "3 of four"
    with pytest.raises(language.MissingMessage, match="b"):
        prose.fill("[[a]] of [[b]]", {"a": 3})


def test_a_message_is_said_in_the_sessions_language(speaking):
    speaking("zh")
    assert language.t("frame.lang") == "语言"
    speaking("en")
    assert language.t("must be one of {choices}", choices="a, b") == "must be one of a, b"
    assert language.template("must be one of {choices}") == "must be one of {choices}"


def test_an_unwritten_message_is_an_error_here_and_its_id_for_a_reader(speaking, monkeypatch):
    speaking("en")
    with pytest.raises(language.MissingMessage):
        language.t("nobody.wrote.this")
    monkeypatch.setattr(language, "sys", SimpleNamespace(modules={}))
    assert language.t("nobody {wrote} this") == "nobody {wrote} this"


@pytest.mark.parametrize(
    ("accept", "locale", "first"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", None, "zh"),
        ("en-US,en;q=0.9", "zh-CN", "en"),
        ("fr-FR,fr;q=0.9,zh-TW;q=0.8,en;q=0.7", None, "zh"),
        ("en;q=0.3,zh;q=0.5", None, "zh"),
        ("de", None, "en"),
        ("zh;q=0", None, "en"),
        (";;q=x,", None, "en"),
        (None, "zh-HK", "zh"),
        (None, None, "en"),
    ],
)
def test_the_first_language_is_what_the_browser_asks_for(speaking, accept, locale, first):
    speaking("", accept, locale)
    assert language.language() == first


@pytest.mark.parametrize(
    ("x", "digits", "said"),
    [
        (-2.954, 2, "−2.95"),
        (12345.0, 0, "12,345"),
        (float("nan"), 1, "—"),
        (float("-inf"), 1, "−∞"),
    ],
)
def test_a_number_has_a_true_minus_sign_and_groups_of_three(x, digits, said):
    assert language.number(x, digits) == said


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_a_percent_sign_stands_close_to_its_number(lang: str):
    assert [text[:80] for text in texts(lang) if re.search(r"[\d}\]] %", text)] == []
