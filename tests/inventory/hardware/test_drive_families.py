"""What a drive's model number says of what stores its data; when in doubt, nothing."""

import pytest

from inventory.hardware.drive_families import technology_of_model


@pytest.mark.parametrize(
    "model",
    [
        *("WDC WD10EZEX-08WN4A0", "WDC WD5000AAKX-0", "WD20EARX", "WDC WD10JPVX-22JC3T0"),
        *("ST1000LM024 HN-M101MBB", "ST500DM002-1BD14", "TOSHIBA MQ01ABD1", "MQ01ABF050"),
        *(
            "DT01ACA100",
            "TOSHIBA DT01ACA0",
            "HGST HTS545050A7",
            "Hitachi HDS72105",
            "HTS541010A9E680",
        ),
        *("SAMSUNG HD103SJ", "FUJITSU MHZ2160B", "MAXTOR STM325031"),
    ],
)
def test_a_family_of_magnetic_disks_is_recognised(model: str) -> None:
    assert technology_of_model(model) == "hdd"


@pytest.mark.parametrize(
    "model",
    [
        *("WDC WDS240G2G0A-", "Samsung SSD 860", "MZ7LN256HMJP-000", "CT240BX500SSD1", "SA400S37"),
        *("ST480HM000", "ST200FM0053", "ST480FP0021", "KINGSTON SV300S3", "LITEON IT LCS-25"),
    ],
)
def test_a_family_of_flash_is_recognised(model: str) -> None:
    assert technology_of_model(model) == "ssd"


@pytest.mark.parametrize(
    "model",
    [
        *("ST1000LX015-1U7172", "ST500LM000-1EJ16", "ST1000LM014-1EJ1", "ST2000DX001-1CM1"),
        *("WDC WD10J31X-00", "TOSHIBA MQ01ABD100H", "ST1000LM014-SSHD-8GB"),
        *("", "QEMU HARDDISK", "VBOX HARDDISK", "Generic", "WD", "ST", "WDC PC SN520"),
    ],
)
def test_a_disk_with_a_flash_cache_and_a_name_that_says_nothing_stay_unknown(model: str) -> None:
    assert technology_of_model(model) == "unknown"
