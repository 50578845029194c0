"""Opening, and refusing to open: what SQLite memories do with bad files and places."""

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from tm.bitext import TranslationUnit
from tm.errors import MemoryStoreError
from tm.memory import default_location, open_memory
from tm.memory.sqlite import SqliteMemory, database, migrations
from tm.memory.sqlite.place import network_share
from tm.memory.sqlite.statements import script


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "memory.sqlite"


@pytest.fixture
def filled(path: Path, make) -> Path:
    with open_memory(path) as memory:
        memory.units.add(map(make, range(500)))
    return path


def refused(path: Path | str, **how: bool) -> str:
    """Return the one-line reason why a memory is not opened."""
    with pytest.raises(MemoryStoreError) as caught:
        open_memory(path, **how)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_path_or_a_url_is_opened(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for number, url in enumerate(
        (tmp_path / "a", str(tmp_path / "b"), f"sqlite:///{tmp_path}/c", "sqlite:///d e?")
    ):
        with open_memory(url) as memory:
            assert Path(memory.location).exists(), number
    assert {"a", "b", "c", "d e?"} <= {file.name for file in tmp_path.iterdir()}


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("postgresql://host/db", "not built yet"),
        ("postgres://host/db", "not built yet"),
        ("mysql://host/db", "names no memory"),
        ("sqlite://", "names no memory"),
        ("sqlite:///", "names no memory"),
        (" ", "is empty"),
    ],
)
def test_other_urls_are_refused_with_the_reason(url, why):
    assert why in refused(url)


def test_the_default_lies_in_the_users_data_folder():
    assert default_location().is_absolute()
    assert "duizhao" in default_location().parts


def test_folders_are_made_and_files_only_where_asked(tmp_path):
    with open_memory(tmp_path / "new" / "folder" / "m.sqlite") as memory:
        assert memory.units.count() == 0
    for how in ({"create": False}, {"read_only": True}):
        assert "tm import" in refused(tmp_path / "none.sqlite", **how)
    assert not (tmp_path / "none.sqlite").exists()


def test_a_folder_is_no_memory(tmp_path):
    assert "is a folder" in refused(tmp_path)


def test_a_file_below_a_file_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("x")
    assert "could not be opened" in refused(tmp_path / "file" / "m.sqlite")


@pytest.mark.parametrize(
    "content", [b"<tmx>", b"SQLite format 2\0", b"\0" * 5_000, "对照".encode("gb18030") * 3_000]
)
def test_another_file_is_refused_and_not_touched(path, content):
    path.write_bytes(content)
    assert "is not a memory file" in refused(path)
    assert path.read_bytes() == content
    assert "is not a memory file" in refused(path, read_only=True)


