"""A character to talk to: its facts, its conversations, and how well a model plays it (chapter 9).

    facts       what a character knows, typed, from a file or from a village made from a seed
    transcript  the conversation as tokens, in which no player can forge a turn or a fact
    training    batches of fresh conversations, of the rows that `rows` makes
    evaluate    how many of a model's answers are right, and how many invented
    npc         the character itself, its answers and its memory
    voice       the model, which any number of characters share
    guard       what it may say: a sentence that is true; `grounds` says which could be an answer to a `line`
    meaning     what it means to say, found out before the first word: the likeliest over all its wordings
    account     what it has sold and told, and what it was promised: for the guard, and for the game
    save        the files of its memory
    chat        a conversation in the terminal; `widget`, in JupyterLab

How conversations are made, from the bottom up:

    grammar     patterns and their sentences, typing errors, chance from a seed
    words       what names, wares and places are made of
    world       a village, and two of its people
    phrases     what players say            answers   how characters say it
    mind        what is right to answer     dialogue  the two talk

Nothing but `training` needs torch.
"""

from mambalib.npc.account import Account
from mambalib.npc.dialogue import SPLITS, Dialogue, Turn, dialogue, dialogues
from mambalib.npc.evaluate import Report, evaluate
from mambalib.npc.facts import Character, Person, Place, Quest, Rumour, Ware
from mambalib.npc.npc import NPC, Answer, Said, share_frame
from mambalib.npc.save import SaveError
from mambalib.npc.transcript import SPECIAL_TOKENS, Transcript, tidy, train_tokenizer
from mambalib.npc.voice import Voice

__all__ = [
    "NPC",
    "SPECIAL_TOKENS",
    "SPLITS",
    "Account",
    "Answer",
    "Character",
    "Dialogue",
    "Person",
    "Place",
    "Quest",
    "Report",
    "Rumour",
    "Said",
    "SaveError",
    "Transcript",
    "Turn",
    "Voice",
    "Ware",
    "dialogue",
    "dialogues",
    "evaluate",
    "share_frame",
    "tidy",
    "train_tokenizer",
]
