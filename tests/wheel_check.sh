#!/usr/bin/env bash
# Uses an installed nnviz in an empty folder without a display, as a user would.
set -euo pipefail

nnviz --version | grep -E '^nnviz [0-9]+\.'
nnviz examples | grep -E '^iris'

for out in chain.png chain.svg chain.pdf; do
    nnviz render example:chain "$out"
    test -s "$out"
done
for example in $(nnviz examples | awk '{print $1}'); do
    nnviz "example:$example" --screenshot "$example.png" 2>stderr
    test -s "$example.png"
    test ! -s stderr
done

nnviz train example:xor --until-loss 0.01 --json | grep '"stopped_by": "threshold"'
nnviz train example:chain --epochs 1 --output trained.nnviz >/dev/null 2>&1
nnviz render trained.nnviz trained.png
nnviz render nowhere.nnviz x.png 2>stderr && exit 1
test "$(wc -l <stderr)" -eq 1

python - <<'PY'
import sys
import numpy as np
import nnviz
from nnviz.models import Sequential
from nnviz.layers import Dense

assert "site-packages" in nnviz.__file__, nnviz.__file__
assert not any(name.startswith("PySide6") for name in sys.modules)
model = Sequential()
model.add(Dense(5, activation="relu", input_shape=(3,)))
model.add(Dense(1))
model.compile(optimizer="adam", loss="mean_squared_error")
model.fit(np.ones((8, 3)), np.ones(8), epochs=2, verbose=0)
nnviz.save_model(model, "script.nnviz")
assert np.array_equal(nnviz.load_model("script.nnviz").predict(np.ones((2, 3)), verbose=0),
                      model.predict(np.ones((2, 3)), verbose=0))
PY

# A formula as a picture: its typesetter came along, and speaks of nothing.
python -W error - <<'PY'
from nnviz.explain.equation import Fraction, Symbol
from nnviz.figures.formula import formula_svg

svg = formula_svg([Fraction(Symbol("a"), Symbol("b"))])
assert svg.startswith("<svg") and svg.count("<path") == 2, svg
PY

# The whole script, its window included; a timer closes it in the reader's place.
QT_QPA_PLATFORM=offscreen XDG_CONFIG_HOME="$PWD" python -W error - <<'PY' | grep -x 'the window was seen'
from PySide6.QtCore import QTimer
import numpy as np
import nnviz
from nnviz.gui import app
from nnviz.models import Sequential
from nnviz.layers import Dense

seen, start = [], app.Window.start

def start_and_close(window):
    start(window)
    seen.append(window.isVisible())
    QTimer.singleShot(100, window.close)

app.Window.start = start_and_close
predictors = np.random.default_rng(0).normal(size=(100, 4))
target = predictors.sum(axis=1)
model = Sequential()
model.add(Dense(5, activation="relu", input_shape=(4,)))
model.add(Dense(1))
model.compile(optimizer="adam", loss="mean_squared_error")
model.fit(predictors, target, epochs=2, verbose=0)
nnviz.show(model, predictors, target)
assert seen == [True]
print("the window was seen")
PY
