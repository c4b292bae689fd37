"""mambalib.npc.guard: every right answer may be said, and nothing that the facts do not bear out.

The oracle for what is right are the generated conversations, whose answers follow from the facts by `mind`.
"""

from functools import reduce

import numpy as np
import pytest

from mambalib.npc import NPC
from mambalib.npc.account import NOTHING_YET
from mambalib.npc.dialogue import SPLITS, dialogue
from mambalib.npc.facts import Character, Person, Place, Quest, Rumour, Ware
from mambalib.npc.guard import Guard
from mambalib.npc.line import Line
from mambalib.npc.voice import Voice

MABEL = Character(
    name="Mabel",
    trade="baker",
    temper="gruff",
    village="Thornwick",
    place="red mill",
    likes="thunder",
    wares=(Ware("rye loaf", 4, 3), Ware("plum tart", 7, 0), Ware("seed bun", 12, 1)),
    places=(Place("red mill", "north-east", "past the stream"), Place("old abbey", "south", "behind the hedge")),
    people=(Person("Odwin", "brother", "miller", "red mill"), Person("Hilda", "rival", "weaver", "old abbey")),
    rumours=(Rumour("pale stag", "old abbey", "Odwin"),),
    quest=Quest("lost key", "old abbey", "20 coppers"),
)
SAID = ("Hi, I'm Rosa.", "i heard that the red mill is south and the rye loaf 99 coppers.")


def guard(*lines, answers=()):
    """Mabel's, when these lines were said, the last one now, and these were her answers to the first of them."""
    return Guard(MABEL, lines, account(MABEL, answers))


def account(who, answers):
    """What has happened when all of this was said."""
    return reduce(lambda before, answer: before.after(who, answer), answers, NOTHING_YET)


@pytest.mark.parametrize("split", SPLITS)
def test_right_answers_may_be_said_letter_by_letter(split):
    for number in range(30):
        talk, lines, happened = dialogue(41, number, split), [], NOTHING_YET
        for turn in talk.turns:
            lines.append(turn.player)
            now, said = Guard(talk.character, lines, happened), turn.character
            refused = [said[:end] for end in range(1, len(said) + 1) if not now.permits(said[:end])]
            assert not refused and now.permits(said, ended=True), (turn.player, said, refused[:1])
            happened = happened.after(talk.character, said)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Hi, I'm Rosa.", "Well met, Rosa."),
        ("how many rye loaves are there?", "The rye loaf? 4 coppers each, 3 left."),
        ("And a silver spoon?", "A silver spoon? I do not have that."),
        ("is the red mill south?", "The red mill lies north-east, past the stream, so no."),
        ("Who is the miller?", "Our miller is Odwin, my brother."),
        ("Who is your sister?", "I have no sister."),
        ("who is the cobbler?", "I know no cobbler here."),
        ("Tell me of your family.", "There is my brother Odwin."),
        ("My name is Will, what is my name?", "Pleased to meet you, Will. You are Will."),
        ("Got any work?", "Bring me the lost key from the old abbey, and I will give you 20 coppers."),
        ("Can I have the loaf for 3 coppers?", "The rye loaf is 4 coppers, so no, that is not enough."),
        ("I seek a lost horse.", "A lost horse? May your search end well."),
        ("Have you seen the grey wolf?", "So you seek the grey wolf. I wish you luck."),
        ("I'm Rosa and I come from Weyford.", "Well met, Rosa. From Weyford? Then you have come a long way."),
        (
            "Hello there, I am Hunter. How are you?",
            "Hm, a new face. I am Mabel, the baker. Speak up, then. Well met, Hunter.",
        ),
        (
            "Which is cheaper, the loaf or the seed bun?",
            "The rye loaf costs 4 coppers. The seed bun costs 12 coppers. The rye loaf costs less.",
        ),
        ("where's the key?", "Look for it at the old abbey."),
        ("I'm Jorund, i come from Highfell", "Well met, Jorund. From Highfell? Then you have come a long way."),
        ("who works as the shepherd here?", "I know no shepherd here."),
        ("I have 14 coppers, can I afford a seed bun?", "The seed bun is 12 coppers, so yes, that is enough."),
        ("I am looking for the saddler.", "I know no saddler here."),
        ("I need a good blacksmith, or a smith", "I know no smith here."),
        ("how about that niece of yours?", "I have no niece."),
        ("I'm a smith. What do you sell?", "I sell a rye loaf, a plum tart and a seed bun."),
        ("Are you a smith?", "I am Mabel, the baker of Thornwick."),
        ("And what is your name, friend?", "I am Mabel, the baker of Thornwick."),
        ("Do you still have a loaf? I'll take it.", "The rye loaf, 4 coppers, is yours. Use it well."),
        ("is there any loaf for 5 coppers?", "The rye loaf is 4 coppers, so yes, that is enough."),
        ("what can I do for you?", "Bring me the lost key from the old abbey, and I will give you 20 coppers."),
        ("Where can I find the miller?", "You find Odwin at the red mill."),
        ("I'm the miller here. Where's Hilda?", "You find Hilda at the old abbey."),
        ("Have you a cousin or an uncle?", "There is my brother Odwin."),
        ("I will not fail you.", "You have my thanks! Bring the lost key from the old abbey."),
        ("That is fair. I'll take the loaf.", "The rye loaf, 4 coppers, is yours. Use it well."),
        ("How much do you want for the loaf?", "The rye loaf is 4 coppers."),
        ("I'd like to help you.", "You have my thanks! Bring the lost key from the old abbey."),
        ("any loaves left?", "The rye loaf? 4 coppers each, 3 left."),
        ("do you sell swords?", "I sell no swords."),
        ("do you sell swords?", "Swords? I do not have that."),
        ("do you have a sword?", "A sword? I do not have that."),
        ("whats the smiths name", "I know no smith here."),
        ("I bring news for Limpey, where do I take it?", "That name means nothing to me."),
        ("You're talking to Rosa, nice to meet you.", "Well met, Rosa."),
        ("The name's Torina. Who is who in this village?", "Well met, Torina."),
        (
            "I can't afford the loaf. Could you come down a little?",
            "The rye loaf is 4 coppers, I cannot let it go for less.",
        ),
    ],
)
def test_what_has_a_ground_may_be_said(line, said):
    assert guard(line).permits(said, ended=True)


