"""The blocks of a receipt, from its title to its signature, top to bottom."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from distribution.handovers.receipts.content import (
    DrawnSignature,
    MarkSignature,
    PaperSignature,
    ReceiptContent,
    ReceiptItem,
    TypedSignature,
)
from distribution.handovers.receipts.wording import Section, Wording
from refurb.documents.fonts import BOLD, CODE
from refurb.documents.typesetting import (
    BRAND,
    LINE,
    MUTED,
    PAPER,
    Look,
    QrBlock,
    Setter,
    SignatureBlock,
    columns,
)

# What a single language shows beside the agreement proper.
_ASIDE = frozenset({"guarantee", "help", "training", "connection", "privacy"})

_GUTTER = 4 * mm
_PANEL = 7


@dataclass(frozen=True, slots=True)
class Receipt:
    """Set one receipt in a width in points: in one language, or beside the one that binds."""

    content: ReceiptContent
    reader: Wording
    binding: Wording | None
    setter: Setter
    width: float

    @classmethod
    def of(cls, content: ReceiptContent, scale: float, width: float) -> "Receipt":
        """Set a receipt at a scale; 1 is the size designed for."""
        reader = Wording.of(content, content.language)
        prevails = content.prevailing in reader.texts.prevails
        binding = Wording.of(content, content.prevailing) if prevails else None
        return cls(content, reader, binding, Setter(scale, reader.texts.direction), width)

    def blocks(self) -> list[Flowable]:
        """List every block in its order on paper."""
        between = 3 if self.binding else 4
        return [
            self._header(),
            self._gap(between),
            self._parties(),
            self._gap(between),
            self._heading("items"),
            *(self._item(item) for item in self.content.items),
            self._gap(between),
            *(self._bilingual() if self.binding else [self._agreement()]),
            self._gap(between),
            self._signing(),
        ]

    def _gap(self, millimetres: float) -> Spacer:
        return Spacer(0, millimetres * mm * self.setter.scale)

    def _both(self, name: str) -> str:
        """Name a label in the reader's language, and in the one that binds."""
        label: str = getattr(self.reader.texts, name)
        return f"{label} · {getattr(self.binding.texts, name)}" if self.binding else label

    def _heading(self, name: str) -> Flowable:
        return self.setter.text(self._both(name), Look(10, BOLD, BRAND))

    def _header(self) -> Flowable:
        content, texts, setter = self.content, self.reader.texts, self.setter
        side = 25 * mm
        title: list[Flowable] = [
            setter.text(content.giver.legal_name, Look(9.5, BOLD, BRAND, after=3)),
            setter.text(texts.title_by_mode[content.mode.code], Look(20, BOLD)),
        ]
        if self.binding:
            also = self.binding.texts.title_by_mode[content.mode.code]
            title.append(setter.text(also, Look(9.5, color=MUTED)))
        number = texts.number.format(number=content.number)
        day = self.reader.day(content.handed_over_on)
        title += [Spacer(0, 3), setter.text(f"{number} · {content.place} · {day}", Look(9.5))]
        if content.corrects:
            corrects = texts.corrects.format(number=content.corrects)
            title.append(setter.text(corrects, Look(9, BOLD)))
        code: list[Flowable] = [
            QrBlock(content.verification_url, side),
            setter.text(texts.verify, Look(6.5, color=MUTED, centred=True)),
        ]
        return columns([[title, code]], [self.width - side, side])

    def _parties(self) -> Flowable:
        content, texts = self.content, self.reader.texts
        giver, recipient, nominator = content.giver, content.recipient, content.nominator
        represented = texts.proxy_mandated if recipient.has_mandate else texts.proxy
        proxy = represented.format(name=recipient.proxy) if recipient.proxy else ""
        cells = [
            self._party(
                "giver",
                giver.legal_name,
                self._enterprise(giver.enterprise_number),
                *giver.address.splitlines(),
            ),
            self._party(
                "recipient", recipient.name, self._enterprise(recipient.enterprise_number), proxy
            ),
        ]
        if nominator:
            reference = nominator.case_reference
            case = texts.case_reference.format(reference=reference) if reference else ""
            cells.append(self._party("nominator", nominator.name, case))
        return columns(
            [cells],
            [self.width / len(cells)] * len(cells),
            ("BACKGROUND", (0, 0), (-1, -1), PAPER),
            ("ROUNDEDCORNERS", [4, 4, 4, 4]),
            ("LEFTPADDING", (0, 0), (-1, -1), _PANEL),
            ("RIGHTPADDING", (0, 0), (-1, -1), _PANEL),
            padding=(0, _PANEL),
        )

    def _enterprise(self, number: str) -> str:
        number = number.replace(" ", "\u00a0")
        return self.reader.texts.enterprise_number.format(number=number) if number else ""

    def _party(self, label: str, name: str, *lines: str) -> list[Flowable]:
        return [
            self.setter.text(self._both(label), Look(7, color=MUTED, after=1)),
            self.setter.text(name, Look(10, BOLD)),
            *(self.setter.text(line, Look(8.5)) for line in lines if line),
        ]

    def _item(self, item: ReceiptItem) -> Flowable:
        kind, model = self.reader.item_title(item)
        known: list[Flowable] = [
            self.setter.text(item.code, Look(9, CODE)),
            self.setter.text(model or kind, Look(9, BOLD)),
            self.setter.text(kind if model else "", Look(8.5)),
            self.setter.text(self.reader.serial_number(item), Look(8, color=MUTED)),
        ]
        lines = self.reader.item_lines(item)
        cells: list[list[Flowable]] = [
            known,
            [self.setter.text(line, Look(8.5)) for line in lines],
        ]
        widths = [self.width * 0.32, self.width * 0.68]
        if self.binding:
            lines = [self.binding.item_title(item)[0], *self.binding.item_lines(item)]
            cells.append([self.setter.text(line, Look(7, color=MUTED)) for line in lines])
            widths = [self.width * 0.25, self.width * 0.43, self.width * 0.32]
        rule = ("LINEBELOW", (0, 0), (-1, -1), 0.6, LINE)
        return columns([cells], widths, rule, padding=(_GUTTER / 2, 4))

    def _section(self, section: Section, size: float) -> list[Flowable]:
        bullet = "•" if section.listed else ""
        return [
            self.setter.text(section.heading, Look(size + 0.5, BOLD, BRAND, after=1)),
            *(
                self.setter.text(sentence, Look(size, after=1.5), bullet=bullet)
                for sentence in section.sentences
            ),
        ]

    def _agreement(self) -> Flowable:
        """Set one language in two columns: what is agreed, and what else to know."""
        left: list[Flowable] = []
        right: list[Flowable] = []
        for section in self.reader.sections():
            aside = section.name in _ASIDE
            column = right if aside else left
            column += [*self._section(section, 8 if section.name == "privacy" else 9), self._gap(2)]
        width = (self.width + _GUTTER) / 2
        return columns([[left, right]], [width, self.width - width], padding=(_GUTTER / 2, 0))

    def _bilingual(self) -> Iterator[Flowable]:
        """Set each section beside the same one in the language that binds.

        What both say in the same words, such as an address, is set once, below.
        """
        if self.binding is None:
            return
        reader, binding = self.reader.texts, self.binding.texts
        note = self.setter.text(reader.prevails[binding.language], Look(8, color=MUTED))
        yield self._pair([note], [self.setter.text(binding.binding, Look(7, BOLD, MUTED))])
        plain: list[list[Flowable]] = []
        for ours, theirs in zip(self.reader.sections(), self.binding.sections(), strict=True):
            if ours.sentences == theirs.sentences:
                both = Section(ours.name, f"{ours.heading} · {theirs.heading}", ours.sentences)
                plain.append(self._section(both, 8.5))
            else:
                small = 7.5 if ours.name == "privacy" else 8.5
                yield self._pair(self._section(ours, small), self._section(theirs, 7))
        yield self._gap(2)
        widths = [self.width / len(plain)] * len(plain)
        yield columns([plain], widths, padding=(_GUTTER / 2, 0))

    def _pair(self, ours: list[Flowable], theirs: list[Flowable]) -> Flowable:
        width = self.width * 0.6
        return columns(
            [[ours, theirs]],
            [width, self.width - width],
            ("BACKGROUND", (1, 0), (1, 0), PAPER),
            ("RIGHTPADDING", (1, 0), (1, 0), _PANEL),
            padding=(_PANEL, 2),
        )

    def _signing(self) -> Flowable:
        content, texts, setter = self.content, self.reader.texts, self.setter
        giver = content.giver
        width = (self.width - _GUTTER) / 2
        day = self.reader.day(content.handed_over_on)
        done = texts.done_at.format(place=content.place, date=day)
        right: list[Flowable] = [
            setter.text(done, Look(9, BOLD)),
            setter.text(giver.legal_name, Look(9)),
        ]
        if giver.handed_over_by:
            by = texts.handed_over_by.format(name=giver.handed_over_by)
            right.append(setter.text(by, Look(9)))
        if content.check_code:
            by_hand = texts.verify_by_hand.format(
                address=content.check_address, code=content.check_code
            )
            right += [Spacer(0, 3), setter.text(by_hand, Look(7.5, color=MUTED))]
        left = [
            setter.text(texts.signed_by.format(name=content.signature.name), Look(9)),
            *self._signature(width),
        ]
        return columns([[left, right]], [width + _GUTTER, width])

    def _signature(self, width: float) -> list[Flowable]:
        texts, setter, small = self.reader.texts, self.setter, Look(8, color=MUTED)
        height = (16 if self.binding else 20) * mm * setter.scale
        match self.content.signature:
            case DrawnSignature(strokes=strokes):
                return [SignatureBlock(width, height, strokes)]
            case MarkSignature(witness=witness, strokes=strokes):
                mark = setter.text(texts.mark.format(witness=witness), small)
                return [SignatureBlock(width, height, strokes), mark]
            case TypedSignature(name=name):
                typed = [setter.text(name, Look(14)), SignatureBlock(width, 3)]
                return [Spacer(0, height / 3), *typed, setter.text(texts.typed, small)]
            case PaperSignature():
                return [SignatureBlock(width, height), setter.text(texts.on_paper, small)]
