"""Where Korean makes boundaries honest to disagree about: particles (조사) stuck to a noun."""

from curriculum_app.grading.text import Span

# Case and topic particles, copulas left out. Closed list: Standard Korean Language Dictionary's 조사 of everyday use.
PARTICLES = frozenset(
    "은 는 이 가 을 를 의 에 에서 에게 께 께서 한테 로 으로 로서 으로서 로써 으로써 와 과 랑 이랑 하고 도 만 까지 부터 마저 조차 "
    "보다 처럼 같이 마다 밖에 이나 나 이란 란 에는 에도 에서는 에서도 로는 으로는 와는 과는 까지는 부터는".split()
)


def differ_by_particle(a: Span, b: Span, text: str) -> bool:
    """Whether two spans start together and one has just a particle more at its end, inside one word."""
    short, long = sorted((a, b), key=lambda span: span.end)
    if a.start != b.start or short.end == long.end or short.length == 0:
        return False
    before, extra = text[short.end - 1], text[short.end : long.end]
    return not before.isspace() and extra in PARTICLES