@pytest.mark.parametrize(
    ("line", "begun"),
    [
        ("How much is the rye loaf?", "The rye lode"),  # misspelt
        ("How much is the rye loaf?", "The rye tart"),  # of two names
        ("How much is the rye loaf?", "The rye loaf is 7"),  # the price of another
        ("How much is the rye loaf?", "The seed bun"),  # not asked for
        ("How much is the rye loaf?", "You find Hilda"),
        ("How much is the rye loaf?", "I sell no rye"),
        ("How much is the rye loaf?", "I do not know what you mean"),
        ("And the rye loaf?", "The dearest is"),
        ("And the rye loaf?", "The cheapest is"),
        ("And the rye loaf?", "Between you and me"),
        ("And the old abbey?", "There is my brother"),
        ("And the rye loaf?", "Bring me the lost key"),
        ("What lies south?", "I know Odwin"),
        ("Where's the abbey?", "The abbey? May"),  # nobody looks for what is known
        ("I need the abbey.", "The abbey? May"),
        ("Is the loaf good?", "The loaf g"),
        ("Where is a dragon?", "A dragon? May"),  # a question, and nothing of the player's
        ("Is Odwin your sister?", "A sister, are you"),
        ("I am your sister.", "A sister, are you"),
        ("Do I know you?", "Do, a"),  # no name
        ("Where is the key?", "I do not know the way"),
        ("Is there a healer here?", "The healer? I have"),  # no place
        ("What about lanterns?", "I never met anyone"),  # no person
        ("who works as the shepherd here?", "Of all I have"),  # nobody who asks for people means a ware
        ("who works as the shepherd here?", "The rye loaf"),
        ("how about that sister of yours?", "You find me at"),
        ("I want to know who Sabmund is.", "Sabmund, a"),
        ("I want to know who Sabmund is.", "Sabmund is your home"),
        ("what is the key for?", "The rye loaf is"),
        ("I'm Jorund, i come from Highfell", "Well met, H"),
        ("I'm Jorund, i come from Highfell", "From J"),
        ("Where's the castle?", "The red mill? Go"),
        ("Is the rye loaf 99 coppers?", "The rye loaf is 99"),  # the player's
        ("Is the rye loaf 99 coppers?", "The rye loaf is 4 coppers, yes"),  # it is not
        ("Is the rye loaf 4 coppers?", "The rye loaf is 4 coppers, so no"),  # it is
        ("How many?", "The rye loaf? 4 coppers each, 5"),  # more than there are
        ("How many?", "The rye loaf? 4 coppers each, 2"),  # fewer
        ("How many?", "The seed bun? 12 coppers each, 3"),  # those of the loaf
        ("How many?", "The plum tart? 7 coppers each"),  # there are none left
        ("A plum tart, please.", "The plum tart, 7 coppers, is y"),
        ("One, please.", "The rye loaf, 4 coppers, is g"),  # there are some left
        ("What is cheapest?", "The cheapest is the s"),
        ("Is the red mill south?", "The red mill lies south"),  # where the abbey is
        ("Is the red mill south?", "The red mill lies north,"),  # half a direction
        ("Is the red mill south?", "The red mill lies north-east, past the stream, y"),
        ("Where is the blue mill?", "The blue mill lies"),  # there is none
        ("Where is the blue mill?", "The red mill lies"),  # not that one
        ("What lies south?", "In the south lies the red"),
        ("Who is the miller?", "Our miller is H"),
        ("Who is the miller?", "Our weaver is"),
        ("Who is the cobbler?", "Our"),
        ("Who is your rival?", "My rival is Odwin"),
        ("Who is your rival?", "I have no rival"),
        ("Who is Odwin?", "I never met anyone"),
        ("Who is Odwin?", "Odwin, my rival"),
        ("Where is Hilda?", "You find Hilda at the red"),
        ("Where can I find the miller?", "You find Hilda"),
        ("Where can I find your brother?", "You find Hilda"),
        ("Hi, I'm Rosa.", "Well met, Ros."),
        ("Hi, I'm Rosa.", "Well met, RoSa"),
        ("What do you sell?", "I sell dragons"),
        ("Who are you?", "I am Mabel ,,"),
        ("Any news?", "I have heard nothing new"),  # she has
        ("What did I promise?", "You promised to"),
        ("What did I buy?", "From me you have"),
        ("I am looking for the saddler.", "The saddler? May"),  # one who is not there is no errand
        ("I am looking for the saddler.", "The rye loaf"),
        ("Can you tell me the name of the chandler?", "They call this"),
        ("How about that niece of yours?", "My family"),
        ("Is your uncle around?", "Yes, the rye"),
        ("Do you still have the loaf?", "The rye loaf is 4"),  # not its price
        ("Do you still have the loaf?", "The rye loaf, 4 coppers, is y"),  # nor a sale
        ("What does the loaf cost?", "The rye loaf? 4 coppers each"),
        ("Is the red mill south?", "The red mill? Go"),  # neither yes nor no
        ("Which village is this? What village am I in?", "I do not know the way"),
        ("What can I do for you?", "I sell"),
        ("I'm told it is far, I'll go.", "The ll? I have"),
        ("I am your new neighbour", "A have"),
        ("do you have work for me?", "There is my br"),
        ("do you sell swords?", "A sword"),
        ("what is the bakers name?", "I know no b"),
        ("What news do you bring?", "I have never heard of such"),
        ("do you have a sword?", "Sw"),
        ("any loaves left?", "I sell no"),
    ],
)
def test_what_has_none_may_not(line, begun):
    assert not guard(line).permits(begun)


