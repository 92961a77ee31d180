"""The information notice in English."""

from distribution.notice_texts.shape import NoticeTexts, Section

TEXTS = NoticeTexts(
    language="en",
    title="A computer for you: what happens to your data",
    lead=(
        "{service} would like to ask for a computer for your household. For that, some data about "
        "you have to be passed on. Read here which, to whom and for how long. Ask whatever is not "
        "clear before you agree."
    ),
    sections=(
        Section(
            heading="Who is responsible",
            lines=(
                "{service}, which follows you, writes the request.",
                "{coordination} keeps the waiting list and decides which device is for whom.",
            ),
        ),
        Section(
            heading="What is written down",
            lines=(
                "Your name, address, phone and language, and your birth date if you give it.",
                "How many people live with you, and what you need the computer for.",
                "That somebody saw a proof of your situation, and until when it holds. No copy of "
                "it is kept.",
                "Never: your national register number, your income, an illness.",
            ),
        ),
        Section(
            heading="What for",
            lines=(
                "To put you on the waiting list, choose a device, hand it over to you, write your "
                "receipt and help you if it breaks.",
                "Your place is worked out with points that are published. A person decides, and "
                "you may ask why.",
            ),
        ),
        Section(
            heading="Why this is allowed",
            lines=(
                "{basis}",
                "Your service is bound by professional secrecy: it passes your data on only if you "
                "agree.",
                "You may withdraw your agreement at any time, without giving a reason. Then the "
                "request ends, and a device set aside for you goes to somebody else.",
            ),
        ),
        Section(
            heading="Who sees it",
            lines=(
                "Your service and the coordinators.",
                "The workshop sees which machine to prepare, and not for whom.",
                "Whoever hands the device over sees your name, language, phone and the time; your "
                "address only if it is delivered to your door.",
                "If you want training or help with the internet, and only with your agreement: "
                "the place near you sees your name, language and phone, until 30 days after.",
                "No other service sees your data. Nothing is sold or used for advertising.",
            ),
        ),
        Section(
            heading="How long it is kept",
            lines=(
                "Without a device: until 12 months after the last contact.",
                "With a device: until 6 months after the end of the guarantee, or 24 months for a "
                "gift without guarantee.",
                "After that only figures without names are left.",
            ),
        ),
        Section(
            heading="Your rights",
            lines=(
                "You may see your data, have them corrected or erased, have their use limited, and "
                "object to it. Ask {service}: {contact}",
                "You may complain to the Belgian Data Protection Authority, rue de la Presse / "
                "Drukpersstraat 35, 1000 Brussels.",
            ),
        ),
    ),
    legal_basis="{service} acts on this legal basis: {basis}.",
    usual_basis="{service} acts within its task of social help, which the law gives it.",
    contact="address and phone are at the top of this page.",
    footer="Information notice, version {version}, page {page} of {pages}",
)
