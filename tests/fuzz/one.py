"""Fuzz one target with atheris, which steers by what code its inputs reach: run.py starts this.

python -m tests.fuzz.one read_report [options of libFuzzer] CORPUS

An input fails that raises, takes longer than libFuzzer's -timeout, or gives facts that a database
couldn't store.
"""

import json
import sys
from collections.abc import Callable

import atheris

with atheris.instrument_imports(include=["inventory.hardware", "inventory.wipe_logs"]):
    from inventory.hardware import HardwareFacts, identity_candidates, overlay, read_report
    from inventory.hardware.batteries import battery_facts
    from inventory.hardware.decode import decode
    from inventory.hardware.dmi_facts import judge_dump
    from inventory.hardware.dmidecode import read_dump
    from inventory.hardware.edid import edid_facts
    from inventory.hardware.hdparm import drives_of_hdparm
    from inventory.hardware.loose_json import read_loose_json
    from inventory.hardware.lshw import plant
    from inventory.hardware.lshw_facts import judge_tree
    from inventory.hardware.lshw_xml import read_lshw_xml
    from inventory.hardware.windows11 import windows_11_fitness
    from inventory.wipe_logs import read_wipe_log

EMPTY = HardwareFacts(describes_machine=False)


def storable(facts: HardwareFacts | None) -> None:
    """Refuse what UTF-8, PostgreSQL's jsonb or a later reading couldn't hold."""
    if facts is None:
        return
    identity_candidates(facts)
    windows_11_fitness(facts)
    laid = overlay(facts, overlay(facts, EMPTY))
    stored = json.dumps(laid.model_dump(mode="json"), ensure_ascii=False, allow_nan=False)
    assert b"\0" not in stored.encode()
    assert HardwareFacts.model_validate_json(stored) == laid


def report(raw: bytes) -> None:
    """Read any bytes as a report: facts or a warning, whatever they are."""
    found = read_report(raw)
    assert found.warnings or found.facts
    storable(found.facts)


def lshw(raw: bytes) -> None:
    """Read any text as lshw's JSON, whatever shape it has."""
    document = read_loose_json(decode(raw))
    if document.objects:
        storable(judge_tree(plant(document)))


def lshw_xml(raw: bytes) -> None:
    """Read any text as lshw's XML."""
    document = read_lshw_xml(decode(raw))
    if document.objects:
        storable(judge_tree(plant(document)))


TARGETS: dict[str, Callable[[bytes], object]] = {
    "read_report": report,
    "wipe_log": read_wipe_log,
    "dmidecode": lambda raw: storable(judge_dump(read_dump(decode(raw)))),
    "lshw": lshw,
    "lshw_xml": lshw_xml,
    "hdparm": lambda raw: list(drives_of_hdparm(decode(raw))),
    "batteries": lambda raw: storable(battery_facts(decode(raw))),
    "edid": lambda raw: storable(edid_facts(decode(raw))),
}


def main() -> None:
    """Fuzz the target named first; libFuzzer ends the process."""
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, lambda raw: target(raw) and None)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