def test_a_game_keeps_account_of_what_was_sold_told_and_promised():
    yours, seen = "The rye loaf, 4 coppers, is yours. Use it well.", "They say a pale stag was seen at the old abbey."
    now = guard("One rye loaf.", "Pardon?", "How many are left?", answers=(yours, f"I said: {yours}"))
    assert [n for n in range(6) if now.permits(f"The rye loaf? 4 coppers each, {n} left.", True)] == [2]
    assert now.permits("You bought the rye loaf from me.", True) and not now.permits("Not a thing so far")
    told = guard("Any news?", "Any more?", "Is it so?", answers=("They say a pale stag was seen at the old abbey.", ""))
    assert told.permits("I have heard nothing new.", True) and told.permits("I have it from Odwin.", True)
    assert not told.permits("They say a pale stag")
    assert told.permits(f"I said: {seen}", True)
    promised = guard("I will do it.", "What was it?", answers=("Good. The lost key is at the old abbey, be careful.",))
    assert promised.permits("You promised to bring me the lost key from the old abbey.", True)
    assert not promised.permits("You have promised me nothing")


def test_what_the_player_has_told_is_kept_account_of():
    lines = ("I'm Rosa, not Hilda.", "I am a bard", "who am i, what do i do, where am i from?")
    now = guard(*lines, answers=("Well met, Rosa.", "A bard, are you? A fine line of work."))
    assert now.permits("You are Rosa.", True) and now.permits("You are a bard, you said.", True)
    for begun in ("You are H", "You have not told me your n", "You are a r", "You have not told me what you d"):
        assert not now.permits(begun), begun
    assert now.permits("You have not told me where you come from.", True)


