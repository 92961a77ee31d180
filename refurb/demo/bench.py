"""What happens to a device in its workshop, from the van to the shelf or the scrap."""

# ruff: noqa: RUF001 - French is written with the typographic apostrophe.

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum, auto

from inventory.checking import NewCheck, record_check, record_locks
from inventory.checklists import list_for
from inventory.codes import new_code
from inventory.kinds import HANDHELDS, WITH_STORAGE, Kind, locks_of
from inventory.lifecycle import Transition
from inventory.models import Device, Donation, Repair
from inventory.models.bench import Outcome, PartSource
from inventory.moving import Said, move_device
from inventory.reading import store_report
from inventory.receiving import NewDevice, correct_device, register_device
from inventory.repairing import NewPart, Sitting, close_repair, open_repair
from inventory.wiping import add_drive
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Role
from refurb.demo.machines import Machine
from refurb.demo.people import Cast
from refurb.demo.reports import can_report, write_report
from refurb.demo.story import DAY, HOUR, Life, Story
from refurb.demo.wipes import Wiping


class Fate(StrEnum):
    """How far a device gets before the story ends."""

    RECEIVED = auto()
    WIPE = auto()
    REPAIR = auto()
    STOCK = auto()  # ready, then whatever the waiting list makes of it
    RECYCLED = auto()
    LOST = auto()  # with its drive as it came: an incident


# What people of Brussels type: in French.
FAULTS = (
    ("La batterie ne tient pas la charge", "Batterie usée", "Batterie remplacée", "Batterie"),
    ("Les touches E et R ne répondent pas", "Café renversé", "Clavier remplacé", "Clavier"),
    ("Le ventilateur est bruyant", "Poussière", "Nettoyé, pâte thermique changée", ""),
    ("Ne démarre pas", "Barrette de mémoire mal enfichée", "Barrette remise en place", ""),
    ("La charnière gauche a du jeu", "Deux vis manquent", "Vis remplacées", "2 vis M2,5"),
    ("Trop peu de mémoire", "", "Seconde barrette ajoutée", "Barrette de 4 Go"),
    ("Pas de Wi-Fi", "Câble d’antenne débranché", "Câble rebranché", ""),
    ("L’écran scintille", "Nappe de l’écran usée", "Nappe remplacée", "Nappe d’écran"),
)
DEFECTS = ("", "", "", "Griffes sur le capot", "Un pixel mort", "Trace d’un autocollant")
DESTINATIONS = (("Centre de recyclage (inventé)", "DEEE"), ("Dépôt de pièces (inventé)", "PIECES"))


