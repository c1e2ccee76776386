"""The system's wish for little motion, as each desktop writes it down."""

from __future__ import annotations

import plistlib

import pytest

from nnviz.gui import wishes
from nnviz.gui.settings import Settings


@pytest.mark.parametrize(("factor", "little"), [("0", True), ("0.5", False), ("fast", False)])
def test_kde(tmp_path, factor, little):
    settings = tmp_path / "kdeglobals"
    settings.write_text(f"[General]\nname=a%b\n[KDE]\nAnimationDurationFactor={factor}\n")
    assert wishes._kde(settings) is little


@pytest.mark.parametrize("little", [True, False])
def test_mac(tmp_path, little):
    settings = tmp_path / "universalaccess.plist"
    settings.write_bytes(plistlib.dumps({"reduceMotion": little}))
    assert wishes._mac(settings) is little


@pytest.mark.parametrize(("said", "little"), [("false", True), ("true", False)])
def test_gnome(tmp_path, monkeypatch, said, little):
    command = tmp_path / "gsettings"
    command.write_text(f"#!/bin/sh\necho {said}\n")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert wishes._gnome() is little


def test_what_cannot_be_told_is_no_wish(tmp_path):
    (tmp_path / "broken").write_bytes(b"\xff\x00[")
    for ask in (wishes._kde, wishes._mac):
        assert ask(tmp_path / "missing") is False
        assert ask(tmp_path / "broken") is False


def test_the_users_own_choice_comes_first(monkeypatch, qapp):
    monkeypatch.setattr("nnviz.gui.settings.wants_little_motion", lambda: True)
    settings = Settings()
    assert settings.reduce_motion
    settings.reduce_motion = False
    assert not settings.reduce_motion
