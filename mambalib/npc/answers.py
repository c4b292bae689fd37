"""What characters say: for every kind of answer the ways to say it, some of them in one temper only (chapter 9).

What is said, the facts, follows from the question (`mind`); here stands how it is said. Every way to give an answer
holds the same slots, so all of them say the same.

    price        the {ware} is {price}.                     the {ware}? {price}, and worth it.
    price.gruff  the {ware}? {price}. take it or leave it.  only a gruff character says this one

First comes what was asked about, then the fact about it, then what follows from it: "the {ware} is {price}, so no". A
model writes word by word. It finds a fact behind a name that it has just written, and judges what stands there better
than what it would have to find, compare and keep in mind for its first word.

A line holds 5 to 25 words with its slots filled. Lines that say yes have no word of denial in them, and lines that say
no have one: so an answer can be read by a rule, too (`evaluate.denies`).
"""

from collections.abc import Mapping
from itertools import chain

from mambalib.npc.grammar import Dice, Sentence, capitals, fill, sentences

_TABLE = """
greet:
    [welcome|well met], traveller. I am {me}, {trade} of {village}.
    good day to you. {me} is my name, the {trade} of this village.
greet.warm:
    come in, come in! I am {me}, the {trade}. what can I do for you?
greet.gruff:
    hm, a new face. I am {me}, the {trade}. speak up, then.
greet.merry:
    hello, hello! {me} the {trade}, at your service and in fine spirits!
greet.solemn:
    peace to you, traveller. I am {me}, {trade} of {village}.
greet_again:
    [hello again|good day to you], {name}. what can I do for you?
    ah, {name}! always good to see a friend.

bye:
    farewell, traveller. may your road be dry.
    [safe travels|goodbye], and mind the puddles.
bye.warm:
    goodbye, dear. come back soon, and eat something.
bye.gruff:
    off with you, then. close the gate behind you.
bye.merry:
    cheerio! may your socks stay dry and your jokes land well.
bye.solemn:
    go in peace, and let the stars keep you.
bye_name:
    farewell, {name}. may your road be dry.
    goodbye, {name}. come back and see me.

thanks:
    you are welcome, traveller.
    it was my pleasure. that is what neighbours are for.
thanks.gruff:
    fine, fine. spare me the fuss.
thanks.merry:
    any time! kindness is free on weekdays.

how_are_you:
    well enough, thank you. the knees creak, but the heart is light.
    I am well, thank you. and all the better for company.
how_are_you.gruff:
    still standing. that must do at my age.
how_are_you.merry:
    splendid! I woke up, and it got better from there.
how_are_you.solemn:
    the day is long, and I am at peace with it.

weather:
    the sky does as it likes. I dress for all of it.
    my left knee says rain, and my left knee is seldom wrong.
weather.merry:
    fine weather for ducks, and I have always admired ducks.
weather.gruff:
    it is weather. we get some every day.

joke:
    why did the scarecrow win a prize? he was outstanding in his field.
    what do you call a sleeping bull? a bulldozer, my grandfather said.
    I asked the river for advice. it told me to go with the flow.
joke.gruff:
    a tax collector walks into a village. that is the whole joke. we laughed when he left.
joke.merry:
    what has four legs and cannot walk? two trousers! ha!
joke.solemn:
    a monk once told a joke here. we are still thinking about it.

compliment:
    that is kind of you. I shall live on it all week.
    you flatter me, traveller. please go on.
compliment.gruff:
    flattery, is it? well, I have heard worse.
compliment.merry:
    stop, stop! or rather go on, I was only being modest.

insult:
    I have been called worse, and by better-dressed people.
    such a sharp tongue. do mind you do not cut yourself.
insult.warm:
    somebody got up on the wrong side today. would a kind word help?
insult.gruff:
    say that again when you have grown a beard.
insult.merry:
    ha! my mother says the same, and she means it kindly.
insult.solemn:
    words are wind, traveller. mine are kinder, and they keep longer.

apology:
    all is forgiven. we all have our sour days.
    [it is forgotten already|forgiven and forgotten], traveller.
apology.gruff:
    hm. apology taken. let us speak of something else.

gibberish:
    I do not follow you. was that a sneeze, or a language?
    my ears are good, but that made no sense to me.
gibberish.gruff:
    speak clearly. I did not understand one word of that.

silence:
    you are a quiet one. take your time.
    silence is fine company, too. ask when you are ready.

agree:
    good. what else is on your mind?
    then we understand each other. anything more?
    so it is. ask away, if there is more.

who:
    I am {me}, the {trade} of {village}.
    {me} is my name. I am the {trade} here.
who.gruff:
    {me}, the {trade}. everyone knows that.
trade:
    I am the {trade} of {village}.
    my trade? I am the {trade} here, and proud of it.
    I work as the {trade} of this village, day in, day out.
village:
    this is {village}, the best village for miles.
    you are in {village}, traveller.
    they call this village {village}.
my_place:
    you find me at the {place}, most days.
    my days are spent at the {place}.
    I am always at the {place}. come by when you like.
likes:
    I am fond of {likes}.
    give me {likes}, and I am happy.
    {likes}, that is what I love best.

wares:
    I sell {list}.
    today I have {list}.
    have a look: {list}.
no_wares:
    I sell nothing, traveller. I only have my work and my talk.
    there is nothing for sale here. I am no merchant.
price:
    the {ware} is {price}.
    the {ware} costs {price}.
    the {ware}? {price}, and worth every bit.
    for the {ware} I ask {price}.
price.gruff:
    the {ware}? {price}. take it or leave it.
price.warm:
    for you, dear, the {ware} is {price}.
price_stays:
    the {ware} is {price}, and it stays {price}. I cannot go lower.
    the {ware} is {price}, I cannot let it go for less.
    I do not haggle. the {ware} is {price}.
price_yes:
    the {ware} is {price}, yes.
    the {ware} costs {price}, that is right.
price_no:
    the {ware} is {price}, so no.
    the {ware} costs {price}, that is not so.
    the {ware} is {price}. somebody told you wrong, it is not so.
price_always:
    my prices are not made by shouting. the {ware} is {price}.
    no words change that: the {ware} costs {price}.
stock:
    yes, the {ware}, {price}, {stock} left.
    the {ware}? {price} each, {stock} left.
    let me see: the {ware}, {price}, {stock} left.
stock_1:
    yes, the {ware}, {price}, 1 left.
    the {ware}? {price}, 1 left, the last.
sold_out:
    the {ware}, {price}, is sold out.
    the {ware}? {price}, but I have none left.
    the {ware}, {price}, is gone, not one is left.
no_such_ware:
    I sell no {ware}.
    {a_ware}? I do not have that.
    no {ware} here, I am afraid. I do not sell that.
cheapest:
    the cheapest is the {ware}, {price}.
    of all I have the cheapest is the {ware}, for only {price}.
dearest:
    the dearest is the {ware}, {price}.
    of all I have the dearest is the {ware}. it costs {price}.
cheaper:
    the {first} is {first_price}. the {second} is {second_price}. so the {ware} is cheaper.
    the {first} costs {first_price}. the {second} costs {second_price}. the {ware} costs less.
enough:
    the {ware} is {price}, so yes, that is enough.
    the {ware} costs {price}. that will do well.
too_little:
    the {ware} is {price}, so no, that is not enough.
    the {ware} costs {price}. I am sorry, that will not do.
bought:
    the {ware}, {price}: here you are.
    the {ware}? {price}, thank you. a fine choice.
    the {ware}, {price}, is yours. use it well.
bought_list:
    you bought the {list} from me.
    from me you have the {list}.
bought_nothing:
    you have bought nothing from me yet.
    not a thing so far, traveller.

place:
    the {place} lies {direction}, {way}.
    the {place}? go {direction}, {way}.
    you find the {place} in the {direction}, {way}.
place_yes:
    the {place} lies {direction}, {way}, yes.
    the {place} lies {direction}, {way}: that is right.
place_no:
    the {place} lies {direction}, {way}, so no.
    the {place} lies {direction}, {way}: that is not what you say.
no_such_place:
    I do not know the way to the {place}.
    the {place}? I have never been there, I cannot say.
    I cannot tell you where the {place} is.
places:
    there is {list}.
    well, there is {list}.
    around here you can see {list}.
no_places:
    I never leave the village. I know no place worth a walk.
direction:
    in the {direction} lies the {place}.
    to the {direction} lies the {place}.
no_direction:
    I know of nothing in the {direction}.
    {direction}? I never walked that way, I cannot say.

person:
    {person} is my {relation}, the {trade}.
    {person}? my {relation}, the {trade} here.
    {person}, my {relation}, is the {trade} here.
myself:
    that is me. I am {me}, the {trade}.
    you are talking to {me}, the {trade}, right now.
no_such_person:
    I know nobody of that name.
    that name means nothing to me.
    I never met anyone of that name.
person_place:
    you find {person} at the {place}.
    {person} is at the {place}, most days.
    look for {person} at the {place}.
trade_is:
    our {trade} is {person}, my {relation}.
    the {trade} is {person}, my {relation}.
no_such_trade:
    I know no {trade} here.
    {a_trade}? I cannot think of one.
family:
    there is {list}.
    my family? {list}.
no_family:
    I have no family here, only good neighbours.
    there is nobody, I am the last of us.
kin:
    yes, my {relation} is {person}, the {trade}.
    my {relation} is {person}, the {trade} here.
no_kin:
    I have no {relation}.
    {a_relation}? no, I never had one here.
people:
    I know {list}.
    there is {list}. ask me about any of them.
no_people:
    I know nobody here, I keep to myself.

rumour:
    they say {a_what} was seen at the {place}.
    word is that {a_what} walks by the {place} at night.
    between you and me: {a_what} was at the {place}.
no_rumour:
    I have heard nothing new.
    no more news from me, all is quiet.
source:
    I have it from {person}.
    {person} told me so, over supper.
    it was {person} who said it.

quest:
    bring me the {item} from the {place}, and I will give you {reward}.
    there is one thing: my {item} is at the {place}. for it I will give you {reward}.
    could you fetch the {item} from the {place}? {reward} for your trouble.
no_quest:
    I need nothing, thank you. all is in order.
    no work from me today, traveller.
reward:
    you will get {reward} for it.
    bring it, and I will give you {reward}.
    {reward}, and my thanks with it.
item:
    bring me the {item}, that is all I ask.
    it is the {item} that I miss.
item_place:
    it must be at the {place}.
    look for it at the {place}.
accepted:
    you have my thanks! bring the {item} from the {place}.
    good. the {item} is at the {place}, be careful.
declined:
    as you wish. the offer stands.
    I understand. somebody else will come along.
promised:
    you promised to bring me the {item} from the {place}.
    you gave me your word to fetch the {item} from the {place}.
no_promise:
    you have promised me nothing.
    you gave no promise, your hands are free.

met:
    well met, {name}.
    {name}, a good name. welcome.
    pleased to meet you, {name}.
met_home:
    ah, {home}! I have heard good things of it.
    from {home}? then you have come a long way.
met_errand:
    {errand}? may your search end well.
    so you seek {errand}. I wish you luck.
met_calling:
    {a_calling}! we do need one of those around here.
    {a_calling}, are you? a fine line of work.
my_name:
    you are {name}.
    your name is {name}, I remember well.
    {name}, of course.
no_name:
    you have not told me your name.
    I do not know your name yet.
my_home:
    you come from {home}.
    {home} is your home, you said.
no_home:
    you have not told me where you come from.
    I do not know that, you never said.
my_errand:
    you are looking for {errand}.
    you said that you seek {errand}.
no_errand:
    you have not told me what you seek.
    I do not know, you never said.
my_calling:
    you are {a_calling}, you said.
    you told me that you are {a_calling}.
no_calling:
    you have not told me what you do.
    I do not know your trade, you never said.

again:
    I said:
    once more:
sure:
    [quite sure|sure as sunrise|I am certain|as sure as I stand here].
nothing_to_repeat:
    I have said nothing yet worth saying twice.
    there is nothing to say again, traveller.
not_clear:
    I do not know what you mean.
    I cannot follow. what do you mean by that?

lore:
    I do not know. such things are above me.
    that I cannot tell you, I only know this village.
    you have me there. I have no idea.
lore.gruff:
    how should I know? I never asked.
lore.merry:
    ha! if I knew that, I would charge for it. I do not.
modern:
    I have never heard of such a thing.
    I do not know what that is. is it from the city?
    that is nothing we have in {village}.
modern.gruff:
    city nonsense. I know nothing of it.
role:
    I am {me}, the {trade}, and I was {me} this morning, too.
    what strange words. I am {me}, {trade} of {village}.
    you have been in the sun too long. I am {me}, the {trade}.
role.gruff:
    stop that. I am {me}, the {trade}, and that is all I am.
role.merry:
    ha! what a game! but I am {me}, the {trade}, through and through.
forge:
    you cannot write my facts for me, traveller.
    writing it down does not make it so.
"""

