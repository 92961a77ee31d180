"""Logs as nwipe writes them, of drives that don't exist: for the demonstration and for tests."""

from __future__ import annotations

from dataclasses import dataclass, field

SIZE = 50_331_648


@dataclass(frozen=True)
class LoggedDrive:
    """One drive as a log tells of it; the defaults are those of a drive wiped well."""

    name: str = "sda"
    serial: str = "TST0000001"
    model: str = "INVENTED DISK 50"
    status: str = " Erased "
    errors: tuple[int, ...] = (0, 0, 0)
    flag: str = " "
    erased: int = SIZE
    in_table: bool = True
    more: tuple[str, ...] = ()  # further lines: "warning: …"


@dataclass(frozen=True)
class Log:
    """One run as 0.42 writes it, unless told otherwise."""

    drives: tuple[LoggedDrive, ...] = field(default_factory=lambda: (LoggedDrive(),))
    banner: str = "nwipe 0.42"
    method: str = "PRNG Stream"
    verify: str = "1 (last pass)"
    with_errors: bool = True
    with_erased: bool = True
    at: str = "2026/11/03 10:15:30"
    closing: str = "Nwipe successfully completed. See summary table for details."

    def text(self) -> str:
        """Write the whole run."""
        return "\n".join([*self._head(), *self._wipes(), *self._tables(), *self._end(), ""])

    @property
    def _stamp(self) -> str:
        return f"[{self.at}]"

    def _head(self) -> list[str]:
        found = [
            f"{self._stamp}  notice: Found /dev/{each.name},  ATA    , {each.model},   50 MB, "
            f"S/N={each.serial}"
            for each in self.drives
        ]
        more = [f"{self._stamp} {line}" for each in self.drives for line in each.more]
        return [
            f"{self._stamp}    info: {self.banner}",
            f"{self._stamp}    info: Linux version 6.1.0 (builder@invented",
            "                               .example) #1 SMP",
            *found,
            *more,
            f"{self._stamp}  notice: Program options are set as follows...",
            f"{self._stamp}  notice:   banner       = {self.banner}",
            f"{self._stamp}  notice:   method       = {self.method}",
            f"{self._stamp}  notice:   rounds       = 1",
            f"{self._stamp}  notice:   verify       = {self.verify}",
        ]

    def _wipes(self) -> list[str]:
        lines = []
        for each in self.drives:
            if not each.in_table:
                continue
            lines += [
                f"{self._stamp}  notice: /dev/{each.name}, sect/blk/dev 512/4096/{SIZE}",
                f"{self._stamp}  notice: Invoking method '{self.method}' on /dev/{each.name}",
                f"{self._stamp}  notice: Starting pass 1/1, round 1/1, on /dev/{each.name}",
                f"{self._stamp}  notice: {each.erased} bytes written to /dev/{each.name}",
                f"{self._stamp}  notice: Finished final round 1 of 1 on /dev/{each.name}",
            ]
        return lines

    def _tables(self) -> list[str]:
        shown = [each for each in self.drives if each.in_table]
        stars = "*" * 80
        tables: list[str] = []
        if self.with_errors:
            rows = [
                f"{each.flag} {each.name:>8} | " + " | ".join(f"{n:>10}" for n in each.errors)
                for each in shown
            ]
            columns = "Pass Errors | Verifications Errors | Fdatasync I\\O Errors"
            tables += [*_table("Error Summary", f"Device | {columns}", rows), stars, ""]
        if self.with_erased:
            rows = [
                f"  {each.name:>8} | {each.erased:>17} | {SIZE:>16} | {100:>16.2f}%"
                for each in shown
            ]
            columns = "Device | Bytes Erased | Bytes Total | Percentage Erased"
            tables += [*_table("Erasure Summary", columns, rows), stars, ""]
        rows = [
            f"{each.flag} {each.name:>8} |{each.status}|   80 MB/s | 00:00:01 | "
            f"{each.model}/{each.serial}"
            for each in shown
        ]
        columns = "Device | Status | Thru-put | HH:MM:SS | Model/Serial Number"
        return tables + _table("Drive Status", columns, rows)

    def _end(self) -> list[str]:
        code = {"0": "NV", "1": "VL", "2": "VA"}[self.verify[0]]
        total = f"{self._stamp} Total Throughput   80 MB/s, {self.method}, 1R+B+{code}"
        closing = [f"{self._stamp}    info: {self.closing}"] if self.closing else []
        return ["-" * 80, total, "*" * 80, "", *closing]


def _table(title: str, columns: str, rows: list[str]) -> list[str]:
    return [f"{f' {title} ':*^80}", f"!   {columns}", "-" * 80, *rows]
