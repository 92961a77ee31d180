"""The sentences of one receipt in one language, still without any drawing."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from distribution.handovers.receipt_texts import ReceiptTexts
from distribution.handovers.receipts.content import (
    LEGAL_GUARANTEE_MONTHS,
    Contribution,
    Gift,
    Loan,
    ReceiptContent,
    ReceiptItem,
)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it; several sentences are a list when listed."""

    name: str
    heading: str
    sentences: tuple[str, ...]
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """Say what a receipt says, in one language."""

    content: ReceiptContent
    texts: ReceiptTexts

    @classmethod
    def of(cls, content: ReceiptContent, language: str) -> "Wording":
        """Take the texts of a language."""
        return cls(content, content.texts[language])

    def sections(self) -> list[Section]:
        """List the sections below the equipment, in reading order."""
        texts, content = self.texts, self.content
        sections = [
            Section("terms", texts.terms, self._terms()),
            Section("declarations", texts.declarations, texts.declared, listed=True),
            Section("clauses", texts.clauses, self._clauses(), listed=True),
            Section("guarantee", texts.guarantee, self._guarantee()),
            Section("help", texts.help, tuple(content.help_place.splitlines())),
        ]
        if content.training:
            sections.append(Section("training", texts.training, (content.training,)))
        if content.connection:
            sections.append(Section("connection", texts.connection, (content.connection,)))
        return [*sections, Section("privacy", texts.privacy, self._privacy())]

    def item_title(self, item: ReceiptItem) -> tuple[str, str]:
        """Name an item: its kind, and its maker and model."""
        kind = self.texts.kinds.get(item.kind, item.kind)
        return kind, f"{item.manufacturer} {item.model}".strip()

    def item_lines(self, item: ReceiptItem) -> list[str]:
        """Describe an item: its condition, what belongs to it, its defects, its system."""
        texts = self.texts
        charger = {True: texts.with_charger, False: texts.without_charger, None: ""}
        battery = item.battery_percent
        lines = [
            _listed(
                texts.grades.get(item.grade, item.grade),
                "" if battery is None else texts.battery.format(percent=battery),
            ),
            _listed(
                charger[item.has_charger],
                texts.kit.format(lines=", ".join(item.kit)) if item.kit else "",
            ),
            self._defects(item),
            _listed(self._system(item), self._erasures(item)),
        ]
        return [line for line in lines if line]

    def serial_number(self, item: ReceiptItem) -> str:
        """Name an item's serial number, or nothing."""
        serial = item.serial_number
        return self.texts.serial_number.format(serial=serial) if serial else ""

    def day(self, day: date) -> str:
        """Write a date in full."""
        month = self.texts.months_of_year[day.month - 1]
        return _tied(self.texts.date.format(day=day.day, month=month, year=day.year))

    def money(self, amount: Decimal) -> str:
        """Write an amount in euro, with cents."""
        digits = f"{amount:.2f}".replace(".", self.texts.decimal_mark)
        return _tied(self.texts.money.format(amount=digits))

    def months(self, count: int) -> str:
        """Write a number of months."""
        return _tied(self.texts.month_count[count != 1].format(count=count))

    def _terms(self) -> tuple[str, ...]:
        mode, template = self.content.mode, self.texts.terms_by_mode[self.content.mode.code]
        giver = self.content.giver.legal_name
        match mode:
            case Gift():
                return (template.format(giver=giver),)
            case Contribution(amount=amount):
                return (template.format(giver=giver, amount=self.money(amount)),)
            case Loan(until=until, deposit=deposit):
                terms = template.format(giver=giver, until=self.day(until))
                return (terms, self._deposit(deposit))

    def _deposit(self, deposit: Decimal | None) -> str:
        if not deposit:
            return self.texts.no_deposit
        return self.texts.deposit.format(amount=self.money(deposit))

    def _clauses(self) -> tuple[str, ...]:
        mode, months = self.content.mode, self.content.no_resale_months
        clauses = list(self.texts.clauses_by_mode[mode.code])
        if self.content.recipient.is_institution:
            clauses[:1] = [self.texts.public_use_by_mode[mode.code]]
        if months and not isinstance(mode, Loan):
            clauses.insert(1, self.texts.no_resale.format(months=self.months(months)))
        data = self.texts.data.format(giver=self.content.giver.legal_name)
        return (*clauses, data)

    def _guarantee(self) -> tuple[str, ...]:
        texts, usual = self.texts, self.texts.guarantee_by_mode[self.content.mode.code]
        match self.content.mode:
            case Contribution(guarantee_months=months) if months < LEGAL_GUARANTEE_MONTHS:
                agreed = texts.guarantee_agreed.format(months=self.months(months))
                return (agreed, texts.exclusions)
            case Contribution():
                return (usual, texts.exclusions)
            case Gift(promised_months=months) if months:
                promised = texts.guarantee_promised.format(
                    months=self.months(months), giver=self.content.giver.legal_name
                )
                return (usual, promised, texts.exclusions)
            case _:
                return (usual,)

    def _privacy(self) -> tuple[str, ...]:
        texts, content = self.texts, self.content
        kept = texts.privacy_notice.format(
            giver=content.giver.legal_name, months=self.months(content.privacy_months)
        )
        rights = texts.privacy_rights.format(contact=content.privacy_contact)
        if content.nominator is None:
            return (kept, rights)
        return (kept, texts.privacy_nominator.format(nominator=content.nominator.name), rights)

    def _defects(self, item: ReceiptItem) -> str:
        if item.defects:
            return self.texts.defects.format(lines=", ".join(item.defects))
        return self.texts.no_defects if item.grade else ""

    def _system(self, item: ReceiptItem) -> str:
        system, code = item.operating_system, item.system_language
        if system and code:
            system = f"{system} ({self.texts.languages.get(code, code)})"
        return self.texts.system.format(system=system) if system else ""

    def _erasures(self, item: ReceiptItem) -> str:
        if item.certificate:
            return self.texts.certificate.format(number=item.certificate)
        references = ", ".join(item.erasure_references)
        return self.texts.erasure.format(references=references) if references else ""


def _tied(text: str) -> str:
    """Keep a figure and its unit on one line."""
    return text.replace(" ", "\u00a0")


def _listed(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
