import pytest
from PySide6.QtCore import QSettings

from nnviz.gui.settings import MOST_RECENT, Settings


@pytest.fixture
def store(qapp, tmp_path):
    return QSettings(str(tmp_path / "nnviz.ini"), QSettings.Format.IniFormat)


def test_preferences_come_back(store):
    settings = Settings(store)
    settings.digits = 6
    settings.theme = "dark"
    settings.reduce_motion = True
    settings.wheel = "scroll"
    store.sync()
    again = Settings(QSettings(store.fileName(), QSettings.Format.IniFormat))
    assert (again.digits, again.theme, again.reduce_motion, again.wheel) == (
        6,
        "dark",
        True,
        "scroll",
    )


def test_first_values(store):
    settings = Settings(store)
    assert (settings.digits, settings.theme, settings.wheel) == (4, "system", "zoom")
    assert settings.reduce_motion is False
    assert settings.recent() == []


def test_a_change_is_told_once(store):
    settings = Settings(store)
    told = []
    settings.changed.connect(lambda: told.append(settings.digits))
    settings.digits = 6
    settings.digits = 6
    assert told == [6]


@pytest.mark.parametrize(("key", "value"), [("digits", "many"), ("theme", "pink"), ("wheel", "3")])
def test_a_damaged_store_gives_first_values(store, key, value):
    store.setValue(key, value)
    first, damaged = Settings(), Settings(store)
    assert getattr(damaged, key) == getattr(first, key)


def test_digits_stay_between_two_and_ten(store):
    settings = Settings(store)
    settings.digits = 99
    assert settings.digits == 10
    store.setValue("digits", -5)
    assert settings.digits == 2


def test_recent_files_are_the_last_that_still_exist(store, tmp_path):
    settings = Settings(store)
    paths = [tmp_path / f"{n}.nnviz" for n in range(MOST_RECENT + 2)]
    for path in paths:
        path.touch()
        settings.add_recent(path)
    settings.add_recent(paths[5])
    paths[-1].unlink()
    recent = settings.recent()
    assert recent[0] == paths[5]
    assert paths[-1] not in recent
    assert len(recent) == MOST_RECENT - 1
    settings.forget_recent()
    assert settings.recent() == []