class Bench:
    """One workshop, its people, and the lives of the devices in it."""

    def __init__(self, story: Story, cast: Cast, workshop: Organisation) -> None:
        self.story = story
        self.rng = story.rng
        self.workshop = workshop
        self.lead = cast.of(workshop.code, Role.WORKSHOP_LEAD)[0]
        self.team = cast.of(workshop.code, Role.VOLUNTEER, Role.WORKSHOP_LEAD)
        self.wiping = Wiping(story, self.team)

    def anyone(self) -> Membership:
        """Choose somebody of the workshop."""
        return self.rng.choice(self.team)

    def receive(self, donation: Donation, machine: Machine, actor: Membership) -> Device:
        """Unpack a machine and give it its label."""
        new = NewDevice(
            kind=machine.kind,
            manufacturer=machine.model.maker,
            model=machine.model.name,
            serial_number=machine.serial,
            code=new_code(self.rng.choice),
            keyboard=machine.keyboard,
            shelf=f"{self.rng.choice('ABCDE')}{self.rng.randint(1, 12)}",
            first_impression=machine.first_impression,
            has_charger=machine.has_charger,
        )
        return register_device(donation, new, actor=actor)

    def life(self, device: Device, machine: Machine, fate: Fate) -> Life:
        """Take a device along its way as far as it gets."""
        if fate is Fate.RECEIVED and self.story.happens(0.4):
            return
        self.identify(device, machine)
        yield self.story.between(HOUR, 2 * DAY)
        if fate is Fate.RECEIVED:
            return
        if fate is Fate.LOST:
            self.lose(device)
            return
        broken = fate is Fate.REPAIR
        if broken and self.story.happens(0.4):
            open_repair(device, self.rng.choice(FAULTS)[0], actor=self.anyone())
            return
        if device.kind in WITH_STORAGE:
            yield from self.wiping.life(device, stays=fate is Fate.WIPE)
            if fate is Fate.WIPE:
                return
        yield from self.after_wipe(device, fate)

    def after_wipe(self, device: Device, fate: Fate) -> Life:
        """Repair, scrap or finish a device whose drives are done."""
        yield self.story.between(HOUR, DAY)
        if fate is Fate.RECYCLED:
            self.recycle(device)
            return
        if fate is Fate.REPAIR or self.story.happens(0.25):
            repair = open_repair(device, self.rng.choice(FAULTS)[0], actor=self.anyone())
            if fate is Fate.REPAIR:
                return
            yield self.story.between(HOUR, 3 * DAY)
            self.mend(repair)
            yield self.story.between(30, HOUR)
        yield from self.finish(device)

    def identify(self, device: Device, machine: Machine) -> None:
        """Find out what it is: by a tool's report where one starts, else by looking."""
        actor = self.anyone()
        known = {
            key: Decimal(str(value)) if key == "screen_inches" else value
            for key, value in machine.traits.items()
        }
        if can_report(machine) and self.story.happens(0.55):
            store_report(write_report(machine, self.rng), actor=actor, device=device)
        elif machine.cpu:
            known |= {"cpu": machine.cpu, "memory_bytes": machine.memory_bytes}
        correct_device(device, known, actor=actor)
        drive = machine.drive
        if drive is not None and not device.drives.exists():
            add_drive(
                device,
                actor=actor,
                serial_number=machine.drive_serial,
                model=drive.model,
                technology=drive.technology,
                size_bytes=drive.size_bytes,
            )

    def mend(self, repair: Repair) -> None:
        """Close a repair that worked."""
        known = next((each for each in FAULTS if each[0] == repair.fault), FAULTS[3])
        close_repair(
            repair,
            outcome=Outcome.FIXED,
            diagnosis=known[1],
            sitting=_sitting(known),
            actor=self.anyone(),
        )

    def finish(self, device: Device) -> Life:
        """Check a device and put it on the shelf; now and then something is still wrong."""
        actor = self.anyone()
        locks = locks_of(device.kind)
        if locks and self.story.happens(0.06):
            record_locks(device, {**dict.fromkeys(locks, True), locks[-1]: False}, actor=actor)
            yield self.story.between(DAY, 4 * DAY)
        if locks:
            record_locks(device, dict.fromkeys(locks, True), actor=actor)
            yield self.story.between(5, 30)
        if self.story.happens(0.06):
            failed = dict.fromkeys(list_for(device).codes, "ok") | {"clean": "fail"}
            record_check(device, NewCheck(items=failed), actor=actor)
            yield self.story.between(HOUR, DAY)
        record_check(device, self._passed(device), actor=actor)
        yield self.story.between(5, 30)
        move_device(device, Transition.MARK_READY, actor=actor)

    def _passed(self, device: Device) -> NewCheck:
        handheld = device.kind in HANDHELDS
        system, language = "", ""
        if device.kind in WITH_STORAGE:
            systems = ("Linux Mint 22", "Windows 11 Pro", "Ubuntu 24.04 LTS")
            tablet_system = "iPadOS 17" if device.manufacturer == "Apple" else "Android 13"
            system = tablet_system if handheld else self.rng.choices(systems, (60, 25, 15))[0]
            language = self.rng.choices(("fr", "nl", "en"), (62, 28, 10))[0]
        has_battery = handheld or device.kind == Kind.LAPTOP
        return NewCheck(
            items=dict.fromkeys(list_for(device).codes, "ok"),
            grade=self.rng.choices("ABC", (25, 55, 20))[0],
            os_name=system,
            os_language=language,
            battery_percent=self.rng.randint(61, 98) if has_battery else None,
            known_defects=self.rng.choice(DEFECTS),
        )

    def recycle(self, device: Device) -> None:
        """Send a device to be scrapped or taken apart."""
        destination, paper = self.rng.choice(DESTINATIONS)
        document = f"{paper}-{self.story.clock.today:%y%m}-{self.rng.randint(100, 999)}"
        said = Said(destination=destination, document=document)
        if device.kind in HANDHELDS:  # a reset proves nothing while an account holds the device
            record_locks(device, dict.fromkeys(locks_of(device.kind), True), actor=self.lead)
        move_device(device, Transition.RECYCLE, actor=self.lead, said=said)

    def lose(self, device: Device) -> None:
        """Miss a device at the count."""
        said = Said(reason="Pas sur son étagère lors de l’inventaire du mois")
        move_device(device, Transition.LOSE, actor=self.lead, said=said)

    def mend_and_finish(self, device: Device) -> Life:
        """Repair a device that came back broken from its allocation."""
        yield self.story.between(DAY, 2 * DAY)
        self.mend(Repair.objects.get(device=device, closed=None))
        yield self.story.between(HOUR, DAY)
        yield from self.finish(device)


def _sitting(known: tuple[str, str, str, str]) -> Sitting:
    _fault, _diagnosis, done, part = known
    # Minutes by the length of the words: a story without another throw of the dice.
    parts = [NewPart(part, source=PartSource.STOCK)] if part else []
    return Sitting(done, 15 + len(done), parts)
