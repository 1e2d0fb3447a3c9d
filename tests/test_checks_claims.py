"""Lies of all the passage's own words: who acts, which figure, which order, on what condition, and small big words."""

from __future__ import annotations

import pytest

from broadsheet.checks.actor import actor
from broadsheet.checks.attribution import attribution
from broadsheet.checks.claimed import claimed
from broadsheet.checks.conditions import conditions
from broadsheet.checks.coupled import coupled
from broadsheet.checks.crossed import crossed, half_crossed
from broadsheet.checks.direction import direction
from broadsheet.checks.modality import modality
from broadsheet.checks.numbers import check_numbers
from broadsheet.checks.placed import placed
from broadsheet.checks.polarity import polarity
from broadsheet.checks.sequence import sequence
from broadsheet.checks.wording import wording
from checks_cases import Check, alarms, case, missed, pairs

# source | what is true | what is not
ACTOR = """
Calder Motors said it sold 88,400 cars in May, while rival Yunchi sold 131,000. | Calder Motors said it sold 88,400 cars. | Yunchi said it sold 88,400 cars.
OpenHarbor, a non-profit backed by Delphi, published the weights of its Fjord model. | OpenHarbor published the weights of its Fjord model. | Delphi published the weights of its Fjord model.
Swedish authorities said a flaw in Kolibri's software had exposed the records. | Kolibri's software had exposed the records, authorities said. | Kolibri said its software had exposed the records.
The plant, half of it paid for by Norway, will be run by Ardent. | Norway paid for half of the plant. | Ardent will pay for half of the plant.
Stratoframe cut prices on Wednesday, a week after Amberline did. | Amberline cut prices a week before Stratoframe did. | Amberline cut prices on Wednesday, a week after Stratoframe did.
Kite bought Veldman after Veldman turned down Tarn Capital, which owns Kite's largest rival. | Tarn Capital owns Kite's largest rival. | Tarn Capital owns Veldman's largest rival.
Hana Sato came from Corvex, where Piet de Boer is now an adviser. | Piet de Boer is now an adviser at Corvex. | Hana Sato is now an adviser at Corvex.
Microsoft declined to comment on a report in the Ledger that it had made an offer. | The Ledger reported that Microsoft had made an offer. | -
Rocket maker Ardent works for the army, which has ordered six satellites. | Six satellites have been ordered by the army. | Ardent has ordered six satellites.
字節跳動正與三星電子洽談晶片；字節跳動對此否認。 | ByteDance denied that it was in talks with Samsung. | Samsung denied that it was in talks with ByteDance.
"""
CLAIMED = """
Two former executives told the inquiry of the errors. | Two former executives told the inquiry of the errors. | All of the former executives told the inquiry of the errors.
Calder delivered 88,400 cars in May, its second-best month. | May was its second-best month. | Calder delivered a record 88,400 cars in May.
It is the first small reactor in Europe to reach full power. | The reactor is Europe's first to reach full power. | It is the first small reactor in the world to reach full power.
Models trained partly on their output lost accuracy. | Models lost accuracy when trained partly on their output. | Models trained entirely on their output lost accuracy.
The battery keeps 90% of its charge at minus 20 degrees. | The battery holds 90% of its charge at minus 20 degrees. | The battery keeps 90% of its charge at any temperature.
Brook owns a stake in Palanta. The stake is the second-largest. | Brook has the second-largest stake in Palanta. | Brook has the largest stake in Palanta.
Sales climbed 41% to $212 million. | Sales rose 41% to $212 million. | Profit climbed 41% to $212 million.
Coriolis bought Palanta for $870 million in stock. | Coriolis paid $870 million in stock for Palanta. | Coriolis bought Palanta for $870 million in cash.
Perrin spent $2.6 billion. It has 90 people. | Perrin, which has 90 people, spent $2.6 billion. | Perrin raised $2.6 billion.
Sales fell because of the strike. | The strike made sales fall. | Sales fell despite the strike.
2月營收為182億元，月減9.4%。 | February revenue fell 9.4% to NT$18.2 billion. | February revenue of NT$18.2 billion was a record for the month.
旅客抱怨噪音，理由是隔音太差。 | Passengers complained because of the poor insulation. | All passengers complained of the noise.
"""
CONDITIONS = """
Nordwell would build a plant, provided that Brussels approves the subsidy. | Nordwell would build a plant if the subsidy is approved. | Nordwell builds a plant now that Brussels has approved the subsidy.
The mill switches to hydrogen by 2031 if Norlink finishes the line. | If Norlink finishes the line, the mill switches to hydrogen by 2031. | The mill switches to hydrogen by 2031.
If the trial cuts peak demand, Solent offers it to everyone; it begins in Kent. | The trial begins in Kent. | The trial cut peak demand in Kent.
人工智慧基本法草案最快下個月送立法院審議。 | The draft AI act may go to the legislature as early as next month. | The draft AI act has been sent to the legislature.
"""
PLACED = """
Brightloom laid off 1,200 of its 5,800 workers. | Brightloom laid off 1,200 workers. | Brightloom laid off 5,800 workers.
It exposed the records of 3.8 million patients, correcting a figure of 1.2 million. | It exposed the records of 3.8 million patients. | It exposed the records of 1.2 million patients.
Sales came to 88,400, down 6% from April, while a rival was up 12%. | Sales were down 6% from April. | Sales came to 88,400, up 12% from April.
Most claims fell, but the judge let one of them go forward. Most of them had been weak. | The judge let one of them go forward. | The judge let most of them go forward.
The reactor is late and $1.4 billion over budget. | The reactor went $1.4 billion over budget. | The reactor cost $1.4 billion.
"""
COUPLED = """
OpenHarbor published the weights but kept its training data private. | OpenHarbor kept its training data private but published the weights. | OpenHarbor published the training data but kept its weights private.
The battery keeps twice as much charge as today's cells. | The battery keeps twice the charge of today's cells. | Today's cells keep twice as much charge as the battery.
Volume production starts in August on the new line. | The new line starts volume production in August. | -
"""
SEQUENCE = """
After its rocket failed twice, Ardent put a satellite into orbit. | Ardent put a satellite into orbit after its rocket failed twice. | The rocket failed twice after Ardent put a satellite into orbit.
Before Meridian bought the maker, it had supplied cameras to Taiwan. | It supplied cameras to Taiwan before Meridian bought the maker. | It supplied cameras to Taiwan after Meridian bought the maker.
"""
TOLD = """
There was no sign, they added, that the data had been sold. | There is no sign that the data had been sold. | The data had been sold.
OpenHarbor published the weights but kept its training data private. | OpenHarbor published the weights but not its training data. | OpenHarbor published the weights and the training data.
They lay it to lost sentences rather than to the smaller size of the data. | They lay it to lost sentences, not the smaller size of the data. | -
據知情人士透露，字節跳動正與三星電子洽談；字節跳動對此否認，稱相關消息不實。 | ByteDance is in talks with Samsung, people familiar with the matter said; ByteDance denied it. | -
"""
TABLES: tuple[tuple[str, str, tuple[Check, ...]], ...] = (
    ("actor", ACTOR, (actor,)),
    ("claimed", CLAIMED, (claimed,)),
    ("conditions", CONDITIONS, (conditions,)),
    ("placed", PLACED, (placed,)),
    ("coupled", COUPLED, (coupled,)),
    ("sequence", SEQUENCE, (sequence,)),
    ("polarity", TOLD, (polarity,)),
)


