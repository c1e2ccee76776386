"""Record the reference runs in Keras: ``python -m tests.engine.reference.record``.

Run from the root of the project, with Keras 3 and PyTorch installed. float64 is kept whole: as
shipped, Keras turns float64 constants into float32 and is itself off by up to 1e-6.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np

RESULTS = Path(__file__).with_name("results.json")


def keras_in_float64() -> Any:
    """Return Keras on its PyTorch backend, computing in float64 throughout."""
    os.environ["KERAS_BACKEND"] = "torch"
    import keras
    import torch

    keras.src.backend.common.dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"
    keras.config.set_floatx("float64")
    torch.set_num_threads(1)
    return keras


def main() -> None:
    """Run every case and write the results."""
    keras = keras_in_float64()
    from tests.engine.reference import cases, configs

    runs = {
        group: {name: cases.run(keras, case) for name, case in members.items()}
        for group, members in cases.GROUPS.items()
    }
    made = {name: configs.config_of(keras, name) for name in configs.MADE}
    versions = {"keras": keras.__version__, "numpy": np.__version__, "backend": "torch"}
    import torch

    versions["torch"] = torch.__version__
    lines = [f'"versions": {json.dumps(versions)}', f'"configs": {json.dumps(made)}']
    for group, members in runs.items():
        body = ",\n".join(f"{json.dumps(name)}: {json.dumps(run)}" for name, run in members.items())
        lines.append(f'"{group}": {{\n{body}\n}}')
    RESULTS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
