"""What a report says about a machine, each value beside the words it was read from."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

type Kind = Literal["laptop", "desktop", "all_in_one", "mini_pc", "tablet"]
type Health = Literal["passed", "failing", "unknown"]
type Technology = Literal["hdd", "ssd", "nvme", "emmc", "unknown"]


class Frozen(BaseModel):
    """Base of all facts: unchangeable, and deaf to fields of a later or earlier version."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Fact[V](Frozen):
    """One value and its provenance.

    `value` is None when the report says nothing, or nothing usable (a placeholder, a mask);
    `raw` then still shows what stood there. `source` names the place, as in "dmi.system" or
    "lshw.core"; "" when the report has no such place.
    """

    value: V | None = None
    raw: str = ""
    source: str = ""

    def __bool__(self) -> bool:
        """Say whether there is a value, so that `first or second` picks the known one."""
        return self.value is not None


class DriveFacts(Frozen):
    """One internal drive; a stick, a card reader or an optical drive never becomes one.

    `model` may be cut at 16 characters (lshw). `device_name` is where the system had put it
    ("/dev/sda"): it moves from one start to the next, so nothing may be matched on it.
    """

    serial_number: Fact[str] = Fact[str]()
    model: Fact[str] = Fact[str]()
    size_bytes: Fact[int] = Fact[int]()
    technology: Fact[Technology] = Fact[Technology]()
    wwn: Fact[str] = Fact[str]()
    device_name: str = ""
    health: Fact[Health] = Fact[Health]()  # SMART's own verdict; no status is "unknown"
    power_on_hours: Fact[int] = Fact[int]()
    wear_percent: Fact[int] = Fact[int]()  # of an SSD's rated life; may exceed 100
    bad_sectors: Fact[int] = Fact[int]()  # reallocated, pending and uncorrectable ones
    is_locked: Fact[bool] = Fact[bool]()  # by an ATA password


class HardwareFacts(Frozen):
    """One machine as one report describes it.

    `drives` means "no drives" only when `lists_drives` is true: dmidecode never lists any, and a
    partial or cut lshw may leave them out (so may a live system without the sg module).
    `describes_machine` is false for tools that look at drives or batteries and nothing else.
    `serial_number` falls back to the chassis and then the board, as its source says.
    `battery_present` is a hint: firmware lists batteries that are not there and leaves out some
    that are. Memory counts modules, not what the system can use.
    """

    kind: Fact[Kind] = Fact[Kind]()
    manufacturer: Fact[str] = Fact[str]()
    model: Fact[str] = Fact[str]()
    part_number: Fact[str] = Fact[str]()
    serial_number: Fact[str] = Fact[str]()
    chassis_serial_number: Fact[str] = Fact[str]()
    board_serial_number: Fact[str] = Fact[str]()
    uuid: Fact[str] = Fact[str]()
    mac_addresses: tuple[Fact[str], ...] = ()
    cpu: Fact[str] = Fact[str]()
    memory_bytes: Fact[int] = Fact[int]()
    memory_slots: Fact[int] = Fact[int]()
    memory_slots_free: Fact[int] = Fact[int]()
    memory_is_soldered: Fact[bool] = Fact[bool]()
    drives: tuple[DriveFacts, ...] = ()
    lists_drives: bool = False
    describes_machine: bool = True
    gpus: tuple[Fact[str], ...] = ()
    has_wifi: Fact[bool] = Fact[bool]()
    battery_present: Fact[bool] = Fact[bool]()
    battery_health_percent: Fact[int] = Fact[int]()  # of the capacity it was made with; up to 120
    battery_cycles: Fact[int] = Fact[int]()
    screen_inches: Fact[float] = Fact[float]()  # the built-in one
    activation_lock: Fact[bool] = Fact[bool]()
    bios_password_set: Fact[bool] = Fact[bool]()
    has_uefi: Fact[bool] = Fact[bool]()
    tpm_version: Fact[str] = Fact[str]()  # "1.2", "2.0"
    is_virtual: bool = False
    is_anonymised: bool = False
