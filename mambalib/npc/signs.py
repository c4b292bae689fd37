"""The words by which a player's line shows what it names and asks for (chapter 9).

They only rule things out: of a line that holds "how many" nobody means the way to the mill. What is looked through are
the words in small letters, without apostrophes (`line.plain`), if nothing else is said.
"""

import re

from mambalib.npc import words
from mambalib.npc.world import several

DIRECTION = re.compile(rf"\b(?:{'|'.join(sorted(words.DIRECTIONS, key=len, reverse=True))})\b")
NOTHING_NAMED = frozenset(  # whose lines name no ware, place or direction: "and the shield?" asks for none of them
    "who_are_you your_trade your_village your_place your_likes wares cheapest dearest places family people rumour "
    "how_are_you weather joke gibberish silence".split()
)
NOT_OF_PEOPLE = NOTHING_NAMED - {"who_are_you", "family", "people"} | frozenset(
    "rumour quest reward quest_item quest_place agree bought promised".split()
)
WHO = frozenset("who whos whom whose".split())
ABOUT_ME = re.compile(  # "Robin, that is who I am"
    r"\b(?:who (?:i am|i happen to be|speaks|hears|remembers|recalls|or what)|my \w+)\b"
)
NO_WARE_NAMED = frozenset("rumour_source quest reward quest_item quest_place accept decline promised".split())
OF_ME = frozenset("i im id ive ill me my mine myself we us our seen".split())  # "have you seen my dog?"
ASKING = frozenset("where what which who whom whose how when why is are do does did can could would will may".split())
BEFORE_THAT = frozenset("and so but um er well oh hey ok hmm listen say right then now sorry".split())
REFUSING = frozenset(
    "not no never dont wont cant didnt doesnt isnt wouldnt nope nah hate steal stole rob kill back return refund keep "
    "later last changed".split()
)
NO_REFUSAL = re.compile(
    r"\b(?:(?:do not|dont) worry|fear not|no (?:fear|more|worries|problem)|not a copper|why not|"
    r"one (?:is not|isnt) enough|(?:not|wont) (?:fail|disappoint|let you down))\b"
)
MEANS = re.compile(
    r"\b(?:afford|(?<!thank you )enough|suffice|will do|would do|purse|budget|have .*can i|can i .*with)\b"
)
CHEAPER = frozenset("cheaper discount lower less down".split())
IDIOMS = re.compile(  # in which no thing is meant
    r"\b(?:no map|my sword|love potion|stock market|in a sack|cat videos|forged the crown|crown prince|like a goat|"
    r"a letter|cover letter|(?:that is|that's|thats) fair|fair (?:enough|price|deal|offer)|a guard asked)\b",
    re.IGNORECASE,
)
WHERE_AM_I = r"\b(?:village|town|settlement|hamlet) (?:am i|are we|is this)\b(?!.* from)"
BRINGS = r"\b(?:i|we) bring\b"  # "I bring news for Hilda" asks for none
SURELY = {  # what is meant by lines of such words, if they name nothing
    ("your_village",): re.compile(WHERE_AM_I),
    ("quest", "accept"): re.compile(
        r"\bwhat (?:can|could|may|shall|should) (?:i|we) do (?:for|to help) (?:you|u)\b|"
        r"\b(?:(?:i|we) (?:want|wish|would (?:like|love))|id (?:like|love)) to help (?:you|u)\b|"
        r"\b(?:work|jobs?|tasks?|quests?|errands?|chores?) (?:for me|i can do|i could do|that needs doing)\b|"
        r"\bany quests?\b|\bdo (?:you|u) need (?:any |some |my )?(?:help|a hand)\b"
    ),
    ("rumour",): re.compile(
        rf"^(?!.*\b(?:who|whom|whose|source|from|told|started|spread)\b|.*{BRINGS})"
        r".*\b(?:news|rumours?|gossip|tidings)\b"
    ),
    ("rumour_source",): re.compile(
        r"\bwho (?:told|saw)\b|\bwhere did (?:you|u) hear\b|\b(?:some|any)(?:body|one) (?:tell|told) (?:you|u)\b"
    ),
}
GREETING = frozenset(  # of these at least one stands in what greets, or says goodbye, beside something else
    "hello hullo hi hey hiya heya howdy yo greetings good day morning evening afternoon hail met meet see bye goodbye "
    "farewell peace well there pleasure salutations ahoy".split()
)
OF_ANOTHER = re.compile(  # before a name that is not the player's
    rf"\bmy (?:{'|'.join((*words.KIN, *words.OTHERS))})(?:['’]?s)? (?:name )?(?:is |was )?(?:called |named )?$"
)
STOCK = re.compile(
    r"\b(?:left|in stock|out of|all gone|available|remain\w*|how many|(?:is|are) there|still (?:have|got|sell)|"
    r"(?:got|have) any|do (?:you|u) (?:\w+ )?have|have (?:you|u) got|(?:if|whether) (?:you|u) (?:still )?have|"
    r"to be had|(?:can|could) i find)\b"
)
PRICE = re.compile(
    r"\b(?:how much|costs?|prices?|coppers?|coins?|cheap\w*|pay|afford|worth|charge|expensive|dear|discount|"
    r"bargain|rebate|haggle|reduction|enough|purse|less|lower|for \d+|want for)\b"
)
WANTING = frozenset("take buy give sell want need sold deal".split())
NOT_NOW = re.compile(  # of what was, could be or will be bought
    r"\b(?:did|already|bought|purchased|should|tomorrow|someday|(?:one|another|some other|next) (?:day|time|week)|"
    r"(?:you|have|has) sold|sold (?:it |that |this )?(?:to )?me|if (?:i|we|you) (?!may|might|can|could|please)|"
    r"for (?:free|nothing)|as a (?:gift|present))\b"
)
OWNS = (  # before a ware: the player has one
    r"(?<!can )(?<!may )(?<!could )(?<!shall )\b(?:i|we) (?:have|had|own|got|lost)(?: got)? (?:an?|the|my) (?:\w+ )?"
)
NO_QUESTIONS = (["do", "it"], ["will", "do"], ["can", "do"])  # though they begin as one
PROMISING = frozenset(  # of these at least one stands in a promise for which nobody has just asked
    "i ill im id me my mine we yes yep sure ok okay course gladly pleasure deal done accept accepted agreed will "
    "quest task job errand honour please".split()
)
ASIDE = re.compile(r"\b(?:what|how) (?:of|about)\b")
AM = re.compile(  # before a trade: somebody has it, and nobody is asked for
    r"\b(?:i am|im|i was|i work as|call me|my \w+ (?:is|was)|are you|r u|you are|youre)(?: an?| the| your)?(?: \w+)? $"
)
YOUR_KIN = re.compile(  # "your friend", not "your name, friend"
    rf"\b(?:your|ur) ({'|'.join((*words.KIN, *words.OTHERS))})\b|\b(?:your|ur) \w+ ({'|'.join(words.KIN)})\b|"
    rf"\b({'|'.join((*words.KIN, *words.OTHERS))}) of (?:your|ur)s\b|"
    rf"\b(?:(?:you|u) (?:have|got)|have (?:you|u)(?: got)?) an? ({'|'.join((*words.KIN, *words.OTHERS))})\b"
)
EITHER_KIN = re.compile(  # "a cousin or an uncle": nobody of them is surely meant
    rf"\b(?:{'|'.join(words.KIN)}) or (?:\w+ )?(?:{'|'.join(words.KIN)})\b"
)
CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+\b")  # where no sentence begins
OWN = re.compile(  # "I am Hunter"
    r"\b(?:as|am|im|i'm|is|me|name|named|called|christened|by|from|in|of|home|live|came)\W+$", re.IGNORECASE
)
YOU = frozenset("you your u ur youre name".split())
THEY = frozenset("he she they him her them hes shes theyre".split())
SOMEBODY = frozenset("he she they it kids children".split())
THINGS = frozenset(form for noun in words.WARE_NOUNS | words.PLACE_NOUNS for form in (noun, several(noun)))
TRADES = (*words.TRADES_THAT_SELL, *words.OTHER_TRADES)