def test_it_is_what_was_named_before():
    where = ("The red mill? Go north-east, past the stream.",)
    for answers, line, right, wrong in (
        (("The rye loaf is 4 coppers.",), "how many do you have?", "The rye loaf? 4 coppers each, 3", "The seed bun?"),
        (("The rye loaf is 4 coppers.",), "how many of thsoe?", "The seed bun? 12 coppers, 1", "I sell no r"),
        (("Odwin is my brother, the miller.",), "and where is he?", "You find Odwin", "You find Hilda"),
        (("Odwin is my brother, the miller.",), "and where is he?", "Odwin is at", "I know nobody"),
        (where, "how do I get there?", "The red mill? Go", "The old abbey? Go"),
    ):
        now = Guard(MABEL, ["?", line], NOTHING_YET, answers)
        assert now.permits(right) and not now.permits(wrong), (line, right, wrong)


def test_who_names_a_thing_does_not_mean_one_of_before():
    lines, said = ["Do you sell lanterns?", "How do I get to the old castle?"], ("I sell no lanterns.",)
    assert Guard(MABEL, lines, NOTHING_YET, said).permits("I do not know the way to the old castle.", True)
    assert not Guard(MABEL, lines, NOTHING_YET, said).permits("I do not know the way to the l")
    assert Guard(MABEL, [lines[0], "Why not?"], NOTHING_YET, said).permits("I sell no lanterns.", True)


def test_means_are_no_claim():
    assert guard("is the seed bun 14 coppers?").permits("The seed bun is 12 coppers, so no.", True)
    assert not guard("I have 14 coppers, can I afford a seed bun?").permits("The seed bun is 12 coppers, so n")


SALE = "The rye loaf, 4 coppers, is yours. Use it well."
PROMISE = "You have my thanks! Bring the lost key from the old abbey."


@pytest.mark.parametrize(
    "line",
    [
        "One rye loaf, please.",
        "I'll take it.",
        "I buy the loaf for 4 coppers",
        "deal",
        "All right, I'm buying the rye loaf.",
        "Sell me that again, one is not enough.",
        "Would you sell me a rye loaf?",
        "I'll have the rye loaf, if I may.",
        "May I have the loaf?",
    ],
)
def test_a_sale_is_what_the_player_wants(line):
    assert guard(line).permits(SALE, True)


@pytest.mark.parametrize(
    "line",
    [
        "I don't want a rye loaf.",
        "dont give me the loaf",
        "I steal the rye loaf",
        "take the loaf back",
        "20 rye loaves and a rye loaf",
        "two of the rye loaf, please",
        "all of the rye loaves, please",
        "the rye loaf for 3",
        "I want to buy a house.",
        "what does he sell?",
        "So you sold me the rye loaf?",
        "Did I buy a loaf?",
        "I already bought a rye loaf.",
        "I have a rye loaf.",
        "Should I buy a rye loaf?",
        "Give me a rye loaf for free.",
        "If I had money I would buy a rye loaf.",
        "I'll buy a rye loaf tomorrow.",
        "a couple of rye loaves please",
        "a rye loaf and a seed bun, please",
    ],
)
def test_nothing_else_is_one(line):
    assert not guard(line).permits("The rye loaf, 4 coppers, i") and not guard(line).permits(
        "The rye loaf? 4 coppers, t"
    )


