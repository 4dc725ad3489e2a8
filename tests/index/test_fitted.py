"""What was found of texts at large, as it is shipped."""

import numpy as np
import pytest

from index.encoder import ModelIdentity
from index.fitted import fitted_for
from index.models.adapter import question_adapter
from index.models.bundled import HUB_NAME
from index.models.loading import DIMENSIONS
from tests.conftest import ROOT


def test_the_middles_are_those_of_this_adapter() -> None:
    fitted = fitted_for(ModelIdentity(HUB_NAME, "", DIMENSIONS))
    assert {"nl", "en"} <= fitted.middles.keys()
    for each in fitted.middles.values():
        assert each.vector.shape == (DIMENSIONS,)
        assert np.linalg.norm(each.vector) == pytest.approx(1, abs=1e-3)
        assert 0.5 < each.question < 0.9
    with np.load(ROOT / "index" / "fitted.npz", allow_pickle=False) as arrays:
        assert arrays["adapter"].item() == question_adapter().fingerprint, "run fit_background.py again"
