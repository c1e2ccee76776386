"""Arguments given by position mean what they mean in Keras.

Those of Keras 3.15, as inspect.signature lists them, stand below. nnviz may lack the last ones, or
take them by keyword alone.
"""

import inspect
from operator import attrgetter

import pytest

import nnviz

KERAS = {
    "layers.Input": "shape batch_size dtype sparse ragged batch_shape name tensor optional",
    "layers.InputLayer": (
        "shape batch_size dtype sparse ragged batch_shape input_tensor optional name"
    ),
    "layers.Dense": (
        "units activation use_bias kernel_initializer bias_initializer kernel_regularizer "
        "bias_regularizer activity_regularizer kernel_constraint bias_constraint lora_rank "
        "lora_alpha quantization_config"
    ),
    "layers.Activation": "activation",
    "layers.Dropout": "rate noise_shape seed",
    "layers.ReLU": "max_value negative_slope threshold",
    "layers.Normalization": "axis mean variance invert",
    "Sequential": "layers trainable name",
    "Sequential.compile": (
        "optimizer loss loss_weights metrics weighted_metrics run_eagerly steps_per_execution "
        "jit_compile auto_scale_loss"
    ),
    "Sequential.fit": (
        "x y batch_size epochs verbose callbacks validation_split validation_data shuffle "
        "class_weight sample_weight initial_epoch steps_per_epoch validation_steps "
        "validation_batch_size validation_freq"
    ),
    "Sequential.evaluate": "x y batch_size verbose sample_weight steps callbacks return_dict",
    "Sequential.predict": "x batch_size verbose steps callbacks",
    "Sequential.summary": (
        "line_length positions print_fn expand_nested show_trainable layer_range"
    ),
    "Sequential.get_layer": "name index",
    "Sequential.train_on_batch": "x y sample_weight class_weight return_dict",
    "optimizers.SGD": (
        "learning_rate momentum nesterov weight_decay clipnorm clipvalue global_clipnorm "
        "use_ema ema_momentum ema_overwrite_frequency loss_scale_factor "
        "gradient_accumulation_steps name"
    ),
    "optimizers.RMSprop": (
        "learning_rate rho momentum epsilon centered weight_decay clipnorm clipvalue "
        "global_clipnorm use_ema ema_momentum ema_overwrite_frequency loss_scale_factor "
        "gradient_accumulation_steps name"
    ),
    "optimizers.Adam": (
        "learning_rate beta_1 beta_2 epsilon amsgrad weight_decay clipnorm clipvalue "
        "global_clipnorm use_ema ema_momentum ema_overwrite_frequency loss_scale_factor "
        "gradient_accumulation_steps name"
    ),
    "losses.Loss": "name reduction dtype",
    "losses.MeanSquaredError": "reduction name dtype",
    "losses.Huber": "delta reduction name dtype",
    "losses.BinaryCrossentropy": "from_logits label_smoothing axis reduction name dtype",
    "losses.SparseCategoricalCrossentropy": "from_logits ignore_class reduction axis name dtype",
    "metrics.BinaryAccuracy": "name dtype threshold",
    "metrics.AUC": (
        "num_thresholds curve summation_method name dtype thresholds multi_label num_labels "
        "label_weights from_logits"
    ),
    "metrics.Metric": "dtype name",
    "metrics.MeanMetricWrapper": "fn name dtype",
    "metrics.MeanSquaredError": "name dtype",
    "initializers.RandomNormal": "mean stddev seed",
    "initializers.VarianceScaling": "scale mode distribution seed input_axes output_axes",
    "callbacks.EarlyStopping": (
        "monitor min_delta patience verbose mode baseline restore_best_weights start_from_epoch"
    ),
    "callbacks.ReduceLROnPlateau": (
        "monitor factor patience verbose mode min_delta cooldown min_lr"
    ),
    "callbacks.CSVLogger": "filename separator append",
    "optimizers.schedules.ExponentialDecay": (
        "initial_learning_rate decay_steps decay_rate staircase name"
    ),
    "optimizers.schedules.CosineDecay": (
        "initial_learning_rate decay_steps alpha name warmup_target warmup_steps"
    ),
    "utils.to_categorical": "x num_classes",
}


@pytest.mark.parametrize("name", KERAS)
def test_positions_are_those_of_keras(name: str) -> None:
    parameters = inspect.signature(attrgetter(name)(nnviz)).parameters.values()
    own = [one.name for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD]
    own = [name for name in own if name != "self"]
    assert own == KERAS[name].split()[: len(own)]
