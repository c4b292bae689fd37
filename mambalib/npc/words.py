"""The words of the villages: what names, wares, places and rumours are made of (chapter 9).

Names and things are put together from parts, so that there are more of them than a model can learn by heart:

    Od + win = Odwin      oak + bucket = oak bucket      Thorn + wick = Thornwick

Some wares are coined words that mean nothing ("plundle"): a character must be able to sell what nobody has heard of.
Of everything, one in seven is kept out of training (`grammar.is_held_out`). No noun of a ware or a place is a word of
the characters' own sentences: where such a noun is heard, the thing is meant.

For training, more than half of what is drawn has newly coined words in it, so that no list can be learned by heart. A
model that has only ever seen "fallen" begin with "fall" says it to the end, even where "fallow" is to be repeated; one
that has seen anything come after "fall" has to look.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mambalib.npc.grammar import Dice, is_held_out

CURRENCY = "copper"
DIRECTIONS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
TEMPERS = ("warm", "gruff", "merry", "solemn")


class Pool(NamedTuple):
    """Words of one kind, those for training and those that are held out."""

    known: Sequence[str]
    held_out: Sequence[str]

    def of(self, held_out: bool) -> Sequence[str]:
        """One of the two."""
        return self.held_out if held_out else self.known


def pool(words: Iterable[str]) -> Pool:
    """The words, parted. The last word of a thing counts, too: if "lute" is held out, then so is every lute."""
    words = list(dict.fromkeys(words))
    held = [word for word in words if is_held_out(word) or is_held_out(word.split()[-1])]
    return Pool([word for word in words if word not in {*held}], held)


def draw(dice: Dice, pool: Pool, held_out: bool = False) -> str:
    """A thing of a pool; if it is for training, mostly one with new words in the place of some of its own."""
    if held_out:
        return dice.pick(pool.held_out)
    thing = dice.pick(pool.known)
    if dice.chance(0.4):
        return thing
    while True:
        parts = [coined(dice, word) if word not in _KEPT and dice.chance(0.7) else word for word in thing.split()]
        if not any(map(is_held_out, (new := " ".join(parts), parts[-1]))):
            return new


_KEPT = frozenset("past beyond behind beside left right of the a an my to in on for and".split())
_VOWELS = "a e i o u a e i o ea oo ou ai y".split()
_BEFORE = "b c d f g h j k l m n p r s t v w z bl br ch cl cr dr fl fr gl gr pl pr qu sc sh sk sl sn sp st th".split()
_AFTER = "b ck d ft g l ll lt m mp n nd ng nk nt p r rd rk rm rn s sh sk ss st t th tch w x z".split()


def coined(dice: Dice, word: str) -> str:
    """A word that nobody has heard of: two halves of others, or sounds. It begins with a vowel if `word` does: "an"."""
    vowel = word[0].lower() in "aeiou"
    while True:
        if dice.chance(0.5):
            first, last = dice.pick(_HEARD), dice.pick(_HEARD)
            new = first[: dice.number(2, 4)] + last[-dice.number(2, 4) :]
        else:
            new = "".join(dice.pick(_BEFORE) + dice.pick(_VOWELS) for _ in range(dice.number(1, 2)))
            new = (dice.pick(_VOWELS[:5]) if vowel else "") + new + (dice.pick(_AFTER) if dice.chance(0.6) else "")
        if (new[0] in "aeiou") == vowel and len(new) > 3:  # "do" and "re" are words already
            return new.capitalize() if word[0].isupper() else new


def _joined(first: str, last: str, between: str = "") -> list[str]:
    return [f"{a}{between}{b}" for a in first.split() for b in last.split()]


# People

_STARTS = (
    "Al Ald An Ar Bar Bel Ber Bran Bri Cad Cor Dar Del Dun Ed El Em Fen Fin Gar Gil Gun Had Hal Har Hel Hil Is Jor Jen "
    "Kel Ken Lan Leo Lor Mab Mag Mar Mel Mor Nel Nor Od Ol Os Per Ros Row Sab Sel Tam Tib Tor Ul Wil Win Wyn Yor Zel"
)
WOMEN = pool(_joined(_STARTS, "a wyn ild ith eth ie elle ina ora ette ys anna ira una issa ola"))
MEN = pool(_joined(_STARTS, "o ric win bert ulf us mund and in ock fred bin rik gar mot wald"))
_REAL = (
    "Tom Anna Alex Sam Ben Kate Max Lucy Jack Emma Leo Nina Paul Sara Luke Rosa Mia Noah Ivy Hugo Finn Ada Omar Lena "
    "Yuki Ravi Chen Aisha Diego Ingrid Pavel Sofia Kofi Amira Mateo Priya Jonas Elif Hana Igor Zara Theo Clara Felix "
    "Robin Casey Jo Charlie Nikolai Mehmet Olga Bjorn Fatima Kwame Shadow Rogue Nightshade Ash Raven Storm"
)
PLAYERS = pool([*_REAL.split(), *WOMEN.known[::3], *WOMEN.held_out, *MEN.known[::3], *MEN.held_out])
VILLAGES = pool(
    _joined(
        "Oak Thorn Ash Elm Hazel Brook Stone Red White Black Green Gold Silver Fox Crow Raven Hart Swan Otter Badger "
        "Honey Apple Plum Barley Rye Moss Fern Heather Marsh Winter Summer Frost Mist Rain Wind Long King Queen Maiden "
        "Bram Cold Copse Dun Hare Lark",
        "ford wick ham ton bury dale ley field stead mere combe worth by thorpe hollow gate cote den hurst wold",
    )
)
CALLINGS = pool(
    "bard knight farmer sailor soldier painter juggler monk scholar thief piper pilgrim trader hunter cook messenger "
    "wizard healer miner acrobat poet ranger squire spy dancer teacher locksmith beggar prince treasure-hunter".split()
)
KIN = {  # what they are to me: what I am to them, if I am a woman, and if I am a man
    "sister": ("sister", "brother"),
    "brother": ("sister", "brother"),
    "mother": ("daughter", "son"),
    "father": ("daughter", "son"),
    "daughter": ("mother", "father"),
    "son": ("mother", "father"),
    "aunt": ("niece", "nephew"),
    "uncle": ("niece", "nephew"),
    "niece": ("aunt", "uncle"),
    "nephew": ("aunt", "uncle"),
    "wife": ("wife", "husband"),
    "husband": ("wife", "husband"),
    "cousin": ("cousin", "cousin"),
}
OTHERS = {"neighbour": ("neighbour", "neighbour"), "friend": ("friend", "friend"), "rival": ("rival", "rival")}
HERS = ("sister", "mother", "daughter", "aunt", "niece", "wife")
HIS = ("brother", "father", "son", "uncle", "nephew", "husband")
LIKES = pool(
    [f"{a} {b}" for a in "old long sad silly quiet".split() for b in ("songs", "stories", "riddles", "letters")]
    + [f"{a} {b}" for a in "early cold foggy bright sleepy".split() for b in ("mornings", "evenings", "winters")]
    + "thunder,fresh snow,black cats,warm socks,plum wine,loud music,ripe cherries,card games,small dogs,clean floors,"
    "wild geese,good gossip,dancing,fishing,chess,peppermint,sunflowers,owls,moonlight,roast chestnuts".split(",")
)

# Wares

_ANY = "small large plain fine new blue red green sturdy fancy"
_SHOPS = {  # trade: the nouns of its wares, and what they can be
    "smith": ("horseshoe sickle hammer poker dagger sword shield helmet", "iron steel bronze notched heavy polished"),
    "baker": ("loaf bun pie pretzel tart biscuit muffin pasty", "rye honey plum seed barley cinnamon"),
    "potter": ("jug bowl vase teapot tile crock mug platter", "clay glazed striped speckled"),
    "weaver": ("blanket shawl rug tapestry ribbon sack scarf curtain", "woollen linen woven checked"),
    "herbalist": ("salve tonic poultice balm potion syrup tincture lozenge", "mint nettle sage thyme comfrey"),
    "fletcher": ("arrow longbow quiver bowstring crossbow dart bracer javelin", "yew ash feathered barbed"),
    "cobbler": ("boot shoe sandal slipper clog belt strap moccasin", "leather calfskin laced pointed"),
    "carpenter": ("stool chair chest cradle ladder barrel bucket wheelbarrow", "oak pine walnut carved"),
    "fishwife": ("trout eel carp pike herring crab oyster salmon", "smoked salted river dried"),
    "chandler": ("candle lantern torch soap wick lamp taper candlestick", "beeswax tallow scented"),
    "tailor": ("cloak tunic hat coat glove waistcoat cap gown", "velvet quilted hooded felt"),
    "brewer": ("flagon keg tankard cask firkin pitcher", "cider mead perry ginger stout"),
    "beekeeper": ("honeycomb hive veil smoker honeypot skep", "clover heather wicker"),
    "jeweller": ("ring brooch necklace bracelet amulet locket pendant tiara", "silver gold amber pearl ruby jade"),
    "mapmaker": ("map chart compass atlas globe scroll spyglass sundial", "folded sea star pocket"),
    "bookbinder": ("ledger diary almanac songbook primer quill inkwell notebook", "bound gilded ruled"),
    "alchemist": ("elixir flask crystal philtre antidote vial retort cauldron", "bubbling cloudy purple glowing"),
    "saddler": ("saddle bridle harness stirrup halter saddlebag", "braided studded oiled"),
    "luthier": ("lute fiddle drum flute harp whistle bagpipe mandolin", "maple rosewood tuned"),
    "toymaker": ("doll kite puppet marble hobbyhorse rattle spinner jack-in-the-box", "painted wooden clockwork"),
    "grocer": ("onion turnip cabbage leek pumpkin apple pear carrot", "ripe giant sweet crisp"),
    "butcher": ("sausage ham chop haunch brisket drumstick", "smoked peppered lean spiced"),
    "glassblower": ("goblet mirror bead bottle lens decanter", "crystal frosted rainbow"),
    "tinker": ("pan spoon ladle whisk grater thimble needle kettle", "tin brass dented"),
    "gardener": ("rosebush bulb sapling trowel seedling rake", "potted climbing thorny"),
    "basket-maker": ("basket hamper tray cane wickerwork birdcage", "willow reed lidded"),
}
TRADES_THAT_SELL = tuple(_SHOPS)
OTHER_TRADES = tuple(
    "guard sexton shepherd hermit ferryman gravedigger miller woodcutter stablehand bellringer ratcatcher midwife "
    "gamekeeper schoolmaster lamplighter night-watchman".split()
)
TITLES = ("Old", "Captain", "Young", "Doctor", "Little", "Fat")
RANKS = ("master", "royal", "retired", "apprentice", "travelling", "second")
COINED = pool(
    _joined(
        "bran dril fum gos hob jin klem lum mor nib ost plun quil rask snod thrum ulg vap wem zor skri blor",
        "ble dle fet gin let mock nut per pin rel sprit tle wort zle bit cog dew fin gum lop",
    )
)
WARES = {
    trade: pool([*nouns.split(), *_joined(f"{qualities} {_ANY}", nouns, " ")])
    for trade, (nouns, qualities) in _SHOPS.items()
}
WARE_NOUNS = frozenset(noun for nouns, _ in _SHOPS.values() for noun in nouns.split()) | {
    *COINED.known,
    *COINED.held_out,
}

# Places, and the way to them

_PLACES = (
    "bridge chapel tower barn orchard inn market ford quarry pond lake cave shrine graveyard harbour windmill cottage "
    "forest meadow castle gatehouse library forge bakery stable brewery tannery jetty crossroads lighthouse abbey "
    "vineyard waterfall oak-tree stone-circle kiln watermill"
)
_LOOKS = (
    "old red white crooked broken sunken mossy lonely high low little great round long black green ruined hidden quiet "
    "windy burnt sleepy haunted golden twin empty grey foggy"
)
PLACES = pool(_joined(_LOOKS, _PLACES, " "))
PLACE_NOUNS = frozenset(_PLACES.split())
_PASSED = (
    "the hedge,the sheep pens,the cabbages,the beehives,the dead elm,the milestone,the ditch,the stile,the duckweed,"
    "the haystacks,the fallen pine,the signpost,the stepping stones,the footpath,the brambles,the stream,the wheat,"
    "the willows,the scarecrow,the old wall"
).split(",")
WAYS = pool([f"{a} {b}" for a in "past,beyond,behind,beside,left of,right of".split(",") for b in _PASSED])

# Rumours, quests, and what players come for

_STRANGE = (
    "pale white one-eyed singing headless three-legged weeping laughing sleepless enormous invisible limping polite "
    "talking silver hungry moonlit toothless"
)
_CREATURES = "stag wolf bear ghost knight witch giant fox hare troll goblin hound owl unicorn serpent piper dragon imp"
CREATURES = pool(_joined(_STRANGE, _CREATURES, " "))
CREATURE_NOUNS = frozenset(_CREATURES.split())
_LOST = "key goat cat kitten heirloom spindle medal letter trumpet crown banner pipe anvil goose hourglass relic"
LOST = pool(_joined("lost stolen silver rusty missing brass little golden spotted cracked", _LOST, " "))
LOST_NOUNS = frozenset(_LOST.split())
_FAR_THINGS = "a picture,an old song,the lost crown,the secret,a piece,the end,a strange tale".split(",")
_FAR_AWAY = "island mountains moon queen desert capital giants valley stars swamp".split()
ERRANDS = pool(
    [f"a {a} {b}" for a in "lost cheap good strange quiet clever lucky".split() for b in ("horse", "dog", "wizard")]
    + [f"my {a}" for a in "brother sister uncle luck fortune parrot horse dog wife husband twin teacher".split()]
    + [f"{a} of the {b}" for a in _FAR_THINGS for b in _FAR_AWAY]
    + [f"the {a} {b}" for a in "grey great white last".split() for b in "wolf bear boar dragon thief".split()]
    + [f"the {a}" for a in (*_FAR_AWAY, "sea", "king", "truth", "killer")]
    + [f"the {a} to the {b}" for a in "road path way gate".split() for b in _FAR_AWAY]
    + [f"a cure for {a}" for a in "snoring toothache warts fever nightmares sadness fleas baldness".split()]
    + "work,adventure,treasure,shelter,a place to sleep,the road to the sea,a lost city,an old map of the coast,"
    "revenge,peace and quiet,a cure for hiccups,a blue mushroom,a good joke,dragon eggs,wild strawberries".split(",")
)
QUALITIES = frozenset(
    word
    for words in (_LOOKS, _STRANGE, _ANY, "lost stolen rusty missing cracked", *(q for _, q in _SHOPS.values()))
    for word in words.split()
)
_HEARD = sorted(  # of which other words are made
    {
        word.lower()
        for of in (WOMEN, MEN, VILLAGES, CALLINGS, LIKES, COINED, PLACES, CREATURES, LOST, *WARES.values())
        for thing in of.known
        for word in thing.split()
        if len(word) > 3
    }
)
