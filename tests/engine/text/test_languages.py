"""What names of files mean."""

import pytest

from matinee.engine.text import language_of


@pytest.mark.parametrize(
    ("word", "tag"),
    [
        ("en", "en"), ("eng", "en"), ("English", "en"), ("pt-BR", "pt-BR"), ("pt_br", "pt-BR"),
        ("Español", "es"), ("chs", "zh"), ("zh-Hant", "zh-Hant"), ("cht", "zh"), ("ger", "de"),
        ("hin", "hin"), ("Hindi", "hi"), ("sdh", None), ("forced", None), ("film", None), ("cc", None), ("2", None),
        ("", None), ("default", None), ("zh-Hans-CN", "zh-Hans-CN"), ("1080p", None),
    ],
)  # fmt: skip
def test_a_word_is_a_language_or_is_not(word: str, tag: str | None) -> None:
    assert language_of(word) == tag