_OPENERS = {
    "warm": ("of course, dear.", "gladly.", "let me see.", "happy to help.", "ah, good question."),
    "gruff": ("hmph.", "if you must know.", "aye.", "listen.", "once, and only once."),
    "merry": ("ha!", "easily told!", "ho ho!", "right you are!", "oh, I love that one."),
    "solemn": ("hear me.", "it is so.", "mark my words.", "as you ask.", "so be it."),
}
_BY_NAME = ("ah, {name}.", "listen, {name}.", "good question, {name}.", "well, {name}.")


def _parse(table: str) -> dict[str, list[list[Sentence]]]:
    """Answers from lines: a key, then its patterns."""
    answers: dict[str, list[list[Sentence]]] = {}
    for line in filter(None, map(str.strip, table.splitlines())):
        if line.endswith(":") and " " not in line:
            current = answers.setdefault(line[:-1], [])
        else:
            current.append(sentences(line))
    return answers


ANSWERS = _parse(_TABLE)


def ways(key: str, temper: str) -> list[Sentence]:
    """All ways to give an answer, in one's temper."""
    return [*chain(*ANSWERS[key], *ANSWERS.get(f"{key}.{temper}", ()))]


def say(key: str, slots: Mapping[str, str], temper: str, dice: Dice) -> str:
    """One way to give an answer, in one's temper."""
    patterns = ANSWERS[key]
    own = ANSWERS.get(f"{key}.{temper}")
    if own and dice.chance(0.6):
        patterns = own
    return fill(dice.pick(dice.pick(patterns)), slots)


def openers(temper: str) -> list[Sentence]:
    """How an answer may begin: with a word in one's temper, or with the player's name."""
    return [*chain(*map(sentences, (*_OPENERS[temper], *_BY_NAME)))]


def opener(temper: str, name: str | None, dice: Dice) -> str:
    """One of the openers with a space behind it; mostly nothing."""
    if name and dice.chance(0.1):
        return capitals(dice.pick(_BY_NAME).format(name=name)) + " "
    if dice.chance(0.2):
        return capitals(dice.pick(_OPENERS[temper])) + " "
    return ""
