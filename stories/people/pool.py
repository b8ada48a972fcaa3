"""The stand-ins, in the order in which they are given out. Invented, of several backgrounds, none tied to a sex.

They are read out of this list and never worked out of a real name. Places and wards are such as no gazetteer knows:
a made-up name that exists would point at strangers.
"""

from collections.abc import Mapping, Sequence

from stories.enums import RedactionKind

GIVEN = (
    "Robin Ashdale|Sasha Merrow|Kai Oyelade|Morgan Tillery|Noor Ebrahimi|Jamie Halloway|Remy Castellan|Ari Lindqvist|"
    "Quinn Fairbrook|Chidi Amaechi|Toby Wrenfield|Rowan Pettifer|Sami Haddadi|Frankie Nolan|Dara Osei|Casey Thornbury|"
    "Jun Takeda|Leslie Marchbank|Amari Boateng|Phoenix Ridley|Shay Kilbride|Nikita Sorokin|Devon Applegarth|"
    "Zuri Mwangi|Billie Crosswell|Ravi Sandhu|Marlowe Finch|Yael Brandt|Ellis Underhill|Imani Folarin|Alexis Duquesne|"
    "Tam Nguyen|Charlie Stanmore|Kerry Lathbury|Lior Aviram|Drew Hollins|Mica Santoro|Ola Bankole|Reese Cartledge|"
    "Perry Whitcombe"
)
WELSH = (
    "Eirian Tegfan|Gwyn Rhostyllan|Emrys Cadnant|Aled Penllwyn|Sasha Merrow|Noor Ebrahimi|Hefin Brynglas|Kai Oyelade|"
    "Tegid Maesteilo|Rhian Llwynog|Sami Haddadi|Idris Coedmor|Dara Osei|Cerith Pantglas|Jun Takeda|Alun Gwernant|"
    "Amari Boateng|Mabli Trefenni|Ravi Sandhu|Deiniol Hafren|Zuri Mwangi|Ifor Cwmdulas|Tam Nguyen|Bryn Llethrog"
)
PLACES = (
    "Larchbury|Fennimoor|Oakhallow|Tansybridge|Mossingford|Quarrendale|Bellwick End|Hazelmarsh|Ottersby|Copperdown|"
    "Whinmouth|Applestow|Rushingham|Tarnley Cross|Snowberry Hill"
)
WELSH_PLACES = "Llanfedwig|Pontllarwydd|Abercelynnog|Trefonnen|Cwmbarcud|Rhydllyngwyn|Penygwiail|Llanysguthan"
WARDS = "Lantern Ward|Thimble Ward|Kettle Ward|Button Ward|Compass Ward|Ribbon Ward|Pebble Ward|Ladder Ward"
WELSH_WARDS = "Ward Llusern|Ward Gwniadur|Ward Tegell|Ward Botwm|Ward Cwmpawd|Ward Rhuban"


def _listed(names: str) -> tuple[str, ...]:
    return tuple(names.split("|"))


POOL: Mapping[str, Mapping[RedactionKind, Sequence[str]]] = {
    "en": {
        RedactionKind.PERSON: _listed(GIVEN),
        RedactionKind.PLACE: _listed(PLACES),
        RedactionKind.WARD: _listed(WARDS),
    },
    "cy": {
        RedactionKind.PERSON: _listed(WELSH),
        RedactionKind.PLACE: _listed(WELSH_PLACES),
        RedactionKind.WARD: _listed(WELSH_WARDS),
    },
}
NUMBERED: Mapping[str, Mapping[RedactionKind, str]] = {
    "en": {
        RedactionKind.PERSON: "Person %d",
        RedactionKind.PLACE: "Place %d",
        RedactionKind.WARD: "Ward %d",
    },
    "cy": {
        RedactionKind.PERSON: "Person %d",
        RedactionKind.PLACE: "Lle %d",
        RedactionKind.WARD: "Ward %d",
    },
}
KINDS = frozenset(POOL["en"])  # of these the register keeps who is who