@pytest.mark.parametrize(("purse", "sells"), [(None, True), (4, True), (3, False), (0, False)])
def test_nobody_sells_what_cannot_be_paid(purse, sells):
    now = Guard(MABEL, ["One rye loaf, please."], purse=purse)
    assert now.permits(SALE, True) == sells and now.permits("The rye loaf is 4 coppers.", True)


def test_nor_is_a_promise():
    for line in ("I will do it.", "do not worry, I will find it", "yes", "say no more, I am on my way"):
        assert guard(line).permits(PROMISE, True), line
    for line in ("I will kill you!", "I changed my mind.", "That is the last time I help you", "I won't do it"):
        assert not guard(line).permits("You have my thanks! B"), line
    for line in ("Has Odwin seen a stag?", "who runs the mill?", "Screw you.", "Will you marry me?"):
        assert not guard(line).permits("You have my thanks! B"), line


def test_where_the_quest_is_over_who_asks_for_work_hears_so():
    for line in ("Do you have work for me?", "What can I do for you?", "Do you need help?", "Any quests?"):
        now = Guard(MABEL, [line], NOTHING_YET._replace(ended=True))
        assert now.permits("I need nothing, thank you. All is in order.", True), line
        assert not any(map(now.permits, ("Come in", "Hm, a", "You are looking for", "Can"))), line
    assert Guard(MABEL, ["Hello! Any quests?"]).permits("Hm, a new face. I am Mabel, the baker. Speak up, then.")


@pytest.mark.parametrize(
    ("line", "name", "others"),
    [
        ("I'm O'Brien.", "O'Brien", ["O.", "O'b"]),
        ("I am Jean-Luc.", "Jean-Luc", ["Jean-l", "Luc"]),
        ("My sister is called Nell, I'm Rosa.", "Rosa", ["Nell", "Sister"]),
        ("My friend's name is Bob. I am Rosa.", "Rosa", ["Bob", "Friend"]),
        ("I am Rosa, not Bob.", "Rosa", ["Bob"]),
        ("My mother calls me Rosa.", "Rosa", ["Mother"]),
        ("I am Rosa, I found a key.", "Rosa", ["Key"]),
    ],
)
def test_a_name_is_the_players_and_whole(line, name, others):
    now = guard(line)
    assert now.permits(f"Pleased to meet you, {name}.", True)
    assert not any(now.permits(f"Pleased to meet you, {other}") for other in others)


def test_there_is_always_a_way_to_go_on():
    """Letter by letter at random: no answer has to stop within a sentence."""
    rng = np.random.default_rng(0)
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,:;!?'-é"
    for line in ("I want to buy a house.", "😀", "asdf", "I'm Chloé.", "42", "the the the", "", *SAID):
        for _ in range(3):
            now, text = guard(line), ""
            while not now.permits(text, ended=True) or rng.random() < 0.7:
                ways_on = [letter for letter in letters if now.permits(text + letter)]
                assert ways_on or now.permits(text, ended=True), (line, text)
                if not ways_on:
                    break
                text += rng.choice(ways_on)


def test_what_was_asked_for_before_changes_nothing():
    begun = [
        text[:end] for text in ("The rye loaf is 4 coppers, so yes", "The red mill", "Well, x") for end in range(34)
    ]
    now, line = guard("Is the rye loaf 4 coppers?"), "Is the rye loaf 4 coppers?"
    order = np.random.default_rng(0).permutation(len(begun)).tolist()
    for text in (begun[place] + more for place in order for more in ("", "e", "q", " ")):
        assert now.permits(text) == guard(line).permits(text), text


