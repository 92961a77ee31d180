"""A receipt in English."""

from distribution.handovers.receipt_texts.shape import ReceiptTexts

_KEPT = (
    "You use it yourself or within your household.",
    "If you no longer need it, or if it stops working, bring it back to us: do not throw it away.",
)

_PUBLIC = "You open it to the public, on your premises."

TEXTS = ReceiptTexts(
    language="en",
    months_of_year=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    date="{day} {month} {year}",
    money="€{amount}",
    decimal_mark=".",
    month_count=("{count} month", "{count} months"),
    title_by_mode={
        "gift": "Receipt of a gift",
        "contribution": "Receipt with contribution",
        "loan": "Receipt of a loan",
    },
    number="No. {number}",
    corrects="This receipt corrects and replaces receipt no. {number}.",
    giver="Handed over by",
    recipient="Handed over to",
    proxy="represented by {name}",
    proxy_mandated="represented by {name}, whose mandate was seen",
    nominator="Nominated by",
    enterprise_number="Enterprise number {number}",
    case_reference="Case reference: {reference}",
    items="The equipment",
    serial_number="Serial number {serial}",
    grades={
        "A": "Grade A: like new",
        "B": "Grade B: light traces of use",
        "C": "Grade C: clear traces of use",
    },
    battery="Battery: {percent}% of its original capacity",
    with_charger="With charger",
    without_charger="Without charger",
    kit="Accessories: {lines}",
    defects="Known defects: {lines}",
    no_defects="No known defects",
    system="System: {system}",
    erasure="Data erased, erasure record {references}",
    certificate="Data erased, certificate of erasure {number}",
    kinds={
        "laptop": "Laptop",
        "desktop": "Desktop computer",
        "all_in_one": "All-in-one computer",
        "mini_pc": "Mini PC",
        "tablet": "Tablet",
        "smartphone": "Smartphone",
        "monitor": "Screen",
        "router": "Router",
        "printer": "Printer",
    },
    languages={
        "fr": "French",
        "nl": "Dutch",
        "de": "German",
        "en": "English",
        "ar": "Arabic",
        "uk": "Ukrainian",
        "tr": "Turkish",
        "es": "Spanish",
        "pt": "Portuguese",
        "ro": "Romanian",
        "ru": "Russian",
        "fa": "Persian",
        "ps": "Pashto",
        "ti": "Tigrinya",
        "so": "Somali",
    },
    terms="What is agreed",
    terms_by_mode={
        "gift": (
            "{giver} gives you this equipment. It is yours from today. "
            "You pay nothing, now or later."
        ),
        "contribution": (
            "{giver} hands you this equipment for a single contribution of {amount}. "
            "It is yours from today."
        ),
        "loan": (
            "{giver} lends you this equipment free of charge until {until}. "
            "It remains the property of {giver}."
        ),
    },
    deposit=(
        "You pay a deposit of {amount}. You get it back when you return the equipment in good "
        "condition, apart from normal wear."
    ),
    no_deposit="No deposit is asked for.",
    declarations="You declare",
    declared=(
        "that you have received the equipment described above, in working order;",
        "that you have received this document, explained in a language you understand.",
    ),
    clauses="What we ask of you",
    clauses_by_mode={
        "gift": _KEPT,
        "contribution": _KEPT,
        "loan": (
            "You use it with care, yourself or within your household. "
            "You may not sell it, give it away or lend it.",
            "If it breaks down, is lost or is stolen, tell us at once.",
            "You bring it back by the agreed date at the latest, with its accessories. "
            "Copy your files first: everything is erased on return.",
        ),
    },
    public_use_by_mode={
        "gift": _PUBLIC,
        "contribution": _PUBLIC,
        "loan": (
            "You open it to the public, with care, on your premises. "
            "You may not sell it, give it away or lend it."
        ),
    },
    no_resale="You do not resell it for {months}.",
    data="Keep copies of your files: {giver} is not liable for lost data.",
    guarantee="Guarantee",
    guarantee_by_mode={
        "gift": (
            "A gift is not a sale: there is no seller's guarantee. "
            "If you have a problem, ask us for help."
        ),
        "contribution": "You have the legal guarantee of conformity of two years from today.",
        "loan": (
            "If it breaks down through no fault of yours, bring it back: if we can, we repair "
            "or replace it."
        ),
    },
    guarantee_agreed=(
        "This equipment is second-hand: we expressly agree that the legal guarantee of conformity "
        "is {months} from today, instead of two years."
    ),
    guarantee_promised=(
        "For {months}, however, {giver} undertakes to repair or swap it if it breaks down, "
        "stock permitting."
    ),
    exclusions=(
        "Not covered: the defects named above, breakage, liquids, opening of the device by others "
        "and normal wear of the battery."
    ),
    help="Need help?",
    training="Training offered",
    connection="Help with the internet connection",
    privacy="Your data",
    privacy_notice=(
        "{giver} keeps this receipt, with your name and signature, for {months}, to prove the "
        "handover and to help you later."
    ),
    privacy_nominator="{nominator} is told of the handover.",
    privacy_rights=(
        "You can see your data, or have them corrected or erased: {contact}. Complaints: "
        "Data Protection Authority, contact@apd-gba.be."
    ),
    prevails={
        "fr": "The French text beside this one prevails.",
        "nl": "The Dutch text beside this one prevails.",
    },
    binding="",
    done_at="{place}, {date}",
    signed_by="Signature of {name}",
    typed="Signed by typing the name",
    on_paper="Signature on paper",
    mark="Mark made before a witness: {witness}",
    handed_over_by="Handed over by {name}",
    verify="Check this receipt",
    verify_by_hand="Without a camera: {address}, number of the receipt and code {code}",
    footer="Receipt {number} · text {version} · page {page} of {pages}",
)