def test_another_programs_database_is_refused_and_not_touched(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    before = path.read_bytes()
    assert "another program" in refused(path, read_only=True)
    assert path.read_bytes() == before
    assert "another program" in refused(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("theirs",)]


def test_a_half_copied_file_is_refused(filled):
    filled.write_bytes(filled.read_bytes()[:-3_000])
    assert "is cut short" in refused(filled)
    assert "is cut short" in refused(filled, read_only=True)


def test_damage_inside_is_found_by_the_check(filled):
    whole = bytearray(filled.read_bytes())
    for page in range(30, len(whole) // 8_192):
        whole[page * 8_192 : page * 8_192 + 64] = b"\xff" * 64
    filled.write_bytes(whole)
    with open_memory(filled) as memory:
        assert any("damaged" in problem for problem in memory.check())
        with pytest.raises(MemoryStoreError, match=r"is damaged; run `tm doctor`"):
            list(memory.units.scan())


def test_damage_is_found_on_opening_after_an_unclean_close(filled, tmp_path):
    copy = tmp_path / "copy.sqlite"
    with open_memory(filled) as memory:
        memory.units.add([TranslationUnit(en="One more.", zh="再一条。")])
        shutil.copy(filled, copy)
        shutil.copy(f"{filled}-wal", f"{copy}-wal")
    whole = bytearray(copy.read_bytes())
    for page in range(3, len(whole) // 8_192):
        whole[page * 8_192 : page * 8_192 + 64] = b"\xff" * 64
    copy.write_bytes(whole)
    assert "is damaged" in refused(copy)


def test_what_was_committed_before_an_unclean_close_is_there(filled, tmp_path):
    copy = tmp_path / "copy.sqlite"
    with open_memory(filled) as memory:
        memory.units.add([TranslationUnit(en="One more.", zh="再一条。")])
        shutil.copy(filled, copy)
        shutil.copy(f"{filled}-wal", f"{copy}-wal")
    with open_memory(copy) as memory:
        assert memory.units.count() == 501


def test_a_newer_schema_is_refused_with_what_to_do(filled):
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("PRAGMA user_version = 99")
    for how in ({}, {"read_only": True}):
        message = refused(filled, **how)
        assert "schema 99" in message
        assert "update tm" in message


def test_a_locked_memory_is_a_clear_error(filled, monkeypatch):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with open_memory(filled) as memory, closing(sqlite3.connect(filled, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(MemoryStoreError, match="locked by another process"):
            memory.units.delete([1])
        assert memory.units.count() == 500


def test_a_full_disk_is_a_clear_error_and_harms_nothing(filled, make):
    with open_memory(filled) as memory:
        memory._db.run("PRAGMA max_page_count = 40")
        with pytest.raises(MemoryStoreError, match="the disk is full"):
            memory.units.add(map(make, range(1_000, 9_000)))
        assert memory.units.count() == 500
        assert memory.check() == []
        memory._db.run("PRAGMA max_page_count = 4000000")
        assert memory.units.add(map(make, range(1_000, 2_000))).added == 1_000


def test_a_closed_memory_says_so(filled):
    memory = open_memory(filled)
    memory.close()
    with pytest.raises(MemoryStoreError, match="was closed"):
        memory.units.count()


def test_read_only_reads_and_does_not_write(filled, make):
    with open_memory(filled, read_only=True) as memory:
        assert memory.read_only
        assert memory.units.count() == len(list(memory.units.scan())) == 500
        with pytest.raises(
            MemoryStoreError, match=r"opened read-only; to .*, allow writing to the file and its folder"
        ):
            memory.units.add([make(9)])


def test_a_file_that_may_not_be_written_is_read(filled, monkeypatch):
    """As on a read-only drive: SQLite cannot make its shared memory beside the file."""
    real = database.Database.fresh

    def fresh(self, *cache):
        if not self._immutable:
            error = sqlite3.OperationalError("unable to open database file")
            error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
            raise database.fault(error, self.path) from error
        return real(self, *cache)

    monkeypatch.setattr(database.Database, "fresh", fresh)
    with open_memory(filled, read_only=True) as memory:
        assert memory.units.count() == 500


def test_a_read_only_file_opened_for_writing_is_a_clear_error(filled, monkeypatch):
    real = sqlite3.connect

    def connect(address, **how):
        return real(address.replace("mode=rw", "mode=ro"), **how)

    monkeypatch.setattr(sqlite3, "connect", connect)
    assert "cannot be written to" in refused(filled)


def test_awkward_names_are_opened(tmp_path, make):
    for name in ("对照 #1%20?.sqlite", "a&b=c.sqlite"):
        with open_memory(tmp_path / name) as memory:
            memory.units.add([make(1)])
        with open_memory(tmp_path / name, read_only=True) as memory:
            assert memory.units.count() == 1


def test_a_backup_is_a_whole_memory_and_never_writes_over_a_file(filled, tmp_path, make):
    with open_memory(filled) as memory:
        memory.units.add([make(1_000)])
        memory.backup(tmp_path / "new" / "copy.sqlite")
        with pytest.raises(MemoryStoreError, match="is there already"):
            memory.backup(tmp_path / "new" / "copy.sqlite")
        units = list(memory.units.scan())
    with open_memory(tmp_path / "new" / "copy.sqlite") as copy:
        assert list(copy.units.scan()) == units
        assert copy.check() == []
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["copy.sqlite"]


def test_a_backup_that_cannot_be_written_is_a_clear_error(filled, tmp_path):
    (tmp_path / "file").write_text("x")
    with open_memory(filled) as memory, pytest.raises(MemoryStoreError, match="could not be written"):
        memory.backup(tmp_path / "file" / "copy.sqlite")


def connection_to(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def test_migrations_run_in_order_after_a_backup(filled):
    steps = {
        2: "ALTER TABLE term ADD COLUMN gender TEXT; -- two statements\nUPDATE term SET gender = 'x;y';",
        3: "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT;",
    }
    with closing(connection_to(filled)) as connection:
        saved = migrations.migrate(connection, filled, steps, target=3)
        assert migrations.version(connection) == 3
        assert connection.execute("SELECT COUNT(*) FROM unit").fetchone() == (500,)
        assert migrations.migrate(connection, filled, steps, target=3) is None
    assert saved == filled.with_name("memory.sqlite.before-schema-2.bak")
    with closing(connection_to(saved)) as copy:
        assert (migrations.version(copy), copy.execute("SELECT COUNT(*) FROM unit").fetchone()) == (1, (500,))


def test_a_failing_migration_leaves_the_last_whole_version_and_the_backup(filled):
    steps = {
        2: "CREATE TABLE second (a) STRICT;",
        3: "CREATE TABLE third (a ANY) STRICT; SELECT nothing FROM nowhere;",
    }
    steps[2] = "CREATE TABLE second (a ANY) STRICT;"
    with closing(connection_to(filled)) as connection:
        with pytest.raises(MemoryStoreError, match=r"from schema 2 to 3 failed.*before-schema-2.bak"):
            migrations.migrate(connection, filled, steps, target=3)
        assert migrations.version(connection) == 2
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
        assert "second" in tables
        assert "third" not in tables
        with pytest.raises(MemoryStoreError, match=r"before-schema-3.bak"):
            migrations.migrate(connection, filled, steps, target=3)
    assert filled.with_name("memory.sqlite.before-schema-2.bak").exists()


def test_every_version_but_the_first_has_a_migration():
    assert set(migrations.STEPS) == set(range(2, migrations.SCHEMA_VERSION + 1))
    assert len(migrations.split_script(script("schema.sql"))) > 20


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
//office/share /mnt/office\\040share cifs rw 0 0
server:/home /home/nfs nfs4 rw 0 0
/dev/sdb1 /home/nfs/local xfs rw 0 0
tmpfs /对照 tmpfs rw 0 0
sshfs# /对照/远 fuse.sshfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/ann/m.sqlite", None),
        ("/mnt/office share/m.sqlite", "cifs"),
        ("/mnt/office shared/m.sqlite", None),
        ("/home/nfs/m.sqlite", "nfs4"),
        ("/home/nfs/local/m.sqlite", None),
        ("/对照/m.sqlite", None),
        ("/对照/远/m.sqlite", "fuse.sshfs"),
    ],
)
def test_network_shares_are_told_by_the_mount_table(path, kind):
    assert network_share(PurePosixPath(path), mounts=MOUNTS, platform="linux") == kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (r"\\office\share\m.sqlite", "UNC"),
        (r"\\?\UNC\office\share\m.sqlite", "UNC"),
        (r"\\?\C:\m.sqlite", None),
        (r"C:\Users\m.sqlite", None),
    ],
)
def test_network_shares_are_told_by_their_windows_name(path, kind):
    assert network_share(PureWindowsPath(path), platform="win32") == kind


def test_on_a_share_a_memory_is_kept_without_wal(filled, make, caplog):
    with SqliteMemory(filled, share="cifs") as memory:
        assert memory._db.rows("PRAGMA journal_mode") == [("delete",)]
        memory.units.add(map(make, range(600)))
        assert sum(1 for _ in memory.units.scan()) == 600
        assert not filled.with_name("memory.sqlite-wal").exists()
    assert "network share (cifs)" in caplog.text
    with open_memory(filled) as memory:
        assert memory._db.rows("PRAGMA journal_mode") == [("wal",)]


def test_on_a_share_a_memory_in_use_is_refused(filled, monkeypatch):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr("tm.memory.sqlite.opening.BUSY_SECONDS", 0.05)
    with open_memory(filled) as memory:
        assert memory.units.count() == 500
        with pytest.raises(MemoryStoreError, match="locked by another process"):
            SqliteMemory(filled, share="cifs")


def test_keys_made_in_another_way_are_told_and_made_anew(filled, make):
    with open_memory(filled) as memory:
        memory._db.run("UPDATE meta SET value = 'older' WHERE name = 'key_probe'")
        memory._db.run("UPDATE unit SET en_key = 5 WHERE id = 7")
    with open_memory(filled) as memory:
        for call in (lambda: memory.units.exact("en", "x"), lambda: memory.units.add([make(1)])):
            with pytest.raises(MemoryStoreError, match="tm doctor --repair"):
                call()
        assert memory.check() == ["match keys of 1 units are out of date; run `tm doctor --repair`"]
        before = memory.generation()
        assert len(memory.repair()) == 2
        assert memory.units.changed_since(before) == [7]
        assert (memory.check(), memory.repair()) == ([], [])
        assert memory.units.add([make(6)]).known == 1


def test_opening_loads_nothing_heavy(filled):
    code = (
        "import json, sys; from tm.memory import open_memory; m = open_memory(sys.argv[1]);"
        "m.units.exact('en', 'x');"
        "print(json.dumps([name for name in ('numpy', 'torch', 'lxml') if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code, filled], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
