"""Training a language model: the recipe, the loop, and runs that survive being killed (chapter 7).

One step reads a batch of text and moves every weight a little:

    rate  = cosine_schedule(step, ...)   low at first, then high, then slowly down
    loss  = mean of -log p(next token)   in nats: ln(vocab_size) for a model that knows nothing
    norm  = length of the gradient       cut down to `clip`: one odd batch must not throw the weights away
    AdamW(0.9, 0.95)                     matrices decay; A_log, D, biases and norms do not

Batch k depends on the seed and on k alone. So a run goes on from its weights, the optimizer's moments, the number of
the step and, where a text is read in pieces, the model's state. A checkpoint is a folder with these and no more. It is
written beside its place and then moved into it: it is whole or not there, whenever the machine stops.

    recipe      learning rate, loss, bits per byte
    trainer     the loop
    storage     checkpoints, the log, the loss curve
    processes   several processes that train one model, started by torchrun
    settings    a run as a TOML file describes it
    run         the whole of `mambalib train`: corpus, tokenizer, training, the finished model

Symbols, with their shapes:
    input_ids     (batch, length)   tokens
    targets       (batch, length)   for each the token that comes next; IGNORED where none is asked for
    seq_idx       (batch, length)   of several documents in a row, which one a token belongs to
    rows          texts in a step: of all processes, and of all parts where gradients are accumulated
    peak, floor   highest and lowest learning rate
    moments       exp_avg and exp_avg_sq of AdamW, one of each for every weight
"""

from mambalib.train.recipe import IGNORED, bits_per_byte, cosine_schedule
from mambalib.train.run import prepare, train
from mambalib.train.settings import DataConfig, RunConfig, TrainConfig
from mambalib.train.storage import TrainingError, checkpoints, plot_loss, read_log
from mambalib.train.trainer import Trainer

__all__ = [
    "IGNORED",
    "DataConfig",
    "RunConfig",
    "TrainConfig",
    "Trainer",
    "TrainingError",
    "bits_per_byte",
    "checkpoints",
    "cosine_schedule",
    "plot_loss",
    "prepare",
    "read_log",
    "train",
]
