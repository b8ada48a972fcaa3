"""The recipe as the reference file tells it."""

from campaigns.organising.recipe import read_recipe


def test_there_are_twelve_steps_in_order_each_seen_in_a_real_campaign():
    steps = read_recipe()
    assert [step.number for step in steps] == list(range(1, 13))
    assert (steps[0].name, steps[11].name) == ("Gather safely", "Look after each other")
    assert steps[5].says.startswith("Find one person with both influence and sympathy")
    assert steps[5].seen_in == ("Mental Health Action Group (Derbyshire)", "PROMISE, Cambridge")
    assert all(step.seen_in and len(step.name) < 60 for step in steps)