def test_an_answer_ends_with_a_whole_sentence():
    now = guard("What do you sell?")
    said = "I sell a rye loaf, a plum tart and a seed bun."
    assert [end for end in range(len(said) + 1) if now.permits(said[:end], ended=True)] == [len(said)]
    assert not now.permits("Listen.", ended=True) and now.permits(f"Listen. {said}", ended=True)
    assert not now.permits(f"{said} {said}")


def test_names_with_letters_of_all_the_world():
    now = guard("I am Zoë.")
    assert now.permits("Well met, Zoë.", ended=True) and now.permits("Well met, Zo", begun="ë".encode()[:1])
    assert not now.permits("Well met, Zo", begun="ả".encode()[:1]) and not now.permits("Well met, Zo", begun=b"\xa0")
    for line in (*SAID, "I am Ros\ufffd."):
        assert not guard(line).permits("Well met, Ros\ufffd")
        assert not guard(line).permits("Well met, Ros", begun="ë".encode()[:1])


def test_a_guarded_voice_says_nothing_that_may_not_be_said():
    """With weights that know nothing, every answer of the shipped tokenizer is a sentence with a ground."""
    voice = Voice(Voice.shipped())
    rng = np.random.default_rng(0)
    voice.engine.step = lambda tokens, state: rng.standard_normal((1, voice.engine.config.vocab_size))
    npc, lines = NPC.load(MABEL, voice), []
    for line in (*SAID, "What do you sell?", "Is the seed bun south of a golden dragon?", ""):
        lines.append(line)
        now = Guard(MABEL, lines, npc.account)
        said = "".join(npc.say(line))
        assert now.permits(said, ended=True), said
    voice.guarded = False
    now = Guard(MABEL, [*lines, "And now?"], npc.account)
    assert not now.permits("".join(npc.say("And now?")))


def test_things_that_were_listed_again_and_again_are_meant_once():
    listed = ["The rye loaf?", *["What do you sell?", "A rye loaf for 4, and a seed bun for 12."] * 20]
    assert sorted(Line(MABEL, "and how many are left?", listed).all_wares) == ["rye loaf", "seed bun"]
    assert Line(MABEL, "and how many are left?", [*listed, "The seed bun?"]).all_wares == ["seed bun"]


def test_a_long_talk_about_other_things_changes_nothing_of_what_may_be_said():
    told, talk = "I am called Wilmot of Fernhollow.", [f"Is it {what}, you think?" for what in ("warm", "dear", "late")]
    now = guard(told, *(30 * talk), "what is my name?")
    for name, may in (("Wilmot", True), ("Warm", False), ("Late", False), ("Hilda", False), ("Wilm", False)):
        assert now.permits(f"You are {name}.", ended=True) == may


def test_of_a_name_that_is_said_twice_only_the_first_counts():
    assert guard("It's me, Rosa Rosa!", "what is my name?").permits("You are Rosa.", ended=True)
    assert not guard("I come from Rosa Rosa.").permits("Well met, Rosa")
    assert not guard("I am Rosa Rosa.").permits("From Rosa")


def test_a_guard_that_is_prepared_in_parts_is_one_that_is_asked_at_once():
    lines = ["Hi, I'm Rosa. I come from Weyford.", "how much is the rye loaf?", "and the bun? what is my name?"]
    at_once, in_parts, parts = guard(*lines), guard(*lines), 0
    while not in_parts.is_ready:
        in_parts.prepare()
        parts += 1
    assert parts > 2
    texts = ["You are Rosa.", "You are Weyford.", "The seed bun is 12 coppers.", "The seed bun is 4", "Thy", "I sell"]
    assert [in_parts.permits(text) for text in texts] == [at_once.permits(text) for text in texts]
    assert at_once.is_ready


def test_a_guard_that_is_interrupted_begins_anew(monkeypatch):
    lines = ["how much is the rye loaf?"]
    now = guard(*lines)
    now.prepare()
    with monkeypatch.context() as patched:
        patched.setattr("mambalib.npc.guard.said_before", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            now.permits("The rye loaf")
    lines.append("and the bun?")  # later than the guard
    assert now.permits("The rye loaf is 4 coppers.", ended=True) and not now.permits("The seed bun")
