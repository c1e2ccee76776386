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
    "elu": "ELU",
    "selu": "SELU",
    "gelu": "GELU",
    "silu": "SiLU (swish)",
    "mish": "Mish",
    "softplus": "Softplus",
    "softsign": "Softsign",
    "exponential": "Exponential",
    "hard_sigmoid": "Hard sigmoid",
    "hard_silu": "Hard SiLU",
    "relu6": "ReLU6",
    "log_softmax": "Log softmax",
}
LOSSES = {
    "mean_squared_error": "Mean squared error",
    "half_squared_error": "Half squared error",
    "binary_crossentropy": "Binary cross-entropy",
    "categorical_crossentropy": "Categorical cross-entropy",
    "sparse_categorical_crossentropy": "Sparse categorical cross-entropy",
    "mean_absolute_error": "Mean absolute error",
    "mean_absolute_percentage_error": "Mean absolute percentage error",
    "mean_squared_logarithmic_error": "Mean squared logarithmic error",
    "huber": "Huber",
    "log_cosh": "Log-cosh",
    "kl_divergence": "Kullback–Leibler divergence",
    "poisson": "Poisson",
    "hinge": "Hinge",
    "squared_hinge": "Squared hinge",
    "categorical_hinge": "Categorical hinge",
}
OPTIMIZERS = {
    "sgd": "SGD",
    "rmsprop": "RMSprop",
    "adam": "Adam",
    "adamw": "AdamW",
    "adagrad": "Adagrad",
    "adadelta": "Adadelta",
    "adamax": "Adamax",
    "nadam": "Nadam",
}
SCHEDULES = {
    "none": "Constant rate",
    "exponential_decay": "Exponential decay",
    "cosine_decay": "Cosine decay",
    "piecewise_constant_decay": "Piecewise constant",
}
METRICS = {
    "accuracy": "Accuracy",
    "binary_accuracy": "Binary accuracy",
    "categorical_accuracy": "Categorical accuracy",
    "sparse_categorical_accuracy": "Sparse categorical accuracy",
    "mean_absolute_error": "Mean absolute error",
    "mean_squared_error": "Mean squared error",
    "root_mean_squared_error": "Root mean squared error",
    "r2_score": "R²",
    "precision": "Precision",
    "recall": "Recall",
    "auc": "Area under the curve",
}
# Of how many names, in menu order, the notes tell: those come first.
NOTES_ACTIVATIONS, NOTES_LOSSES, NOTES_OPTIMIZERS = 7, 4, 3
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
    "orthogonal": "Orthogonal",
    "constant": "Constant",
}
SCALINGS = {"none": "None", "standardise": "Standardise", "minmax": "Min–max"}

MAX_LAYERS = 1_000
MAX_PARAMETERS = 10_000_000
MAX_NAMES = 100_000
MAX_COUNT = 1_000_000_000
MAX_SEED = 2**32 - 1
