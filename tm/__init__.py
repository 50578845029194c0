"""Duizhao (对照): a bilingual translation memory for releases published in Chinese and English."""

__version__ = "0.1.0"
