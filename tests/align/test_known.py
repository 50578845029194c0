"""Words' vectors are kept from one document to the next, and stay those that the encoder gives."""

import numpy as np

from tm.align.known import word_vectors
from tm.embed import encoder


def test_kept_vectors_are_the_encoders():
    model = encoder("use")
    words = ["认证", "market", "监管"]
    word_vectors(model, words[:2])
    again = word_vectors(model, words)
    np.testing.assert_allclose(again, model.encode(words), atol=1e-5)
    assert word_vectors(model, []).shape == (0, model.dimension)
