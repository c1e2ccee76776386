"""The names a document may use, each with the words shown to people, in menu order."""

from __future__ import annotations

ACTIVATIONS = {
    "linear": "Linear",
    "sigmoid": "Sigmoid",
    "tanh": "Tanh",
    "relu": "ReLU",
    "leaky_relu": "Leaky ReLU",
    "softmax": "Softmax",
    "binary_step": "Binary step",
}
LOSSES = {
    "mean_squared_error": "Mean squared error",
    "half_squared_error": "Half squared error",
    "binary_crossentropy": "Binary cross-entropy",
    "categorical_crossentropy": "Categorical cross-entropy",
}
OPTIMIZERS = {"sgd": "SGD", "rmsprop": "RMSprop", "adam": "Adam"}
INITIALIZERS = {
    "glorot_uniform": "Glorot uniform",
    "glorot_normal": "Glorot normal",
    "he_uniform": "He uniform",
    "he_normal": "He normal",
    "lecun_uniform": "LeCun uniform",
    "lecun_normal": "LeCun normal",
    "random_uniform": "Random uniform",
    "random_normal": "Random normal",
    "truncated_normal": "Truncated normal",
    "zeros": "Zeros",
    "ones": "Ones",
    "constant": "Constant",
}
SCALINGS = {"none": "None", "standardise": "Standardise", "minmax": "Min–max"}

MAX_LAYERS = 1_000
MAX_PARAMETERS = 10_000_000
MAX_NAMES = 100_000
MAX_COUNT = 1_000_000_000
MAX_SEED = 2**32 - 1
