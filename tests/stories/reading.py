"""What a second reader answers, for the domain and for its page."""

from stories.checklist import IN_WORDS, WANTED, Answer, Point, Replies, Reply

NOTE = "In the second paragraph: nurse Zephyrine, by her name."
ENOUGH = "A stay on a ward, as many have had."
ALL_WELL: Replies = {
    point: Reply(answer, ENOUGH if point in IN_WORDS else "") for point, answer in WANTED.items()
}


def doubting(*points: Point, note: str = NOTE, answer: Answer = Answer.UNSURE) -> Replies:
    """All well but POINTS."""
    return {**ALL_WELL, **{point: Reply(answer, note) for point in points}}


def as_form(replies: Replies, button: str = "accept") -> dict[str, str]:
    """As the page sends them."""
    sent = {button: "1"}
    for point, reply in replies.items():
        sent[f"answer_{point}"] = reply.answer.value if reply.answer else ""
        sent[f"note_{point}"] = reply.note
    return sent