@pytest.mark.parametrize(("table", "checks"), [table[1:] for table in TABLES], ids=[table[0] for table in TABLES])
def test_the_lie_is_stopped_and_the_truth_is_not(table: str, checks: tuple[Check, ...]) -> None:
    for rows in pairs(table).values():
        assert alarms(rows, checks) == []
        assert missed(rows, checks) == []


@pytest.mark.parametrize(
    ("check", "source", "true"),
    [
        (
            attribution,
            "The battery keeps its charge, said Professor Brandt, whose group has made only small samples.",
            "Professor Brandt's group has made only small samples.",
        ),
        (
            attribution,
            "Calder said it delivered 88,400 cars in May, still its second-best month.",
            "Calder delivered 88,400 cars in May.",
        ),
        (
            attribution,
            "Two executives told the inquiry that the board had been warned, a claim the bank denies.",
            "The bank denies that the board had been warned.",
        ),
        (check_numbers, "為歷年同期次高。", "It was the second highest of any year."),
        (
            check_numbers,
            "Downloads of the app passed 40 million.",
            "The app has been downloaded more than 40 million times.",
        ),
        (
            wording,
            '"Nobody who checks lists is affected," said Rupert Ainsley, the head of operations.',
            "Nobody who checks lists is affected, according to Rupert Ainsley, the head of operations.",
        ),
        (
            modality,
            "The bill would oblige makers of video to embed a watermark.",
            "Under the bill, makers of video would have to embed a watermark.",
        ),
        (
            modality,
            "Curators believe some of them might show the city before the fire.",
            "Some may show the city as it was before the fire, curators think.",
        ),
        (
            direction,
            "A Nevada judge fined the firm Tallow & Finch $12,000 for a brief.",
            "For a brief, the firm Tallow & Finch was fined $12,000 by a Nevada judge.",
        ),
        (
            half_crossed,
            "Calder Motors said it delivered 88,400 cars in May, while rival Yunchi delivered 131,000.",
            "Yunchi delivered 131,000 cars in May, against 88,400 at Calder Motors.",
        ),
    ],
)
def test_other_words_of_a_true_sentence_are_no_fault(check: Check, source: str, true: str) -> None:
    assert check(case(true, source)) is None


def test_figures_that_changed_names_are_still_crossed() -> None:
    source = "Calder Motors delivered 88,400 cars in May, while rival Yunchi delivered 131,000."
    lie = "Calder Motors delivered 131,000 cars in May, while rival Yunchi delivered 88,400."
    assert crossed(case(lie, source)) or half_crossed(case(lie, source))
