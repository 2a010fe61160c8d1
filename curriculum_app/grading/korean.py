"""Where Korean makes boundaries honest to disagree about: particles (조사), endings (어미) and the copula stuck to a word."""

from functools import lru_cache
from typing import NamedTuple

import regex


class Morpheme(NamedTuple):
    """A morpheme of a text, in code points, with its tag of the Sejong set; contracted ones share characters."""

    start: int
    end: int
    tag: str

    @property
    def is_suffix(self) -> bool:
        """A particle (J…), an ending (E…) or the copula 이다 (VCP): what may be marked along with a word or left off."""
        return self.tag[0] in "JE" or self.tag == "VCP"


# Closed list of everyday case and topic particles, after the Standard Korean Language Dictionary's 조사.
_SINGLE = (
    "은 는 이 가 을 를 의 도 만 랑 이랑 하고 마저 조차 같이 마다 밖에 이나 나 이란 란 로서 으로서 로써 으로써".split()
)
_JOINING = "에서 에게 에 께서 께 한테 으로 로 와 과 까지 부터 보다 처럼".split()
_PARTICLE = regex.compile(rf"(?<=\w)(?:({'|'.join(_JOINING)})(는|도|만|의)?|({'|'.join(_SINGLE)}))(?!\w)")


@lru_cache(256)
def particles(text: str) -> tuple[Morpheme, ...]:
    """The particles at the ends of words as a closed list knows them; it takes a last 이 of 고양이 for one, an analyser does not."""
    places = (match.span(group) for match in _PARTICLE.finditer(text) for group in (1, 2, 3) if match.start(group) >= 0)
    return tuple(Morpheme(start, end, "J") for start, end in places)
