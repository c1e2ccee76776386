"""The network itself: NumPy only, with Keras's names, defaults and arithmetic.

Everything agrees with Keras 3 in float64 to rounding, but for what this table says. Where Keras's
own backends differ among themselves, nnviz takes the exact mathematics.

==================================  ============================================================
where                               what nnviz does, and why
==================================  ============================================================
cross-entropy of its own softmax    of the logits, nothing clipped, so that δ = a − y however
or sigmoid                          saturated; Keras clips probabilities to 1e-7, where the
                                    gradient vanishes (TensorFlow reads the logits, PyTorch not)
softplus above 20, mish, log_cosh   ln(1 + eᶻ) for every z; PyTorch goes over to z, 2e-9 away
corners: relu, relu6, hard_sigmoid  the derivative of the flat side, as TensorFlow and PyTorch;
                                    leaky_relu at 0 has its slope, elu 1 · α
|x| in L1, MAE, MAPE at 0           derivative 0
hinge where s a = 1                 derivative 0; PyTorch halves the one beside it
categorical_hinge, equal maxima     they share the derivative
argmax of equal outputs             the first
binary_step                         the notes' own: derivative 0, gradient descent cannot train it
half_squared_error                  the notes' own: ½ Σ (y − a)², a sum over the outputs
divergence                          a loss, a parameter or, in a network of up to 1,024 of them, a
                                    gradient's square that is not finite always ends `fit`: the
                                    History is returned, a RuntimeWarning names epoch and batch,
                                    the parameters are those before that batch. Keras goes on
                                    with NaN unless it is given TerminateOnNaN
AUC of weighted samples             weights are added in float64; Keras adds them in float32
train_on_batch                      its metrics are of a pass without dropout; each is listed once
AUC(), Precision(), Recall()        always have that name; Keras counts them on: auc, auc_1
metrics of targets given as (n,)    the targets are one column; some of Keras's (hinge, poisson)
                                    compare every target with every output then
functions of one's own              of metrics and initializers taken; of losses, activations and
                                    regularizers refused with a message: nnviz derives rules that
                                    are written down with their derivative
steps_per_epoch, use_ema,           refused with a message
gradient accumulation
model.frozen                        nnviz's own: single weights that do not learn. A whole kernel or
                                    bias of them is as in Keras; of one that learns in part, the
                                    regularizer counts it all, and clipping what learns
==================================  ============================================================
"""
