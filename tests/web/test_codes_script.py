"""The browser's reading of codes agrees with inventory.codes, whatever layout a scanner meets."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from inventory.codes import new_code, show_code
from tools.wheel_npm import NODE

CODE = new_code()
SCRIPT = Path(__file__).parents[2] / "refurb/static/refurb/js/codes.js"
US = "1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?"
BE = "&é\"'(§è!çà)-azertyuiop^$qsdfghjklmùwxcvbn,;:=1234567890°_AZERTYUIOP¨*QSDFGHJKLM%WXCVBN?./+"
FR = "&é\"'(-è_çà)=azertyuiop^$qsdfghjklmùwxcvbn,;:!1234567890°+AZERTYUIOP¨£QSDFGHJKLM%WXCVBN?./§"
DE = (
    "1234567890ß\N{ACUTE ACCENT}qwertzuiopü+asdfghjklöäyxcvbnm,.-"
    '!"§$%&/()=?`QWERTZUIOPÜ*ASDFGHJKLÖÄYXCVBNM;:_'
)


def read(typed: list[str]) -> list[str | None]:
    """Run the browser's module on some texts."""
    found: list[str | None] = run("readCode", typed)
    return found


def run(function: str, typed: list[str]) -> list[Any]:
    """Call a function of the browser's module on each text."""
    program = (
        f"import {{ {function} }} from {json.dumps(SCRIPT.as_uri())};"
        f"console.log(JSON.stringify({json.dumps(typed)}.map({function})))"
    )
    ran = subprocess.run(
        [NODE, "--input-type=module", "--no-warnings", "--eval", program],
        check=True,
        capture_output=True,
        timeout=60,
    )
    found: list[Any] = json.loads(ran.stdout)
    return found


@pytest.mark.parametrize("layout", [US, BE, FR, DE], ids=["us", "be", "fr", "de"])
def test_a_scanned_label_is_read_on_every_keyboard_layout(layout: str) -> None:
    assert len(layout) == len(US)
    codes = [new_code() for _code in range(60)]
    shown = str.maketrans(US, layout)
    addresses = [f"HTTPS://REFURB.EXAMPLE/D/{code}".translate(shown) for code in codes]
    small = [f"https://refurb.example/d/{code}".translate(shown) for code in codes]
    assert read(addresses) == codes
    assert read(small) == codes


def test_a_typed_code_is_read_as_people_type_it() -> None:
    code = new_code()
    shown = show_code(code)
    look_alike = code.replace("1", "l").replace("0", "o")
    typed = [code, shown, shown.lower(), f"  {shown} ", look_alike, f"http://a/D/{code}/?x=1"]
    assert read(typed[:5]) == [code] * 5
    assert read(typed[5:]) == [code]


def test_what_is_no_code_is_left_alone() -> None:
    # Letters that no keyboard moves: else another layout may make a code of a wrong one.
    code = next(code for code in iter(new_code, "") if not set(code) & set("AQZWMY"))
    wrong = ("0" if code[0] != "0" else "1") + code[1:]
    assert read(["", "hello world", wrong, code[:-1], code + code, "https://x/y"]) == [None] * 6


@pytest.mark.parametrize(
    ("layout", "named"), [(US, "us"), (BE, "be_azerty"), (FR, "fr_azerty"), (DE, "qwertz_de")]
)
def test_the_keyboard_by_which_a_label_was_read_is_named(layout: str, named: str) -> None:
    address = f"https://refurb.example/d/{CODE}".translate(str.maketrans(US, layout))
    found = run("explainCode", [address, "hello world"])
    assert found[1] == {"code": None, "layout": None}
    assert found[0]["code"] == CODE
    # The Belgian and the French layout write most labels alike: then the first of them is named.
    alike = {"fr_azerty", "be_azerty"}
    assert found[0]["layout"] in (alike if named in alike else {named})
